/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of the generation wizard share: the roll before and after, the title, the run. The
 * work is in the worker; a run that was cut goes on with the same edition. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"
#include "sync/mch-generation.h"

G_BEGIN_DECLS

/* Where a person stands: before the run the first three, after it all of them. */
typedef enum
{
  MCH_ROLL_ELIGIBLE,   /* gets an account; after a run: was left out by the server */
  MCH_ROLL_EXISTING,   /* has one already */
  MCH_ROLL_INELIGIBLE, /* not concerned: neither registered nor pre-registered */
  MCH_ROLL_CREATED,    /* got one by this edition */
  MCH_N_ROLLS
} MchRollGroup;

#define MCH_TYPE_GENERATION_MODEL (mch_generation_model_get_type ())
G_DECLARE_FINAL_TYPE (MchGenerationModel, mch_generation_model, MCH, GENERATION_MODEL, GObject)

/* Begins to count. */
MchGenerationModel *mch_generation_model_new (MchContext *context);

MchContext *mch_generation_model_get_context (MchGenerationModel *self);

/* FALSE until the first count is there. */
gboolean mch_generation_model_is_counted (MchGenerationModel *self);

/* Counts again: something changed. Signal "counted" () when it is there. */
void mch_generation_model_count (MchGenerationModel *self);

guint mch_generation_model_get_n (MchGenerationModel *self, MchRollGroup group);

/* (transfer full): "AUBIN Antoine · 1CAP-EPC · antoine.aubin" or the reason why not, one a line. */
GListModel *mch_generation_model_dup_names (MchGenerationModel *self, MchRollGroup group);

/* Whether an earlier run was cut: its edition is finished first, with its own title. */
gboolean mch_generation_model_is_unfinished (MchGenerationModel *self);

/* Of the edition; ACC-14 pre-fills it. */
void mch_generation_model_set_title (MchGenerationModel *self, const char *title);
const char *mch_generation_model_get_title (MchGenerationModel *self);

/**
 * mch_generation_model_run_async:
 * @progress: (nullable): with @user_data.
 *
 * Finish: FALSE with an error whose message can be shown; what was created stays. The roll is
 * counted anew either way.
 */
void mch_generation_model_run_async (MchGenerationModel *self, MchWorkProgressFunc progress,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
mch_generation_model_run_finish (MchGenerationModel *self, GAsyncResult *result, GError **error);

/* (nullable): the edition that the run made; NULL when nothing was created. */
const char *mch_generation_model_get_edition (MchGenerationModel *self);

G_END_DECLS
