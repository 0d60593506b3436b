/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons: opens the slips of an edition and writes them as PDF, without the server.
 * Names, logins and divisions are those of today, so a corrected name reprints. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-printer-offset.h"
#include "slips/mch-slip-audit.h"
#include "slips/mch-slip-layout.h"
#include "slips/mch-slip-manifest.h"
#include "slips/mch-slip-pile.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What was asked for, and what has become of it. */
typedef struct
{
  char *edition;
  char *output;
  char *layout_name;
  char *order_name;
  char *separators_name;
  char *text;
  char *printer;
  char *language;
  char **only_words;
  int per_page;
  int start_at;
  gboolean large, pile_cut, split, reminder, specimen;

  MchPapillonOptions options;
  MchSlipOrder order;
  char **only; /* ids; NULL for all */
  char *scope;
  MchSlipPile *pile;
  GArray *picked; /* NULL for all */
  MchPapillonJob *job;
  GPtrArray *outputs; /* the files written */
  GPtrArray *sums;    /* their SHA-256 */
} Printing;

static void
printing_clear (Printing *printing)
{
  g_clear_pointer (&printing->job, mch_papillon_job_free);
  g_clear_pointer (&printing->pile, mch_slip_pile_free);
  g_clear_pointer (&printing->picked, g_array_unref);
  g_clear_pointer (&printing->outputs, g_ptr_array_unref);
  g_clear_pointer (&printing->sums, g_ptr_array_unref);
  g_strfreev (printing->only);
  g_strfreev (printing->only_words);
  g_free (printing->edition);
  g_free (printing->output);
  g_free (printing->layout_name);
  g_free (printing->order_name);
  g_free (printing->separators_name);
  g_free (printing->text);
  g_free (printing->printer);
  g_free (printing->language);
  g_free (printing->scope);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Printing, printing_clear)

static gboolean
wrong_use (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

/* Where @word is among @words, ended by NULL; -1 when it is not. */
static int
find_word (const char *word, const char *const *words)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  return -1;
}

/* With the words that there are. */
static gboolean
wrong_layout (GError **error)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *message = NULL;

  for (int layout = 0; layout < MCH_N_PAPILLON_LAYOUTS; layout++)
    g_string_append_printf (words, "%s%s", layout > 0 ? ", " : "",
                            mch_papillon_layout_get_grid (layout)->word);
  message = g_strdup_printf (_ ("--layout is one of: %s."), words->str);
  return wrong_use (error, message);
}

static gboolean
read_layout (Printing *printing, GError **error)
{
  MchPapillonLayout *layout = &printing->options.layout;

  *layout = MCH_PAPILLON_ONE_PER_PAGE;
  if (printing->per_page == 2)
    *layout = MCH_PAPILLON_TWO_PER_PAGE;
  else if (printing->per_page == 4)
    *layout = MCH_PAPILLON_FOUR_PER_PAGE;
  else if (printing->per_page == 8)
    *layout = MCH_PAPILLON_EIGHT_PER_PAGE;
  else if (printing->per_page != 0 && printing->per_page != 1)
    return wrong_use (error, _ ("--per-page is 1, 2, 4 or 8."));
  if (printing->layout_name != NULL && !mch_papillon_layout_find (printing->layout_name, layout))
    return wrong_layout (error);
  if (printing->large && mch_papillon_layout_get_per_page (*layout) > 1)
    return wrong_use (error, _ ("Large print needs a whole page: leave out the slips per page."));
  if (printing->large)
    *layout = MCH_PAPILLON_LARGE_PRINT;
  return TRUE;
}

static gboolean
read_order (Printing *printing, GError **error)
{
  static const char *const orders[] = { "class", "name", "pile", NULL };
  static const char *const separators[] = { "none", "page", "sheet", NULL };
  int order = MCH_SLIP_ORDER_DIVISION;
  int separator = MCH_SEPARATORS_NONE;

  if (printing->order_name != NULL)
    order = find_word (printing->order_name, orders);
  if (order < 0)
    return wrong_use (error, _ ("--order is class, name or pile."));
  if (printing->separators_name != NULL)
    separator = find_word (printing->separators_name, separators);
  if (separator < 0)
    return wrong_use (error, _ ("--separators is none, page or sheet."));
  if (separator != MCH_SEPARATORS_NONE && order == MCH_SLIP_ORDER_NAME)
    return wrong_use (error, _ ("Separators stand between classes: leave out --order name."));
  if (printing->start_at < 0)
    return wrong_use (error, _ ("--start-at counts from 1."));
  printing->order = order == MCH_SLIP_ORDER_NAME ? MCH_SLIP_ORDER_NAME : MCH_SLIP_ORDER_DIVISION;
  printing->options.pile_cut = printing->pile_cut || order == 2;
  printing->options.separators = separator;
  printing->options.start_at = (guint) printing->start_at;
  return TRUE;
}

/* --only may come several times, each time with one id or several. */
static void
read_only (Printing *printing)
{
  g_autoptr (GPtrArray) ids = NULL;

  if (printing->only_words == NULL)
    return;
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; printing->only_words[i] != NULL; i++)
    {
      g_auto (GStrv) pieces = g_strsplit_set (printing->only_words[i], ", ", -1);

      for (guint j = 0; pieces[j] != NULL; j++)
        if (*pieces[j] != '\0')
          g_ptr_array_add (ids, g_strdup (pieces[j]));
    }
  g_ptr_array_add (ids, NULL);
  printing->only = (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static gboolean
read_options (Printing *printing, GError **error)
{
  guint sources = (printing->edition != NULL) + printing->reminder + printing->specimen;

  if (printing->output == NULL)
    return wrong_use (error, _ ("--output FILE.pdf is needed."));
  if (sources == 0)
    return wrong_use (error, _ ("Say which slips: --edition ID, --reminder or --specimen."));
  if (printing->edition != NULL && sources > 1)
    return wrong_use (error, _ ("Reminders and specimens are of no edition: leave out --edition."));
  if (printing->text != NULL && !printing->specimen)
    return wrong_use (error, _ ("--text is tried on a specimen. To print it on every slip: "
                                "“establishment set --slip-text TEXT”."));
  if (printing->language != NULL
      && !mch_slip_language_find (printing->language, &printing->options.language))
    return wrong_use (error, _ ("--second-language is none, en, es, pt, ar, uk or tr."));
  read_only (printing);
  if (printing->specimen && printing->only != NULL)
    return wrong_use (error, _ ("A specimen is of nobody: leave out --only."));
  return read_layout (printing, error) && read_order (printing, error)
         && mch_papillon_options_check (&printing->options, error);
}

static gboolean
open_pile (MchCtl *ctl, Printing *printing, GError **error)
{
  g_autoptr (MchRecord) service = NULL;

  if (printing->edition != NULL)
    {
      if (mch_ctl_unlock (ctl, error))
        printing->pile = mch_slip_pile_open (ctl->desk, printing->scope, printing->edition,
                                             printing->order, FALSE, error);
      return printing->pile != NULL;
    }
  service = mch_ctl_dup_service (ctl, printing->scope, error);
  if (service == NULL)
    return FALSE;
  if (printing->specimen)
    printing->pile = mch_slip_pile_open_specimen (ctl->desk, printing->scope, service->id,
                                                  printing->text, printing->reminder, error);
  else
    printing->pile =
        mch_slip_pile_open_reminders (ctl->desk, printing->scope, service->id, printing->order,
                                      (const char *const *) printing->only, error);
  return printing->pile != NULL;
}

/* Somebody who was named and has no slip is an error: a sheet that is missing is not seen. */
static gboolean
pick (Printing *printing, GError **error)
{
  g_autofree char *missing = NULL;

  if (printing->only == NULL)
    return TRUE;
  printing->picked =
      mch_slip_pile_pick (printing->pile, (const char *const *) printing->only, &missing);
  if (missing == NULL)
    return TRUE;
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
               _ ("%s has no slip here. Nothing was written; see “candidates list”."), missing);
  return FALSE;
}

/* Who printed what and when goes to the server's log, now or with the next sync. */
static gboolean
note_part (MchCtl *ctl, Printing *printing, const MchPapillonResult *result, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (ctl->desk);
  g_auto (GStrv) persons = NULL;
  MchSlipNote note = { .edition = printing->edition,
                       .act = MCH_SLIP_ACT_PRINT,
                       .layout = printing->options.layout,
                       .printer = printing->printer,
                       .who = mch_profile_get (profile, MCH_PROFILE_LOGIN) };

  if (printing->specimen)
    return TRUE;
  persons = mch_slip_pile_dup_persons (printing->pile, printing->picked);
  note.persons = (const char *const *) persons;
  return mch_slip_audit_note_job (mch_desk_get_store (ctl->desk), printing->scope, &note, result,
                                  error);
}

static void
tell_warnings (const MchPapillonResult *result)
{
  for (guint i = 0; result->warnings != NULL && i < result->warnings->len; i++)
    g_printerr ("%s\n", (const char *) result->warnings->pdata[i]);
}

static gboolean
write_part (MchCtl *ctl, Printing *printing, guint first_page, guint n_pages, const char *path,
            GError **error)
{
  g_auto (MchPapillonResult) result = { 0 };

  if (!mch_papillon_job_write_pdf_file (printing->job, first_page, n_pages, path,
                                        mch_slip_pile_get_created_ms (printing->pile), NULL, NULL,
                                        NULL, &result, error)
      || !note_part (ctl, printing, &result, error))
    return FALSE;
  tell_warnings (&result);
  g_ptr_array_add (printing->outputs, g_strdup (path));
  g_ptr_array_add (printing->sums, g_strdup (result.sha256));
  return TRUE;
}

static gboolean
write_parts (MchCtl *ctl, Printing *printing, GError **error)
{
  guint n_parts = mch_papillon_job_get_n_parts (printing->job);

  if (!printing->split || n_parts == 1)
    return write_part (ctl, printing, 0, mch_papillon_job_get_n_pages (printing->job),
                       printing->output, error);
  for (guint part = 0; part < n_parts; part++)
    {
      g_autofree char *path = mch_output_dup_part_path (printing->output, part, n_parts);
      guint first_page, n_pages;

      mch_papillon_job_get_part (printing->job, part, &first_page, &n_pages);
      if (!write_part (ctl, printing, first_page, n_pages, path, error))
        return FALSE;
    }
  return TRUE;
}

static void
print_json (const Printing *printing)
{
  JsonObject *object = json_object_new ();
  JsonArray *outputs = json_array_new ();
  g_autofree char *size = mch_papillon_job_dup_size (printing->job);

  for (guint i = 0; i < printing->outputs->len; i++)
    json_array_add_string_element (outputs, printing->outputs->pdata[i]);
  json_object_set_int_member (object, "slips", mch_papillon_job_get_n_slips (printing->job));
  json_object_set_int_member (object, "pages", mch_papillon_job_get_n_pages (printing->job));
  json_object_set_int_member (object, "classes", mch_papillon_job_get_n_classes (printing->job));
  json_object_set_string_member (object, "size", size);
  json_object_set_string_member (object, "order", mch_slip_order_get_words (printing->order));
  json_object_set_string_member (object, "sha256", printing->sums->pdata[0]);
  json_object_set_string_member (object, "output", printing->outputs->pdata[0]);
  json_object_set_array_member (object, "outputs", outputs);
  mch_output_object (object);
}

/* Its size in words, before the first page is drawn. */
static void
tell_size (MchCtl *ctl, const Printing *printing)
{
  g_autofree char *size = mch_papillon_job_dup_size (printing->job);
  g_autofree char *undrawable = mch_papillon_job_dup_undrawable (printing->job);
  g_autofree char *left_out = mch_slip_pile_dup_left_out (printing->pile);
  const char *text = mch_slip_pile_get_sheet (printing->pile)->text;
  const char *text_words = mch_slip_layout_get_text_words (printing->options.layout);

  if (!ctl->json)
    g_print (_ ("%s. Order: %s.\n"), size, mch_slip_order_get_words (printing->order));
  if (left_out != NULL)
    g_printerr ("%s\n", left_out);
  if (text != NULL && *text != '\0' && text_words != NULL)
    g_printerr ("%s\n", text_words);
  if (undrawable != NULL)
    g_printerr ("%s\n", undrawable);
  if (!printing->split && mch_papillon_job_get_n_parts (printing->job) > 1)
    g_printerr (_ ("A printer takes at most %u pages at a time: --split writes one file for each "
                   "%u.\n"),
                MCH_PAPILLON_MAX_JOB_PAGES, MCH_PAPILLON_MAX_JOB_PAGES);
}

static void
send_log (MchCtl *ctl)
{
  MchClient *client = mch_desk_get_client (ctl->desk, NULL);

  if (client == NULL)
    return;
  mch_client_set_patience (client, 0);
  mch_engine_sync (ctl->desk, NULL, NULL, NULL);
}

/* As the window does when it prints there. */
static void
move_for_printer (MchCtl *ctl, Printing *printing)
{
  MchPrinterOffset offset;

  mch_printer_offset_load (&offset, ctl->profile, printing->printer);
  printing->options.shift_right = offset.right;
  printing->options.shift_down = offset.down;
}

static MchExit
print (MchCtl *ctl, Printing *printing, GError **error)
{
  printing->scope = mch_ctl_open_scope (ctl, error);
  if (printing->scope == NULL || !open_pile (ctl, printing, error) || !pick (printing, error))
    return MCH_EXIT_FAILED;
  move_for_printer (ctl, printing);
  printing->job =
      mch_slip_pile_new_job (printing->pile, NULL, printing->picked, &printing->options, error);
  if (printing->job == NULL)
    return MCH_EXIT_FAILED;
  tell_size (ctl, printing);
  printing->outputs = g_ptr_array_new_with_free_func (g_free);
  printing->sums = g_ptr_array_new_with_free_func (g_free);
  if (!write_parts (ctl, printing, error)
      || (printing->edition != NULL
          && !mch_slip_manifest_note (mch_desk_get_store (ctl->desk), printing->edition,
                                      printing->pile, printing->picked, mch_desk_now_ms (), error)))
    return MCH_EXIT_FAILED;
  if (!printing->specimen)
    send_log (ctl);
  if (ctl->json)
    print_json (printing);
  for (guint i = 0; !ctl->json && i < printing->outputs->len; i++)
    g_print ("%s\n", (const char *) printing->outputs->pdata[i]);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_papillons (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Printing) p = { 0 };
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &p.edition, N_ ("The edition"), "ID" },
    { "reminder", 0, 0, G_OPTION_ARG_NONE, &p.reminder,
      N_ ("Reminders without password, for those who have an account and no slip"), NULL },
    { "specimen", 0, 0, G_OPTION_ARG_NONE, &p.specimen, N_ ("Slips of nobody, to look at"), NULL },
    { "text", 0, 0, G_OPTION_ARG_STRING, &p.text,
      N_ ("With --specimen: try this as the establishment's own text"), "TEXT" },
    { "per-page", 0, 0, G_OPTION_ARG_INT, &p.per_page, N_ ("Slips on a page"), "1|2|4|8" },
    { "layout", 0, 0, G_OPTION_ARG_STRING, &p.layout_name, N_ ("How a slip looks"), "LAYOUT" },
    { "large-print", 0, 0, G_OPTION_ARG_NONE, &p.large,
      N_ ("16 points and more, in a face that is easy to read"), NULL },
    { "order", 0, 0, G_OPTION_ARG_STRING, &p.order_name,
      N_ ("By class, by name, or by class for a pile that is cut"), "class|name|pile" },
    { "pile-cut", 0, 0, G_OPTION_ARG_NONE, &p.pile_cut,
      N_ ("In order once the pile is cut and stacked"), NULL },
    { "separators", 0, 0, G_OPTION_ARG_STRING, &p.separators_name,
      N_ ("Between classes: nothing, a new page, or a sheet with their name"), "none|page|sheet" },
    { "start-at", 0, 0, G_OPTION_ARG_INT, &p.start_at,
      N_ ("The first place to use on the first page"), "K" },
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &p.only_words, N_ ("Only these candidates"),
      "ID,…" },
    { "second-language", 0, 0, G_OPTION_ARG_STRING, &p.language,
      N_ ("What a slip explains, in this language as well"), "en|es|pt|ar|uk|tr" },
    { "printer", 0, 0, G_OPTION_ARG_STRING, &p.printer,
      N_ ("Move the slips as this printer needs; send it the file"), "PRINTER" },
    { "split", 0, 0, G_OPTION_ARG_NONE, &p.split, N_ ("Numbered files of at most 500 pages each"),
      NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &p.output, N_ ("The file to write"), "FILE.pdf" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error) || !read_options (&p, error))
    return MCH_EXIT_USAGE;
  return print (ctl, &p, error);
}
