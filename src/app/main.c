/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaon: the desktop application. */
#include <gtk/gtk.h>
#include <sys/stat.h>

#include "app/mch-application.h"
#include "core/mch-paths.h"
#include "vault/mch-vault-init.h"

/* GTK writes what it prints into a temporary file, slips with their passwords: in the runtime
 * folder that is memory, and gone with the session. */
static void
keep_temporary_files_in_memory (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");

  if (runtime != NULL && g_file_test (runtime, G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", runtime, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (MchApplication) application = NULL;

  /* What GTK prints into a file has passwords in it: its owner's alone. */
  umask (077);
  mch_vault_harden_process ();
  keep_temporary_files_in_memory ();
  mch_paths_init_language ();
  /* The line above chose the locale; GTK would choose again, and not French. */
  gtk_disable_setlocale ();
  g_set_prgname ("io.machaon.Machaon");
  application = mch_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
