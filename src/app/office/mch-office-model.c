/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-office-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-collate.h"
#include "core/mch-session-counts.h"
#include "core/mch-text.h"

struct _MchOfficeItem
{
  GObject parent_instance;

  MchOfficeFacts facts;
  char *words;
  char *key;     /* folded words, each after a space */
  GBytes *order; /* by name */
};

G_DEFINE_FINAL_TYPE (MchOfficeItem, mch_office_item, G_TYPE_OBJECT)

struct _MchOfficeModel
{
  GObject parent_instance;

  MchContext *context;
  char *session; /* what is counted; NULL for all */
  GListStore *items;
  MchOfficeFacts sums;
  guint n_late;
  guint64 serial;      /* of the store when it was read; 0: never */
  MchDeskFacts *facts; /* likewise */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MchOfficeModel, mch_office_model, G_TYPE_OBJECT)

const MchOfficeFacts *
mch_office_item_get (MchOfficeItem *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_ITEM (self), NULL);

  return &self->facts;
}

const char *
mch_office_item_get_words (MchOfficeItem *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_ITEM (self), NULL);

  return self->words;
}

gboolean
mch_office_item_is_late (MchOfficeItem *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_ITEM (self), FALSE);

  return self->facts.n_left > 0 || self->facts.n_registered == 0;
}

gboolean
mch_office_item_matches (MchOfficeItem *self, const char *fold)
{
  g_auto (GStrv) words = g_strsplit (fold, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strconcat (" ", words[i], NULL);

      if (*words[i] != '\0' && strstr (self->key, word) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
mch_office_item_finalize (GObject *object)
{
  MchOfficeItem *self = MCH_OFFICE_ITEM (object);

  g_free (self->facts.uai);
  g_free (self->facts.name);
  g_free (self->facts.phone);
  g_free (self->words);
  g_free (self->key);
  g_clear_pointer (&self->order, g_bytes_unref);
  G_OBJECT_CLASS (mch_office_item_parent_class)->finalize (object);
}

static void
mch_office_item_class_init (MchOfficeItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_office_item_finalize;
}

static void
mch_office_item_init (MchOfficeItem *self)
{
}

static guint
read_count (const MchRecord *summary, const char *name)
{
  const char *text = mch_record_get (summary, name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* A server that tells no sessions apart has one sum for all. */
static void
read_counts (MchOfficeFacts *facts, const MchRecord *summary, const char *session)
{
  MchSessionCounts counts;

  if (session != NULL && mch_record_get (summary, "counted_how") != NULL)
    mch_session_counts_read (mch_record_get (summary, "sessions"), session, &counts);
  else
    counts = (MchSessionCounts){ read_count (summary, MCH_STATE_PRE_REGISTERED),
                                 read_count (summary, MCH_STATE_REGISTERED), 0,
                                 read_count (summary, "accounts"),
                                 read_count (summary, "accounts_active") };
  facts->n_left = counts.n_left;
  facts->n_registered = counts.n_left + counts.n_registered;
  facts->n_accounts = counts.n_accounts;
  facts->n_active = counts.n_active;
}

static char *
dup_words (const MchOfficeFacts *facts)
{
  if (facts->n_left > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u registration to finish",
                                         "%u registrations to finish", facts->n_left),
                            facts->n_left);
  return g_strdup (facts->n_registered > 0 ? _ ("✓ Finished") : _ ("Nobody registered yet"));
}

static char *
dup_key (const MchOfficeFacts *facts)
{
  GString *key = g_string_new (" ");

  mch_text_append_fold (key, facts->name);
  g_string_append_c (key, ' ');
  mch_text_append_fold (key, facts->uai);
  return g_string_free (key, FALSE);
}

static MchOfficeItem *
item_new (const MchRecord *summary, const char *session, const MchDeskFacts *desk)
{
  MchOfficeItem *item = g_object_new (MCH_TYPE_OFFICE_ITEM, NULL);
  MchOfficeFacts *facts = &item->facts;
  const char *name = mch_record_get (summary, "name");
  g_autofree char *scope = g_strconcat ("etab:", summary->id, NULL);
  const MchScopeFacts *open = desk != NULL ? mch_desk_facts_find (desk, scope) : NULL;

  facts->uai = g_strdup (summary->id);
  facts->name = g_strdup (name != NULL ? name : summary->id);
  facts->phone = g_strdup (mch_record_get (summary, "phone"));
  read_counts (facts, summary, session);
  facts->open = open != NULL;
  facts->pinned = open != NULL && open->pinned;
  item->words = dup_words (facts);
  item->key = dup_key (facts);
  item->order = mch_collate_dup_key (facts->name, facts->uai);
  return item;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare ((*(MchOfficeItem *const *) a)->order,
                          (*(MchOfficeItem *const *) b)->order);
}

static void
add_up (MchOfficeModel *self, MchOfficeItem *item)
{
  self->sums.n_left += item->facts.n_left;
  self->sums.n_registered += item->facts.n_registered;
  self->sums.n_accounts += item->facts.n_accounts;
  self->sums.n_active += item->facts.n_active;
  self->n_late += mch_office_item_is_late (item);
}

static void
read_all (MchOfficeModel *self, MchStore *store)
{
  g_autofree char *scope = mch_context_dup_office_scope (self->context);
  g_autoptr (GPtrArray) summaries =
      scope != NULL ? mch_store_list_records (store, scope, MCH_KIND_ESTABLISHMENT)
                    : g_ptr_array_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  self->sums = (MchOfficeFacts){ 0 };
  self->n_late = 0;
  for (guint i = 0; i < summaries->len; i++)
    {
      MchOfficeItem *item = item_new (summaries->pdata[i], self->session, self->facts);

      add_up (self, item);
      g_ptr_array_add (items, item);
    }
  g_ptr_array_sort (items, compare);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

void
mch_office_model_load (MchOfficeModel *self)
{
  MchStore *store;
  MchDeskFacts *facts;

  g_return_if_fail (MCH_IS_OFFICE_MODEL (self));

  store = mch_context_get_store (self->context);
  facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  if (store == NULL || facts == NULL
      || (self->serial == mch_store_get_serial (store) && self->facts == facts))
    return;
  self->serial = mch_store_get_serial (store);
  g_clear_pointer (&self->facts, mch_desk_facts_unref);
  self->facts = mch_desk_facts_ref (facts);
  read_all (self, store);
  g_signal_emit (self, changed_signal, 0);
}

void
mch_office_model_set_session (MchOfficeModel *self, const char *session)
{
  g_return_if_fail (MCH_IS_OFFICE_MODEL (self));

  if (g_strcmp0 (self->session, session) == 0)
    return;
  g_free (self->session);
  self->session = g_strdup (session);
  self->serial = 0;
  mch_office_model_load (self);
}

GListModel *
mch_office_model_get_items (MchOfficeModel *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_MODEL (self), NULL);

  return G_LIST_MODEL (self->items);
}

const MchOfficeFacts *
mch_office_model_get_sums (MchOfficeModel *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_MODEL (self), NULL);

  return &self->sums;
}

guint
mch_office_model_get_n_late (MchOfficeModel *self)
{
  g_return_val_if_fail (MCH_IS_OFFICE_MODEL (self), 0);

  return self->n_late;
}

MchOfficeModel *
mch_office_model_new (MchContext *context)
{
  MchOfficeModel *self = g_object_new (MCH_TYPE_OFFICE_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_office_model_finalize (GObject *object)
{
  MchOfficeModel *self = MCH_OFFICE_MODEL (object);

  g_clear_object (&self->items);
  g_clear_object (&self->context);
  g_free (self->session);
  g_clear_pointer (&self->facts, mch_desk_facts_unref);
  G_OBJECT_CLASS (mch_office_model_parent_class)->finalize (object);
}

static void
mch_office_model_class_init (MchOfficeModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_office_model_finalize;

  changed_signal = g_signal_new ("changed", MCH_TYPE_OFFICE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mch_office_model_init (MchOfficeModel *self)
{
  self->items = g_list_store_new (MCH_TYPE_OFFICE_ITEM);
}
