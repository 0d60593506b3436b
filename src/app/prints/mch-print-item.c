/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/prints/mch-print-item.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <string.h>

#include "app/documents/mch-document-entry.h"
#include "core/mch-label.h"
#include "core/mch-text.h"
#include "protocol/mch-wire-search.h"

#define MAX_NAMED 3 /* names in the table */

struct _MchPrintItem
{
  GObject parent_instance;

  MchSlipAct act;
  GPtrArray *names;
  char *when;
  char *who;
  char *what;
  char *about;
  char *pages;
  char *where;
  char *desktop;
  char *folded; /* all of it, for searching */
};

G_DEFINE_FINAL_TYPE (MchPrintItem, mch_print_item, G_TYPE_OBJECT)

static char *
dup_document (const char *id)
{
  const MchDocumentEntry *entry = mch_document_entry_find (id);

  if (g_str_equal (id, MCH_SEARCH_DOCUMENT))
    return g_strdup (_ ("Candidates of the académie"));
  return g_strdup (entry != NULL ? mch_document_entry_get_title (entry) : id);
}

static char *
dup_what (const MchPrintLogEntry *entry, const char *title)
{
  static const struct
  {
    const char *layout;
    const char *what;
  } layouts[] = {
    { "one", N_ ("one per page") },
    { "two", N_ ("two per page") },
    { "four", N_ ("four per page") },
    { "eight", N_ ("eight per page") },
    { "labels-99.1x139", N_ ("on labels of 99.1 × 139 mm") },
    { "labels-105x74", N_ ("on labels of 105 × 74 mm") },
    { "labels-99.1x67.7", N_ ("on labels of 99.1 × 67.7 mm") },
    { "labels-99.1x57", N_ ("on labels of 99.1 × 57 mm") },
    { "envelope", N_ ("for window envelopes") },
    { "large", N_ ("in large print") },
  };

  if (entry->document != NULL)
    return dup_document (entry->document);
  if (title == NULL)
    title = entry->edition != NULL ? _ ("Connection slips") : _ ("Reminders without a password");
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].layout, entry->layout) == 0)
      return g_strjoin (", ", title, _ (layouts[i].what), NULL);
  return g_strdup (title);
}

static char *
dup_about (const MchPrintLogEntry *entry, const GPtrArray *names)
{
  guint n = entry->n_slips;
  g_autofree char *number = mch_label_dup_number (n);
  g_autoptr (GString) text = g_string_new (NULL);

  if (entry->document != NULL)
    g_string_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s candidate", "%s candidates", n),
                     number);
  else
    g_string_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u slip", "%u slips", n), n);
  if (entry->filter != NULL)
    g_string_append_printf (text, "%s%s", _ (": "), entry->filter);
  for (guint i = 0; i < MIN (names->len, MAX_NAMED); i++)
    {
      g_string_append (text, i == 0 ? _ (": ") : ", ");
      g_string_append (text, names->pdata[i]);
    }
  if (names->len > MAX_NAMED)
    g_string_append (text, "…");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_where (const MchPrintLogEntry *entry)
{
  if (entry->act == MCH_SLIP_ACT_VIEW)
    return g_strdup (_ ("On the screen"));
  if (entry->printer != NULL)
    return g_strdup_printf (_ ("Printer %s"), entry->printer);
  return g_strdup (entry->n_pages > 0 ? _ ("PDF file") : _ ("CSV file"));
}

static char *
fold_all (MchPrintItem *self)
{
  g_autofree char *names = mch_print_item_dup_names (self);
  g_autofree char *all = g_strjoin (" ", self->when, self->who, self->what, self->about,
                                    self->where, self->desktop, names, NULL);

  return mch_text_fold (all);
}

MchPrintItem *
mch_print_item_new (const MchPrintLogEntry *entry, const char *title, GPtrArray *names)
{
  MchPrintItem *self = g_object_new (MCH_TYPE_PRINT_ITEM, NULL);

  self->act = entry->act;
  self->names = g_ptr_array_ref (names);
  self->when = mch_label_dup_moment (entry->at_ms);
  if (self->when == NULL) /* a clock out of any calendar */
    self->when = g_strdup ("?");
  self->who = g_strdup (entry->who != NULL ? entry->who : "");
  self->what = dup_what (entry, title);
  self->about = dup_about (entry, names);
  self->pages = entry->n_pages > 0 ? g_strdup_printf ("%u", entry->n_pages) : g_strdup ("–");
  self->where = dup_where (entry);
  self->desktop = g_strdup (entry->desktop != NULL ? entry->desktop : "");
  self->folded = fold_all (self);
  return self;
}

gboolean
mch_print_item_is_view (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), FALSE);

  return self->act == MCH_SLIP_ACT_VIEW;
}

const char *
mch_print_item_get_when (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->when;
}

const char *
mch_print_item_get_who (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->who;
}

const char *
mch_print_item_get_what (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->what;
}

const char *
mch_print_item_get_about (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->about;
}

const char *
mch_print_item_get_pages (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->pages;
}

const char *
mch_print_item_get_where (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->where;
}

const char *
mch_print_item_get_desktop (MchPrintItem *self)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  return self->desktop;
}

char *
mch_print_item_dup_names (MchPrintItem *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  for (guint i = 0; i < self->names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) self->names->pdata[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GListModel *
mch_print_item_dup_list (MchPrintItem *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self), NULL);

  for (guint i = 0; i < self->names->len; i++)
    gtk_string_list_append (list, self->names->pdata[i]);
  return G_LIST_MODEL (list);
}

gboolean
mch_print_item_matches (MchPrintItem *self, const char *folded)
{
  g_return_val_if_fail (MCH_IS_PRINT_ITEM (self) && folded != NULL, FALSE);

  return strstr (self->folded, folded) != NULL;
}

static void
mch_print_item_finalize (GObject *object)
{
  MchPrintItem *self = MCH_PRINT_ITEM (object);

  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_free (self->when);
  g_free (self->who);
  g_free (self->what);
  g_free (self->about);
  g_free (self->pages);
  g_free (self->where);
  g_free (self->desktop);
  g_free (self->folded);
  G_OBJECT_CLASS (mch_print_item_parent_class)->finalize (object);
}

static void
mch_print_item_class_init (MchPrintItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_print_item_finalize;
}

static void
mch_print_item_init (MchPrintItem *self)
{
}
