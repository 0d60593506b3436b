/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with one candidate or many: what stands against it, its size before, the act itself,
 * and the way back. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): why @candidate cannot be finalised; NULL when nothing stands against
 * it. @reference: (nullable): of the exam. */
char *
mch_candidate_dup_finalise_reason (const MchReference *reference, const MchCandidate *candidate);

/* (transfer full) (nullable): why @candidate cannot be withdrawn. */
char *mch_candidate_dup_withdraw_reason (const MchCandidate *candidate);

/* (transfer full) (nullable): why the slip of @candidate cannot be seen. */
char *mch_candidate_dup_slip_reason (const MchCandidate *candidate);

/* @ids: of candidatures, NULL-terminated. Says what it did in a toast near @widget, and who was
 * left out and why. */
void mch_candidate_actions_finalise (GtkWidget *widget, MchContext *context, char **ids);

/* Asks first. */
void mch_candidate_actions_withdraw (GtkWidget *widget, MchContext *context, char **ids);

/* "Accorder le transfert": whoever asks for them gets them at once. Takes it back when it was
 * agreed to for all of them. */
void mch_candidate_actions_agree (GtkWidget *widget, MchContext *context, char **ids);

/* For the server's log: @candidate, who tells something about his health, was opened. Nothing for
 * others. */
void mch_candidate_actions_note_look (MchContext *context, const MchCandidate *candidate);

/* New passwords: goes on to that activity with those who have an account. */
void mch_candidate_actions_regenerate (GtkWidget *widget, MchContext *context, char **ids);

/* The current slip of the first of them, in the preview. */
void mch_candidate_actions_show_slip (GtkWidget *widget, MchContext *context, char **ids);

/* (nullable): why nobody here gives accounts a new password: only the establishment that they
 * belong to does. Translated. */
const char *mch_candidate_get_regenerate_reason (MchContext *context);

G_END_DECLS
