/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl editions list. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "title",      "session", "slips", "alive",
                                     "expires_on", "mode",    "id",    "created_by",
                                     "created_ms", "demo",    NULL };
static const char *const labels[] = {
  N_ ("Title"),       N_ ("Session"), N_ ("Slips"), N_ ("Still to be used"),
  N_ ("Valid until"), N_ ("Kind"),    N_ ("Id"),    N_ ("By"),
  "created_ms",       "demo",         NULL
};

/* Slips of @edition that no candidate has replaced by a password of his own. */
static char *
dup_alive (GPtrArray *slips, const char *edition)
{
  guint n = 0;

  for (guint i = 0; i < slips->len; i++)
    if (g_strcmp0 (mch_record_get (slips->pdata[i], "edition"), edition) == 0)
      n++;
  return g_strdup_printf ("%u", n);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(MchRecord *const *) b)->id, (*(MchRecord *const *) a)->id);
}

MchExit
mch_verb_editions_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *format_name = NULL;
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) editions = NULL;
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 8);
  const GOptionEntry options[] = {
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
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  editions = mch_store_list_records (mch_desk_get_store (ctl->desk), scope, MCH_KIND_EDITION);
  slips = mch_store_list_records (mch_desk_get_store (ctl->desk), scope, MCH_KIND_SLIP);
  g_ptr_array_sort (editions, compare_newest_first);
  for (guint i = 0; i < editions->len; i++)
    {
      const MchRecord *edition = editions->pdata[i];
      g_autofree char *alive = dup_alive (slips, edition->id);

      /* Nobody was eligible after all: there is nothing to print, then or ever. */
      if (g_strcmp0 (mch_record_get (edition, "slips"), "0") == 0)
        continue;
      if (ctl->session != NULL
          && g_strcmp0 (mch_record_get (edition, "session"), ctl->session) != 0)
        continue;
      mch_list_add (list,
                    (const char *[]){
                        mch_record_get (edition, "title"), mch_record_get (edition, "session"),
                        mch_record_get (edition, "slips"), alive,
                        mch_record_get (edition, "expires_on"), mch_record_get (edition, "mode"),
                        edition->id, mch_record_get (edition, "created_by"),
                        mch_record_get (edition, "created_ms"), mch_record_get (edition, "demo") });
    }
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}
