/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every fuzz target does first. A critical is a broken promise between our own functions, so
 * it must end the run; GLib alone would print it and go on. Targets do not define this themselves.
 */
#include "fuzz-init.h"

#include <glib.h>

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR | G_LOG_FLAG_RECURSION);

  return 0;
}
