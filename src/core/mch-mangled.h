/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that was UTF-8 and that some program read as a code page: "HÃ©lÃ¨ne". Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @text as it was, NULL when it shows no such damage. */
char *mch_text_dup_unmangled (const char *text);

G_END_DECLS
