/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-handout-model.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/distribution/mch-session-question.h"
#include "app/widgets/mch-record-form.h"
#include "core/mch-text.h"

struct _MchHandoutItem
{
  GObject parent_instance;

  MchCandidate *candidate; /* of @rows */
  GPtrArray *rows;
  MchSlipStage stage;
  char *name;
  char *words;
  char *key; /* folded words, each after a space */
};

struct _MchHandoutModel
{
  GObject parent_instance;

  MchContext *context;
  GCancellable *cancellable;
  MchHandout *handout; /* NULL until loaded */
  GListStore *items;
  guint counts[MCH_N_MILESTONES];
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_NOT_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchHandoutItem, mch_handout_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (MchHandoutModel, mch_handout_model, G_TYPE_OBJECT)

static char *
dup_words (const MchCandidate *candidate, MchSlipStage stage)
{
  g_autofree char *day = mch_slip_handed_dup_day (candidate);
  g_autofree char *shown = NULL;

  if (stage != MCH_SLIP_STAGE_HANDED || day == NULL)
    return g_strdup (mch_slip_stage_get_label (stage));
  shown = mch_record_form_dup_display (
      mch_field_find (MCH_KIND_CANDIDATURE, "confirmation_received_on"), day);
  return g_strdup_printf (_ ("Handed out on %s, not activated"), shown);
}

static MchHandoutItem *
handout_item_new (GPtrArray *rows, guint at)
{
  MchHandoutItem *self = g_object_new (MCH_TYPE_HANDOUT_ITEM, NULL);
  static const char *const fields[] = { "division", "login" };
  GString *key = g_string_new (" ");

  self->rows = g_ptr_array_ref (rows);
  self->candidate = rows->pdata[at];
  self->stage = mch_slip_stage_of (self->candidate);
  self->name = mch_candidate_cells_dup_name (self->candidate);
  self->words = dup_words (self->candidate, self->stage);
  mch_text_append_fold (key, self->name);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = mch_candidate_get (self->candidate, fields[i]);

      g_string_append_c (key, ' ');
      mch_text_append_fold (key, value != NULL ? value : "");
    }
  self->key = g_string_free (key, FALSE);
  return self;
}

const MchCandidate *
mch_handout_item_get (MchHandoutItem *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_ITEM (self), NULL);

  return self->candidate;
}

MchSlipStage
mch_handout_item_get_stage (MchHandoutItem *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_ITEM (self), MCH_SLIP_STAGE_NO_ACCOUNT);

  return self->stage;
}

const char *
mch_handout_item_get_name (MchHandoutItem *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_ITEM (self), NULL);

  return self->name;
}

const char *
mch_handout_item_get_words (MchHandoutItem *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_ITEM (self), NULL);

  return self->words;
}

gboolean
mch_handout_item_matches (MchHandoutItem *self, const char *fold)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (MCH_IS_HANDOUT_ITEM (self), FALSE);

  words = g_strsplit (fold, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *begin = g_strconcat (" ", words[i], NULL);

      if (*words[i] != '\0' && strstr (self->key, begin) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
mch_handout_item_finalize (GObject *object)
{
  MchHandoutItem *self = MCH_HANDOUT_ITEM (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->words);
  g_free (self->key);
  G_OBJECT_CLASS (mch_handout_item_parent_class)->finalize (object);
}

static void
mch_handout_item_class_init (MchHandoutItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_handout_item_finalize;
}

static void
mch_handout_item_init (MchHandoutItem *self)
{
}

static gpointer
read_list (MchWork *work, gpointer data, GError **error)
{
  const MchSessionQuestion *question = data;
  const MchCandidateFilter filter = { .scope = question->scope, .session = question->session };

  return mch_progress_list (mch_work_get_store (work), &filter, error);
}

static gboolean
looks_the_same (MchHandoutItem *a, MchHandoutItem *b)
{
  return a->stage == b->stage && g_str_equal (a->words, b->words) && g_str_equal (a->key, b->key)
         && g_str_equal (a->candidate->candidature->id, b->candidate->candidature->id);
}

/* Takes what @fresh has read, which looks the same. */
static void
renew (MchHandoutItem *item, MchHandoutItem *fresh)
{
  g_ptr_array_ref (fresh->rows);
  g_ptr_array_unref (item->rows);
  item->rows = fresh->rows;
  item->candidate = fresh->candidate;
}

/* Whether the item at @at, from the front or from the back, stays; @items is what comes. */
static gboolean
keep_item (MchHandoutModel *self, guint at, GPtrArray *items, guint place)
{
  g_autoptr (MchHandoutItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), at);

  if (!looks_the_same (item, items->pdata[place]))
    return FALSE;
  renew (item, items->pdata[place]);
  return TRUE;
}

/* Replaces only what changed: whoever ticks keeps his place in the list. */
static void
replace_items (MchHandoutModel *self, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint least = MIN (n, items->len);
  guint head = 0, tail = 0;

  while (head < least && keep_item (self, head, items, head))
    head++;
  while (tail < least - head && keep_item (self, n - 1 - tail, items, items->len - 1 - tail))
    tail++;
  g_list_store_splice (self->items, head, n - head - tail, items->pdata + head,
                       items->len - head - tail);
}

static void
take_rows (MchHandoutModel *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, handout_item_new (rows, i));
  g_clear_pointer (&self->handout, mch_handout_free);
  self->handout = mch_handout_new (rows);
  mch_progress_count (rows, self->counts);
  replace_items (self, items);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchHandoutModel) self = MCH_HANDOUT_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (rows == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_NOT_SAVED], 0, error->message);
      return;
    }
  take_rows (self, rows);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mch_handout_model_load (MchHandoutModel *self)
{
  MchSessionQuestion *question;

  g_return_if_fail (MCH_IS_HANDOUT_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (mch_context_get_session (self->context) == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  question = mch_session_question_new (self->context);
  mch_worker_run_async (mch_context_get_worker (self->context), "hand out", read_list, question,
                        mch_session_question_free, (GDestroyNotify) g_ptr_array_unref, NULL,
                        self->cancellable, on_read, g_object_ref (self));
}

void
mch_handout_model_clear (MchHandoutModel *self)
{
  g_return_if_fail (MCH_IS_HANDOUT_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->handout, mch_handout_free);
  g_list_store_remove_all (self->items);
}

gboolean
mch_handout_model_is_loaded (MchHandoutModel *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_MODEL (self), FALSE);

  return self->handout != NULL;
}

GListModel *
mch_handout_model_get_items (MchHandoutModel *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_MODEL (self), NULL);

  return G_LIST_MODEL (self->items);
}

const guint *
mch_handout_model_get_counts (MchHandoutModel *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_MODEL (self), NULL);

  return self->counts;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchHandoutModel) self = MCH_HANDOUT_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (id == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_signal_emit (self, signals[SIGNAL_NOT_SAVED], 0, error->message);
      mch_handout_model_load (self);
    }
}

static void
send (MchHandoutModel *self, const MchCandidate *candidate, const char *today)
{
  MchChange *change = mch_slip_handed_change (candidate, today);
  g_autoptr (GPtrArray) changes = NULL;

  if (change == NULL)
    return;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_ptr_array_add (changes, change);
  mch_context_send (self->context, changes, on_sent, g_object_ref (self));
}

static char *
dup_sentence (MchHandoutOutcome outcome, const MchCandidate *candidate, const char *typed)
{
  g_autofree char *name =
      candidate != NULL ? mch_candidate_cells_dup_name (candidate) : g_strdup (typed);

  switch (outcome)
    {
    case MCH_HANDOUT_TAKEN:
      return g_strdup_printf (_ ("%s: slip noted as handed out."), name);
    case MCH_HANDOUT_ALREADY:
      return g_strdup_printf (_ ("%s: this slip was noted as handed out before."), name);
    case MCH_HANDOUT_ACTIVE:
      return g_strdup_printf (_ ("%s has an account in use: no slip is needed."), name);
    case MCH_HANDOUT_NO_SLIP:
      return g_strdup_printf (_ ("%s has no slip that works: generate or regenerate it first."),
                              name);
    case MCH_HANDOUT_OLD:
      return g_strdup_printf (_ ("%s: an older slip, whose password was replaced. It works no "
                                 "more: give out the newer one."),
                              name);
    case MCH_HANDOUT_UNKNOWN:
    case MCH_N_HANDOUTS:
    default:
      return g_strdup_printf (
          _ ("“%s” is nobody's slip, login, INE or confirmation in this session. "
             "Scan it again, or tick the name in the list."),
          name);
    }
}

MchHandoutOutcome
mch_handout_model_scan (MchHandoutModel *self, const char *typed, char **ret_text)
{
  const MchCandidate *candidate = NULL;
  MchHandoutOutcome outcome = MCH_HANDOUT_UNKNOWN;

  g_return_val_if_fail (MCH_IS_HANDOUT_MODEL (self), MCH_HANDOUT_UNKNOWN);
  g_return_val_if_fail (typed != NULL && ret_text != NULL, MCH_HANDOUT_UNKNOWN);

  if (self->handout != NULL)
    outcome = mch_handout_take (self->handout, typed, &candidate);
  *ret_text = dup_sentence (outcome, candidate, typed);
  if (outcome == MCH_HANDOUT_TAKEN)
    {
      g_autofree char *today = mch_context_dup_today ();

      send (self, candidate, today);
    }
  return outcome;
}

void
mch_handout_model_set_handed (MchHandoutModel *self, MchHandoutItem *item, gboolean handed)
{
  g_autofree char *today = mch_context_dup_today ();

  g_return_if_fail (MCH_IS_HANDOUT_MODEL (self));
  g_return_if_fail (MCH_IS_HANDOUT_ITEM (item));

  send (self, item->candidate, handed ? today : NULL);
}

MchHandoutModel *
mch_handout_model_new (MchContext *context)
{
  MchHandoutModel *self = g_object_new (MCH_TYPE_HANDOUT_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_handout_model_dispose (GObject *object)
{
  MchHandoutModel *self = MCH_HANDOUT_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->handout, mch_handout_free);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_handout_model_parent_class)->dispose (object);
}

static void
mch_handout_model_class_init (MchHandoutModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_handout_model_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_HANDOUT_MODEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOT_SAVED] = g_signal_new ("not-saved", MCH_TYPE_HANDOUT_MODEL, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_handout_model_init (MchHandoutModel *self)
{
  self->items = g_list_store_new (MCH_TYPE_HANDOUT_ITEM);
}
