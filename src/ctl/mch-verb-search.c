/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl academy candidates: what an agent finds in his whole académie. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-office-search.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define USUAL_LIMIT 100

typedef struct
{
  char *words;
  char *exam;
  char *state;
  char *specialty;
  char *order;
  char *format;
  char *output;
  gboolean descending;
  int limit;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->words);
  g_free (options->exam);
  g_free (options->state);
  g_free (options->specialty);
  g_free (options->order);
  g_free (options->format);
  g_free (options->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
fail_usage (const char *sentence, GError **error)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, sentence);
  return FALSE;
}

static gboolean
parse (MchCtl *ctl, Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &options->words,
      N_ ("Beginnings of names, of an INE, of a candidate number"), "TEXT" },
    { "exam", 0, 0, G_OPTION_ARG_STRING, &options->exam, N_ ("Of one exam, in any session"),
      "CAP" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &options->state, N_ ("In one state"), "STATE" },
    { "specialty", 0, 0, G_OPTION_ARG_STRING, &options->specialty, N_ ("Code of a speciality"),
      "CODE" },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options->order, N_ ("name, birth_date or establishment"),
      "ORDER" },
    { "descending", 0, 0, G_OPTION_ARG_NONE, &options->descending, N_ ("The last ones first"),
      NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, N_ ("How many at most"), "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_ ("table, csv or json"), "FORMAT" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("Write all of them into a CSV file"), "FILE.csv" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, entries, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return FALSE;
  if (options->limit < 1)
    return fail_usage (_ ("--limit is a number from 1 on."), error);
  if (options->order != NULL && mch_search_order_from_string (options->order) == MCH_SEARCH_INVALID)
    return fail_usage (_ ("--order is name, birth_date or establishment."), error);
  return TRUE;
}

/* Pages of the server until there are as many as were asked for. (element-type MchFoundPage) */
static GPtrArray *
find (MchCtl *ctl, const MchSearch *search, guint limit, GError **error)
{
  g_autoptr (GPtrArray) pages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_found_page_free);
  const char *place = NULL;
  gboolean more = TRUE;

  for (guint n = 0; more && n < limit;)
    {
      MchFoundPage *page =
          mch_office_search (ctl->desk, search, place, NULL, MIN (limit - n, MCH_SEARCH_MAX_ROWS),
                             place == NULL, NULL, error);

      if (page == NULL)
        return NULL;
      g_ptr_array_add (pages, page);
      n += page->rows->len;
      place = page->place;
      more = page->more;
    }
  return g_steal_pointer (&pages);
}

static void
add_page (MchList *list, const MchFoundPage *page)
{
  for (guint i = 0; i < page->rows->len; i++)
    {
      const MchFound *one = page->rows->pdata[i];

      mch_list_add (list, (const char *[]){ one->family_name, one->given_name, one->birth_date,
                                            one->establishment, one->establishment_name,
                                            one->session, one->state, one->ine,
                                            one->candidate_number, one->usage_name, one->division,
                                            one->specialty_code, one->specialty, one->id });
    }
}

static void
print (const GPtrArray *pages, MchFormat format)
{
  static const char *const names[] = {
    "family_name",        "given_name", "birth_date", "establishment",
    "establishment_name", "session",    "state",      "ine",
    "candidate_number",   "usage_name", "division",   "specialty_code",
    "specialty",          "id",         NULL
  };
  static const char *const labels[] = { N_ ("Family name"),
                                        N_ ("First given name"),
                                        N_ ("Date of birth"),
                                        N_ ("UAI"),
                                        N_ ("Establishment"),
                                        N_ ("Session"),
                                        N_ ("State"),
                                        N_ ("INE"),
                                        N_ ("Candidate number"),
                                        N_ ("Name in use"),
                                        N_ ("Division"),
                                        N_ ("Speciality code"),
                                        N_ ("Speciality"),
                                        N_ ("Record"),
                                        NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  const MchFoundPage *first = pages->pdata[0];
  gint64 shown = 0;

  for (guint i = 0; i < pages->len; i++)
    {
      const MchFoundPage *page = pages->pdata[i];

      add_page (list, page);
      shown += page->rows->len;
    }
  mch_list_print (list, format);
  if (format == MCH_FORMAT_TABLE && shown < first->total)
    g_printerr (_ ("%u of %u are shown; --limit shows more.\n"), (guint) shown,
                (guint) first->total);
}

static MchExit
write_file (MchCtl *ctl, const MchSearch *search, const char *path, GError **error)
{
  gint64 n = mch_office_search_export (ctl->desk, search, path, NULL, NULL, NULL, error);
  JsonObject *object;

  if (n < 0)
    return MCH_EXIT_FAILED;
  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u candidate written.\n", "%u candidates written.\n",
                            (gulong) n),
               (guint) n);
      return MCH_EXIT_DONE;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "candidates", n);
  mch_output_object (object);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_search (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { .limit = USUAL_LIMIT };
  g_autoptr (GPtrArray) pages = NULL;
  MchFormat format;
  MchSearch search;

  if (!parse (ctl, &options, argc, argv, error))
    return MCH_EXIT_USAGE;
  format = ctl->json ? MCH_FORMAT_JSON : mch_format_from_string (options.format, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  search = (MchSearch){ options.words,
                        options.exam,
                        ctl->session,
                        options.state,
                        ctl->establishment,
                        options.specialty,
                        options.order != NULL ? mch_search_order_from_string (options.order)
                                              : MCH_SEARCH_BY_NAME,
                        options.descending };
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  if (options.output != NULL)
    return write_file (ctl, &search, options.output, error);
  if (format == MCH_FORMAT_CSV
      && !mch_office_search_note_export (ctl->desk, &search, (guint) options.limit, NULL, error))
    return MCH_EXIT_FAILED;
  pages = find (ctl, &search, (guint) options.limit, error);
  if (pages == NULL)
    return MCH_EXIT_FAILED;
  print (pages, format);
  return MCH_EXIT_DONE;
}
