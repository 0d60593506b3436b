/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of a real school in the window: what is shown, filtered, printed and saved; the
 * server is stopped first. The tests follow one another (INS-16, INS-18, INS-19, INS-21, INS-25,
 * ACC-33). */
#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#include "app/documents/mch-document-output.h"
#include "app/documents/mch-documents-filter.h"
#include "app/documents/mch-documents-footer.h"
#include "app/documents/mch-documents-screen.h"
#include "app/preview/mch-page-strip.h"
#include "app/preview/mch-renderer.h"
#include "app/widgets/mch-a11y.h"
#include "school-fixture.h"
#include "sync/mch-sync-error.h"

#define N_PUPILS 12

static School school;
static MchScreen *screen;

static GtkWidget *
button (const char *label)
{
  GtkWidget *found = app_fixture_find (GTK_WIDGET (screen), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (found);
  return found;
}

static GtkDropDown *
drop (const char *name)
{
  GtkWidget *found = app_fixture_find (GTK_WIDGET (screen), GTK_TYPE_DROP_DOWN, name);

  g_assert_nonnull (found);
  return GTK_DROP_DOWN (found);
}

static void
test_screen (void)
{
  guint before = mch_renderer_get_n_rendered ();

  school_stop_server ();
  screen = g_object_new (MCH_TYPE_DOCUMENTS_SCREEN, NULL);
  gtk_window_set_child (school.parent, GTK_WIDGET (screen));
  mch_screen_set_context (screen, school.context);
  mch_screen_show (screen);
  school_wait (school_says (GTK_WIDGET (screen), "12 candidats, 24 pages"));
  school_wait (mch_renderer_get_n_rendered () > before);
  school_assert_named (GTK_WIDGET (screen));
  school_assert_fits (GTK_WIDGET (screen), 1024 - 270, 560);
  g_assert_nonnull (strstr (mch_why_not_get (button ("Enregistrer en _CSV…")), "papier"));
  g_assert_null (mch_why_not_get (button ("_Imprimer…")));
  school_picture (school.parent, "documents");
}

/* Each of the list is shown, and CSV is there for what is a table. */
static void
test_each (void)
{
  for (const MchDocumentEntry *entry = mch_document_entries; entry->id != NULL; entry++)
    {
      GtkWidget *strip = app_fixture_find (GTK_WIDGET (screen), MCH_TYPE_PAGE_STRIP, NULL);
      g_autofree char *title =
          g_strdup_printf ("Pages de «\u00a0%s\u00a0»", mch_document_entry_get_title (entry));
      g_autofree char *label = NULL;

      g_test_message ("%s", entry->id);
      mch_screen_open (screen, entry->id);
      school_wait (mch_why_not_get (button ("_Imprimer…")) == NULL);
      app_fixture_settle ();
      label = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, "no name has this text");
      g_assert_nonnull (label);
      g_assert_nonnull (strstr (label, title));
      g_assert_cmpint (mch_why_not_get (button ("Enregistrer en _CSV…")) == NULL, ==,
                       mch_document_kind_has_csv (entry->kind));
    }
}

/* A division, and a state in which nobody is: why, in words, on the page and on each act. */
static void
test_filter (void)
{
  mch_screen_open (screen, "simple-list");
  school_wait (school_says (GTK_WIDGET (screen), "12 candidats, 1 page"));
  gtk_drop_down_set_selected (drop ("Division"), 1);
  school_wait (school_says (GTK_WIDGET (screen), "3 candidats, 1 page"));
  gtk_drop_down_set_selected (drop ("État"), 3);
  school_wait (school_says (GTK_WIDGET (screen), "Personne n'est dans ce document"));
  g_assert_nonnull (mch_why_not_get (button ("_Imprimer…")));
  g_assert_nonnull (mch_why_not_get (button ("_Enregistrer le PDF…")));
  school_picture (school.parent, "documents-nobody");
  gtk_drop_down_set_selected (drop ("État"), 0);
  gtk_drop_down_set_selected (drop ("Division"), 0);
  school_wait (school_says (GTK_WIDGET (screen), "12 candidats, 1 page"));
}

static void
test_large_text (void)
{
  school_set_large_text (TRUE);
  school_assert_fits (GTK_WIDGET (screen), 1024, 600);
  school_picture (school.parent, "documents-large-text");
  school_set_large_text (FALSE);
}

typedef struct
{
  gboolean done;
  gboolean well;
  MchDocumentMade *made;
  char *message;
} Act;

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  act->made = mch_document_make_finish (source, result, &error);
  act->message = error != NULL ? g_strdup (error->message) : NULL;
  act->done = TRUE;
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  act->well = mch_document_print_finish (result, &error);
  act->message = error != NULL ? g_strdup (error->message) : NULL;
  act->done = TRUE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  act->well = mch_document_save_finish (result, NULL, &error);
  act->message = error != NULL ? g_strdup (error->message) : NULL;
  act->done = TRUE;
}

static MchDocumentMade *
make (const char *id)
{
  const MchDocumentRequest request = { .entry = mch_document_entry_find (id) };
  Act act = { 0 };

  mch_document_make_async (school.context, &request, NULL, on_made, &act);
  school_wait (act.done);
  g_assert_nonnull (act.made);
  return act.made;
}

static char *
out_path (const char *id, const char *ending)
{
  g_autofree char *name = g_strconcat (id, ending, NULL);

  return g_build_filename (g_getenv ("SCHOOL_OUT"), name, NULL);
}

static void
save (MchDocumentMade *made, gboolean csv, const char *path)
{
  Act act = { 0 };
  GStatBuf info;

  mch_document_save_async (school.parent, school.context, made, csv, path, on_saved, &act);
  school_wait (act.done);
  g_assert_true (act.well);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static PopplerDocument *
open_pdf (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);

  g_assert_no_error (error);
  return document;
}

static char *
dup_first_page (PopplerDocument *document)
{
  PopplerPage *page = poppler_document_get_page (document, 0);
  char *text = poppler_page_get_text (page);

  g_object_unref (page);
  return text;
}

/* In capitals, with every run of spaces as one. (transfer full) */
static char *
dup_plain (const char *text)
{
  g_autofree char *upper = g_utf8_strup (text, -1);
  GString *plain = g_string_new (NULL);

  for (const char *p = upper; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (plain, g_utf8_get_char (p));
    else if (plain->len > 0 && plain->str[plain->len - 1] != ' ')
      g_string_append_c (plain, ' ');
  return g_string_free (plain, FALSE);
}

/* Paper and file have the pages of the screen, in the same format. */
static void
test_outputs (void)
{
  for (const MchDocumentEntry *entry = mch_document_entries; entry->id != NULL; entry++)
    {
      g_autoptr (MchDocumentMade) made = make (entry->id);
      g_autofree char *pdf = out_path (entry->id, ".pdf");
      g_autofree char *paper = out_path (entry->id, "-printed.pdf");
      g_autofree char *title = dup_plain (mch_document_entry_get_title (entry));
      g_autofree char *text = NULL;
      g_autofree char *upper = NULL;
      PopplerDocument *saved, *printed;
      double width = 0, height = 0, printed_width = 0, printed_height = 0;
      PopplerPage *page;
      Act act = { 0 };

      g_test_message ("%s", entry->id);
      save (made, FALSE, pdf);
      mch_document_print_async (school.parent, school.context, made, paper, on_printed, &act);
      school_wait (act.done);
      g_assert_true (act.well);
      saved = open_pdf (pdf);
      printed = open_pdf (paper);
      g_assert_cmpint (poppler_document_get_n_pages (saved), ==, (int) made->n_pages);
      g_assert_cmpint (poppler_document_get_n_pages (printed), ==, (int) made->n_pages);
      page = poppler_document_get_page (saved, 0);
      poppler_page_get_size (page, &width, &height);
      g_object_unref (page);
      page = poppler_document_get_page (printed, 0);
      poppler_page_get_size (page, &printed_width, &printed_height);
      g_object_unref (page);
      g_assert_cmpint (width > height, ==, printed_width > printed_height);
      text = dup_first_page (saved);
      upper = dup_plain (text);
      /* Sheets of one candidate have titles of their own. */
      if (mch_document_kind_has_csv (entry->kind))
        g_assert_nonnull (strstr (upper, title));
      g_object_unref (saved);
      g_object_unref (printed);
    }
}

/* ACC-33: the logins in the CSV of the detailed list. */
static void
test_csv (void)
{
  g_autoptr (MchDocumentMade) made = make ("detailed-list");
  g_autofree char *path = out_path ("detailed", ".csv");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  save (made, TRUE, path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_nonnull (strstr (lines[0], "Identifiant de connexion"));
  g_assert_cmpuint (g_strv_length (lines), ==, N_PUPILS + 2);
}

/* One document, one act at a time. */
static void
test_busy (void)
{
  g_autoptr (MchDocumentMade) made = make ("simple-list");
  g_autofree char *path = out_path ("busy", ".pdf");
  Act first = { 0 }, second = { 0 };

  mch_document_save_async (school.parent, school.context, made, FALSE, path, on_saved, &first);
  mch_document_print_async (school.parent, school.context, made, path, on_printed, &second);
  school_wait (first.done && second.done);
  g_assert_true (first.well);
  g_assert_false (second.well);
  g_assert_nonnull (strstr (second.message, "déjà en cours"));
  g_free (second.message);
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  g_test_add_func ("/app/documents/screen", test_screen);
  g_test_add_func ("/app/documents/each", test_each);
  g_test_add_func ("/app/documents/filter", test_filter);
  g_test_add_func ("/app/documents/large-text", test_large_text);
  g_test_add_func ("/app/documents/outputs", test_outputs);
  g_test_add_func ("/app/documents/csv", test_csv);
  g_test_add_func ("/app/documents/busy", test_busy);
  status = g_test_run ();
  school_close (&school);
  return status;
}
