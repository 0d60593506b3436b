/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-screen.h"

struct _MchCandidateScreen
{
  MchScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (MchCandidateScreen, mch_candidate_screen, MCH_TYPE_SCREEN)

static void
mch_candidate_screen_class_init (MchCandidateScreenClass *klass)
{
}

static void
mch_candidate_screen_init (MchCandidateScreen *self)
{
}
