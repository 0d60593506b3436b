/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-members-window.h"
#include "app/sign-in/mch-words-window.h"
#include "app/sync/mch-outbox-window.h"
void
mch_words_window_open (GtkWindow *parent, MchContext *context)
{
}
void
mch_members_window_admit (GtkWindow *parent, MchContext *context, const char *login,
                          const char *name)
{
}
void
mch_outbox_window_open (GtkWindow *parent, MchContext *context)
{
}
