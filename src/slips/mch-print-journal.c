/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-print-journal.h"

#include <glib/gi18n-lib.h>

#include "core/mch-label.h"
#include "core/mch-record.h"
#include "sync/mch-prints.h"

static guint
read_number (const MchPrintLine *line, const char *name)
{
  const char *text = g_hash_table_lookup (line->values, name);
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &number, NULL)
             ? (guint) number
             : 0;
}

static char *
dup_value (const MchPrintLine *line, const char *name)
{
  return g_strdup (g_hash_table_lookup (line->values, name));
}

/* "persons", "persons_2"… as the audit entry has them. (transfer full) */
static char **
dup_persons (const MchPrintLine *line)
{
  g_autoptr (GStrvBuilder) persons = g_strv_builder_new ();
  const char *ids = g_hash_table_lookup (line->values, "persons");

  for (guint part = 2; ids != NULL; part++)
    {
      g_autofree char *name = g_strdup_printf ("persons_%u", part);
      g_auto (GStrv) some = g_strsplit (ids, ",", -1);

      g_strv_builder_addv (persons, (const char **) some);
      ids = g_hash_table_lookup (line->values, name);
    }
  return g_strv_builder_end (persons);
}

static char *
dup_state (const char *state)
{
  if (g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0)
    return g_strdup (_ ("Pre-registered"));
  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    return g_strdup (_ ("Registered"));
  if (g_strcmp0 (state, MCH_STATE_WITHDRAWN) == 0)
    return g_strdup (_ ("Withdrawn"));
  return g_strdup (state);
}

/* What was searched, as a person reads it. (transfer full) (nullable) */
static char *
dup_filter (const MchPrintLine *line)
{
  static const char *const plain[] = { "exam", "uai", "specialty" };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const char *words = g_hash_table_lookup (line->values, "words");
  const char *session = g_hash_table_lookup (line->values, "session");
  const char *state = g_hash_table_lookup (line->values, "state");

  if (words != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_ ("“%s”"), words));
  if (session != NULL)
    g_ptr_array_add (parts, mch_label_dup_context (session, NULL));
  if (state != NULL)
    g_ptr_array_add (parts, dup_state (state));
  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_hash_table_contains (line->values, plain[i]))
      g_ptr_array_add (parts, dup_value (line, plain[i]));
  g_ptr_array_add (parts, NULL);
  return parts->len > 1 ? g_strjoinv (" · ", (char **) parts->pdata) : NULL;
}

/* (nullable): what a later program may have said is not shown as something else. */
static MchPrintLogEntry *
entry_new (const MchPrintLine *line, const char *scope)
{
  MchSlipAct act = mch_slip_act_from_string (line->action);
  MchPrintLogEntry *entry;

  if (act == MCH_N_SLIP_ACTS)
    return NULL;
  entry = g_new0 (MchPrintLogEntry, 1);
  entry->at_ms = line->at_ms;
  entry->act = act;
  entry->who = g_strdup (line->by);
  entry->scope = g_strdup (scope);
  entry->edition = dup_value (line, "edition");
  entry->document = dup_value (line, "document");
  entry->filter = dup_filter (line);
  entry->layout = dup_value (line, "layout");
  entry->printer = dup_value (line, "printer");
  entry->desktop = dup_value (line, "desktop");
  entry->n_slips = read_number (line, "candidates");
  entry->n_pages = read_number (line, "pages");
  entry->sha256 = dup_value (line, "sha256");
  entry->persons = dup_persons (line);
  return entry;
}

/* Page after page, until there is no more. */
static gboolean
fetch_all (MchDesk *desk, const char *scope, GPtrArray *entries, GCancellable *cancellable,
           GError **error)
{
  gint64 before_n = 0;
  guint n_lines = 0;

  while (n_lines < MCH_PRINT_JOURNAL_MAX)
    {
      g_autoptr (GPtrArray) lines =
          mch_print_lines_fetch (desk, scope, before_n, cancellable, error);

      if (lines == NULL)
        return FALSE;
      for (guint i = 0; i < lines->len; i++)
        {
          MchPrintLogEntry *entry = entry_new (lines->pdata[i], scope);

          if (entry != NULL)
            g_ptr_array_add (entries, entry);
        }
      if (lines->len < MCH_WIRE_MAX_PRINTS)
        return TRUE;
      n_lines += lines->len;
      before_n = ((MchPrintLine *) lines->pdata[lines->len - 1])->n;
    }
  return TRUE;
}

/* What the server has of this desktop is the same act at the same millisecond. */
static gboolean
is_known (const GPtrArray *entries, guint n, const MchPrintLogEntry *mine)
{
  for (guint i = 0; i < n; i++)
    {
      const MchPrintLogEntry *entry = entries->pdata[i];

      if (entry->at_ms == mine->at_ms && entry->act == mine->act && entry->n_pages == mine->n_pages)
        return TRUE;
    }
  return FALSE;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const MchPrintLogEntry *x = *(const MchPrintLogEntry *const *) a;
  const MchPrintLogEntry *y = *(const MchPrintLogEntry *const *) b;

  return x->at_ms < y->at_ms ? 1 : x->at_ms > y->at_ms ? -1 : 0;
}

/* What the server has not heard of yet; everything when it did not answer. */
static void
add_own (MchDesk *desk, const char *scope, GPtrArray *entries)
{
  g_autoptr (GPtrArray) own = mch_print_log_list (mch_desk_get_store (desk), NULL);
  guint n_known = entries->len;

  g_ptr_array_set_free_func (own, NULL);
  for (guint i = 0; i < own->len; i++)
    {
      MchPrintLogEntry *entry = own->pdata[i];

      if ((entry->scope == NULL || g_strcmp0 (entry->scope, scope) == 0)
          && !is_known (entries, n_known, entry))
        g_ptr_array_add (entries, entry);
      else
        mch_print_log_entry_free (entry);
    }
}

GPtrArray *
mch_print_journal_read (MchDesk *desk, const char *scope, GError **ret_offline,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_log_entry_free);
  g_autoptr (GError) offline = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, NULL);

  if (!fetch_all (desk, scope, entries, cancellable, &offline)
      && g_error_matches (offline, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&offline));
      return NULL;
    }
  if (offline != NULL)
    g_ptr_array_set_size (entries, 0);
  add_own (desk, scope, entries);
  g_ptr_array_sort (entries, compare_newest_first);
  if (ret_offline != NULL)
    *ret_offline = g_steal_pointer (&offline);
  return g_steal_pointer (&entries);
}

GPtrArray *
mch_print_journal_read_academy (MchDesk *desk, const char *scope, GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_log_entry_free);

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, NULL);

  return fetch_all (desk, scope, entries, cancellable, error) ? g_steal_pointer (&entries) : NULL;
}
