/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons log: what was printed in the establishment, or on this desktop alone. */
#include "core/mch-label.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-print-journal.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

static const char *const names[] = { "at",       "who",     "slips",   "pages",   "layout",
                                     "document", "printer", "desktop", "edition", "filter",
                                     "action",   "persons", "sha256",  "at_ms",   NULL };
static const char *const labels[] = { N_ ("When"),    N_ ("By"),       N_ ("Slips"),
                                      N_ ("Pages"),   N_ ("Layout"),   N_ ("Document"),
                                      N_ ("Printer"), N_ ("Computer"), N_ ("Edition"),
                                      N_ ("Search"),  "action",        "persons",
                                      "sha256",       "at_ms",         NULL };

static void
add_entry (MchList *list, const MchPrintLogEntry *entry)
{
  g_autofree char *at = mch_label_dup_moment (entry->at_ms);
  g_autofree char *slips = g_strdup_printf ("%u", entry->n_slips);
  g_autofree char *pages = g_strdup_printf ("%u", entry->n_pages);
  g_autofree char *at_ms = g_strdup_printf ("%" G_GINT64_FORMAT, entry->at_ms);
  g_autofree char *persons = g_strjoinv (",", entry->persons);

  mch_list_add (
      list, (const char *[]){ at, entry->who, slips, pages, entry->layout, entry->document,
                              entry->printer, entry->desktop, entry->edition, entry->filter,
                              mch_slip_act_to_string (entry->act), persons, entry->sha256, at_ms });
}

/* (transfer full) (nullable) */
static GPtrArray *
read_academy (MchCtl *ctl, GError **error)
{
  if (!mch_ctl_open (ctl, error))
    return NULL;
  if (mch_office_get_scope (ctl->desk) != NULL)
    return mch_print_journal_read_academy (ctl->desk, mch_office_get_scope (ctl->desk), NULL,
                                           error);
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                       _ ("This is for agents of the exam office. Sign in as one."));
  return NULL;
}

/* Everybody's, or what this desktop knows with a word about it. (transfer full) (nullable) */
static GPtrArray *
read_entries (MchCtl *ctl, gboolean here, gboolean academy, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (GError) offline = NULL;
  GPtrArray *entries;

  if (here)
    return mch_ctl_open (ctl, error) ? mch_print_log_list (mch_desk_get_store (ctl->desk), NULL)
                                     : NULL;
  if (academy)
    return read_academy (ctl, error);
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return NULL;
  entries = mch_print_journal_read (ctl->desk, scope, &offline, NULL, error);
  if (offline != NULL)
    g_printerr (_ ("Only what was printed on this computer is shown. %s\n"), offline->message);
  return entries;
}

MchExit
mch_verb_papillons_log (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *format_name = NULL;
  g_autofree char *edition = NULL;
  gboolean here = FALSE;
  gboolean academy = FALSE;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 10);
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_ ("The edition"), "ID" },
    { "here", 0, 0, G_OPTION_ARG_NONE, &here, N_ ("Only what was printed on this computer"), NULL },
    { "academy", 0, 0, G_OPTION_ARG_NONE, &academy,
      N_ ("Exam office: the lists of the whole académie that were written into files"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  MchFormat format;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  entries = read_entries (ctl, here, academy, error);
  if (entries == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < entries->len; i++)
    {
      const MchPrintLogEntry *entry = entries->pdata[i];

      if (edition == NULL || g_strcmp0 (entry->edition, edition) == 0)
        add_entry (list, entry);
    }
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}
