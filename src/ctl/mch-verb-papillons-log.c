/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons log: what was printed on this desktop. */
#include "core/mch-label.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-print-log.h"

#include <glib/gi18n-lib.h>

static const char *const names[] = { "at",      "who",    "slips",   "pages",  "layout", "printer",
                                     "edition", "action", "persons", "sha256", "at_ms",  NULL };
static const char *const labels[] = { N_ ("When"),   N_ ("By"),      N_ ("Slips"),   N_ ("Pages"),
                                      N_ ("Layout"), N_ ("Printer"), N_ ("Edition"), "action",
                                      "persons",     "sha256",       "at_ms",        NULL };

static void
add_entry (MchList *list, const MchPrintLogEntry *entry)
{
  g_autofree char *at = mch_label_dup_moment (entry->at_ms);
  g_autofree char *slips = g_strdup_printf ("%u", entry->n_slips);
  g_autofree char *pages = g_strdup_printf ("%u", entry->n_pages);
  g_autofree char *at_ms = g_strdup_printf ("%" G_GINT64_FORMAT, entry->at_ms);
  g_autofree char *persons = g_strjoinv (",", entry->persons);

  mch_list_add (list, (const char *[]){ at, entry->who, slips, pages, entry->layout, entry->printer,
                                        entry->edition, mch_slip_act_to_string (entry->act),
                                        persons, entry->sha256, at_ms });
}

MchExit
mch_verb_papillons_log (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *format_name = NULL;
  g_autofree char *edition = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_ ("The edition"), "ID" },
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
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  entries = mch_print_log_list (mch_desk_get_store (ctl->desk), edition);
  for (guint i = 0; i < entries->len; i++)
    add_entry (list, entries->pdata[i]);
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}
