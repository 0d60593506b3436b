/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed to what is saved: the changes of one registration, a new one or another. */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/mch-record-form.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* The candidature as it is typed, with what goes with a choice (the label of a speciality).
 * (transfer full) @reference: (nullable). */
MchRecord *mch_candidate_save_dup_candidature (MchRecordForm *form, const MchReference *reference);

/* What the next candidate of the same class has in common with @candidature. (transfer full) */
MchRecord *mch_candidate_save_dup_like (const MchRecord *candidature);

/* Called on the main loop once it is on the disk. @id: of a new candidature; NULL otherwise. */
typedef void (*MchCandidateSaved) (GtkWidget *widget, const char *id, gpointer data);

/**
 * mch_candidate_save:
 * @candidate: (nullable): as it was; NULL for a new one.
 * @saved: not called when the disk refused, which is told near @widget; what was typed stays.
 */
void mch_candidate_save (GtkWidget *widget, MchContext *context, MchRecordForm *form,
                         const MchCandidate *candidate, MchCandidateSaved saved, gpointer data);

G_END_DECLS
