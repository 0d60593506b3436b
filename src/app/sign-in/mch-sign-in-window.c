/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-sign-in-window.h"
void
mch_sign_in_window_open (GtkWindow *parent, MchContext *context, GFile *invitation)
{
}
