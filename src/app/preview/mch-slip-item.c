/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-item.h"

#include <string.h>

#include "core/mch-text.h"

struct _MchSlipItem
{
  GObject parent_instance;

  guint index;
  MchSlipFacts *facts;
  char *name;
  char *key; /* folded words, each after a space */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MchSlipItem, mch_slip_item, G_TYPE_OBJECT)

/* An agent's review is the exam office's: where it is kept is where everybody reads it. */
static void
load_reviews (MchSlipFacts *facts, MchStore *store, const MchSlipRequest *request,
              gboolean of_office)
{
  if (!of_office)
    mch_slip_review_load (store, request->edition, facts->person, facts->fingerprint,
                          &facts->review);
  mch_office_review_load (store, request->scope, request->edition, facts->person,
                          facts->fingerprint, &facts->office);
  if (!of_office)
    return;
  facts->review.note = g_steal_pointer (&facts->office.note);
  facts->review.changed = facts->office.changed && facts->office.state != MCH_REVIEW_TODO;
  facts->review.state = facts->review.changed ? MCH_REVIEW_TODO : facts->office.state;
  mch_office_review_clear (&facts->office);
}

MchSlipFacts *
mch_slip_facts_new (const MchSlipPile *pile, guint index, guint place, MchStore *store,
                    const MchSlipRequest *request, gboolean of_office)
{
  MchSlipFacts *facts = g_new0 (MchSlipFacts, 1);
  const MchCandidate *candidate = mch_slip_pile_get_candidate (pile, index);

  facts->person = g_strdup (candidate->person->id);
  facts->family_name = g_strdup (mch_candidate_get (candidate, "family_name"));
  facts->given_name = g_strdup (mch_candidate_get (candidate, "given_name"));
  facts->division = g_strdup (mch_candidate_get (candidate, "division"));
  facts->login = g_strdup (mch_candidate_get (candidate, "login"));
  facts->fingerprint = mch_slip_pile_dup_fingerprint (pile, index);
  facts->place = place;
  load_reviews (facts, store, request, of_office);
  return facts;
}

void
mch_slip_facts_free (MchSlipFacts *facts)
{
  if (facts == NULL)
    return;
  g_free (facts->person);
  g_free (facts->family_name);
  g_free (facts->given_name);
  g_free (facts->division);
  g_free (facts->login);
  g_free (facts->fingerprint);
  mch_slip_review_clear (&facts->review);
  mch_office_review_clear (&facts->office);
  g_free (facts);
}

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_words (GString *key, const char *text)
{
  g_string_append_c (key, ' ');
  mch_text_append_fold (key, or_nothing (text));
}

MchSlipItem *
mch_slip_item_new (guint index, MchSlipFacts *facts)
{
  MchSlipItem *self = g_object_new (MCH_TYPE_SLIP_ITEM, NULL);
  GString *key = g_string_new (NULL);

  self->index = index;
  self->facts = facts;
  self->name =
      g_strdup_printf ("%s %s", or_nothing (facts->family_name), or_nothing (facts->given_name));
  add_words (key, self->name);
  add_words (key, facts->division);
  add_words (key, facts->login);
  self->key = g_string_free (key, FALSE);
  return self;
}

guint
mch_slip_item_get_index (MchSlipItem *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_ITEM (self), 0);

  return self->index;
}

const MchSlipFacts *
mch_slip_item_get_facts (MchSlipItem *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_ITEM (self), NULL);

  return self->facts;
}

const char *
mch_slip_item_get_name (MchSlipItem *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_ITEM (self), NULL);

  return self->name;
}

MchReviewState
mch_slip_item_get_state (MchSlipItem *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_ITEM (self), MCH_REVIEW_TODO);

  return self->facts->review.state;
}

void
mch_slip_item_set_review (MchSlipItem *self, MchReviewState state, const char *note)
{
  MchSlipReview *review;

  g_return_if_fail (MCH_IS_SLIP_ITEM (self));

  review = &self->facts->review;
  if (review->state == state && g_strcmp0 (review->note, note) == 0)
    return;
  review->state = state;
  review->changed = FALSE;
  if (note != review->note)
    {
      g_free (review->note);
      review->note = g_strdup (note);
    }
  g_signal_emit (self, changed_signal, 0);
}

gboolean
mch_slip_item_matches (MchSlipItem *self, const char *fold)
{
  g_auto (GStrv) words = g_strsplit (fold, " ", -1);

  g_return_val_if_fail (MCH_IS_SLIP_ITEM (self), FALSE);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *start = g_strconcat (" ", words[i], NULL);

      if (*words[i] != '\0' && strstr (self->key, start) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
mch_slip_item_finalize (GObject *object)
{
  MchSlipItem *self = MCH_SLIP_ITEM (object);

  mch_slip_facts_free (self->facts);
  g_free (self->name);
  g_free (self->key);
  G_OBJECT_CLASS (mch_slip_item_parent_class)->finalize (object);
}

static void
mch_slip_item_class_init (MchSlipItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_slip_item_finalize;

  changed_signal = g_signal_new ("changed", MCH_TYPE_SLIP_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mch_slip_item_init (MchSlipItem *self)
{
}
