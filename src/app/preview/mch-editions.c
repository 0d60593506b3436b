/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-editions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/preview/mch-slip-request.h"

struct _MchEditionItem
{
  GObject parent_instance;

  char *id;
  char *title;
  char *label;
  guint n_alive;
};

enum
{
  PROP_0,
  PROP_LABEL
};

G_DEFINE_FINAL_TYPE (MchEditionItem, mch_edition_item, G_TYPE_OBJECT)

const char *
mch_edition_item_get_id (MchEditionItem *self)
{
  g_return_val_if_fail (MCH_IS_EDITION_ITEM (self), NULL);

  return self->id;
}

const char *
mch_edition_item_get_title (MchEditionItem *self)
{
  g_return_val_if_fail (MCH_IS_EDITION_ITEM (self), NULL);

  return self->title;
}

const char *
mch_edition_item_get_label (MchEditionItem *self)
{
  g_return_val_if_fail (MCH_IS_EDITION_ITEM (self), NULL);

  return self->label;
}

guint
mch_edition_item_get_n_alive (MchEditionItem *self)
{
  g_return_val_if_fail (MCH_IS_EDITION_ITEM (self), 0);

  return self->n_alive;
}

static GDateTime *
dup_time (const MchRecord *edition)
{
  const char *created_ms = mch_record_get (edition, "created_ms");
  gint64 ms = created_ms != NULL ? g_ascii_strtoll (created_ms, NULL, 10) : 0;

  return g_date_time_new_from_unix_local (ms / 1000);
}

/* The time of the day is said only where it tells two editions apart. */
static char *
dup_label (const MchRecord *edition, guint n_alive, gboolean with_time)
{
  g_autoptr (GDateTime) at = dup_time (edition);
  /* TRANSLATORS: the day and the time of an edition, for g_date_time_format(). */
  const char *format = with_time ? _ ("%d/%m/%Y at %H:%M") : "%d/%m/%Y";
  g_autofree char *day = at != NULL ? g_date_time_format (at, format) : NULL;

  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Edition of %s (%u slip)", "Edition of %s (%u slips)", n_alive),
      day != NULL ? day : "?", n_alive);
}

static MchEditionItem *
edition_item_new (const MchRecord *edition, guint n_alive, gboolean with_time)
{
  MchEditionItem *self = g_object_new (MCH_TYPE_EDITION_ITEM, NULL);
  const char *title = mch_record_get (edition, "title");

  self->id = g_strdup (edition->id);
  self->title = g_strdup (title != NULL ? title : "");
  self->n_alive = n_alive;
  self->label = dup_label (edition, n_alive, with_time);
  return self;
}

static gboolean
has_twin (GPtrArray *records, const MchRecord *edition)
{
  g_autoptr (GDateTime) at = dup_time (edition);

  for (guint i = 0; at != NULL && i < records->len; i++)
    {
      g_autoptr (GDateTime) other = dup_time (records->pdata[i]);

      if (records->pdata[i] != edition && other != NULL
          && g_date_time_get_year (at) == g_date_time_get_year (other)
          && g_date_time_get_day_of_year (at) == g_date_time_get_day_of_year (other))
        return TRUE;
    }
  return FALSE;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(MchRecord *const *) b)->id, (*(MchRecord *const *) a)->id);
}

GListStore *
mch_editions_new (MchContext *context)
{
  GListStore *editions = g_list_store_new (MCH_TYPE_EDITION_ITEM);
  MchStore *store = mch_context_get_store (context);
  const char *session = mch_context_get_session (context);
  g_autoptr (GPtrArray) records = NULL;

  if (store == NULL || session == NULL)
    return editions;
  records = mch_store_list_records (store, mch_context_get_scope (context), MCH_KIND_EDITION);
  g_ptr_array_sort (records, compare_newest_first);
  for (guint i = 0; i < records->len; i++)
    {
      const MchRecord *record = records->pdata[i];
      MchCandidateFilter filter = mch_context_get_filter (context);
      g_autoptr (MchEditionItem) item = NULL;
      guint n_alive;

      if (g_strcmp0 (mch_record_get (record, "session"), session) != 0)
        continue;
      filter.edition = record->id;
      n_alive = mch_store_count_candidates (store, &filter);
      if (n_alive == 0)
        continue;
      item = edition_item_new (record, n_alive, has_twin (records, record));
      g_list_store_append (editions, item);
    }
  return editions;
}

void
mch_editions_add_reminders (GListStore *editions, MchContext *context)
{
  MchCandidateFilter filter = mch_context_get_filter (context);
  MchStore *store = mch_context_get_store (context);
  g_autoptr (MchEditionItem) item = NULL;

  filter.account = MCH_CANDIDATE_ACCOUNT_WITH;
  if (store == NULL || mch_store_count_candidates (store, &filter) == 0)
    return;
  item = g_object_new (MCH_TYPE_EDITION_ITEM, NULL);
  item->id = g_strdup (MCH_SLIP_REMINDERS);
  item->title = g_strdup (_ ("The login and how to get back in, without a password"));
  item->label = g_strdup (_ ("Reminders: have an account already"));
  g_list_store_append (editions, item);
}

MchEditionItem *
mch_editions_find (GListModel *editions, const char *id, guint *ret_position)
{
  for (guint i = 0; i < g_list_model_get_n_items (editions); i++)
    {
      g_autoptr (MchEditionItem) item = g_list_model_get_item (editions, i);

      if (g_strcmp0 (item->id, id) != 0)
        continue;
      if (ret_position != NULL)
        *ret_position = i;
      return g_steal_pointer (&item);
    }
  return NULL;
}

static void
mch_edition_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABEL)
    g_value_set_string (value, MCH_EDITION_ITEM (object)->label);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mch_edition_item_finalize (GObject *object)
{
  MchEditionItem *self = MCH_EDITION_ITEM (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->label);
  G_OBJECT_CLASS (mch_edition_item_parent_class)->finalize (object);
}

static void
mch_edition_item_class_init (MchEditionItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mch_edition_item_get_property;
  object_class->finalize = mch_edition_item_finalize;
  g_object_class_install_property (
      object_class, PROP_LABEL,
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
mch_edition_item_init (MchEditionItem *self)
{
}
