/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidates-screen.h"

struct _MchCandidatesScreen
{
  MchScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (MchCandidatesScreen, mch_candidates_screen, MCH_TYPE_SCREEN)

static void
mch_candidates_screen_class_init (MchCandidatesScreenClass *klass)
{
}

static void
mch_candidates_screen_init (MchCandidatesScreen *self)
{
}

void
mch_candidates_screen_focus_search (MchCandidatesScreen *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
