/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preview of a real edition: pages, review, printing and saving; the server is stopped before
 * the end. The tests follow one another. */
#include <glib/gstdio.h>
#include <poppler.h>
#include <string.h>

#include "app/preview/mch-editions.h"
#include "app/preview/mch-layout-bar.h"
#include "app/preview/mch-layout-memory.h"
#include "app/preview/mch-page-strip.h"
#include "app/preview/mch-preview-model.h"
#include "app/preview/mch-preview-screen.h"
#include "app/preview/mch-renderer.h"
#include "app/preview/mch-review-panel.h"
#include "app/preview/mch-slip-choice.h"
#include "app/preview/mch-slip-list.h"
#include "app/preview/mch-slip-print.h"
#include "app/preview/mch-slip-save.h"
#include "app/widgets/mch-a11y.h"
#include "school-fixture.h"
#include "store/mch-outbox.h"

#define N_PUPILS 60

static School school;
static MchScreen *screen; /* in the parent window from the first test on */

static MchSlipRequest *
request_new (MchSlipOrder order, MchPapillonLayout sheet, const char *const *persons)
{
  const MchSlipLayout layout = { .order = order, .options.layout = sheet };

  return mch_slip_request_new (SCOPE, g_getenv ("SCHOOL_EDITION"), &layout, persons);
}

static gpointer
part (GType type)
{
  GtkWidget *found = app_fixture_find (GTK_WIDGET (screen), type, NULL);

  g_assert_nonnull (found);
  return found;
}

static MchSlipItem *
selected (void)
{
  return mch_slip_list_get_selected (part (MCH_TYPE_SLIP_LIST));
}

static void
open_screen (const char *argument)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  screen = g_object_new (MCH_TYPE_PREVIEW_SCREEN, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (screen));
  gtk_window_set_child (school.parent, overlay);
  mch_screen_set_context (screen, school.context);
  mch_screen_open (screen, argument);
  mch_screen_show (screen);
  school_wait (selected () != NULL);
}

/* As a person presses it: the controller of the screen gets it first. */
static gboolean
press (guint key, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (screen));
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &taken);
    }
  app_fixture_settle ();
  return taken;
}

static guint
count_audit (const char *action)
{
  g_autoptr (GPtrArray) ops = mch_store_list_ops (mch_context_get_store (school.context), NULL);
  guint n = 0;

  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (strcmp (op->kind, "audit") == 0
          && g_strcmp0 (g_hash_table_lookup (op->meta, "action"), action) == 0)
        n++;
    }
  return n;
}

/* The first page is there soon, and only what can be seen is drawn. */
static void
test_pages (void)
{
  guint before = mch_renderer_get_n_rendered ();
  guint drawn;

  school_unlock (&school);
  open_screen ("");
  school_wait (mch_renderer_get_n_rendered () > before);
  app_fixture_settle ();
  drawn = mch_renderer_get_n_rendered () - before;
  g_assert_cmpuint (drawn, <, 30); /* of 60 pages and 60 thumbnails */
  g_assert_cmpuint (mch_slip_list_get_n_shown (part (MCH_TYPE_SLIP_LIST)), ==, N_PUPILS);
  g_assert_true (school_says (GTK_WIDGET (screen), "0 / 60 vérifié"));
  school_assert_named (GTK_WIDGET (screen));
  school_picture (school.parent, "preview");
  /* The viewing is in the log, or on its way. */
  g_assert_cmpuint (count_audit ("view"), <=, 1);
}

/* Space, V, C, arrows: a whole pile without the mouse. */
static void
test_keyboard (void)
{
  MchSlipItem *first;
  const MchSlipFacts *facts;

  mch_slip_list_focus (part (MCH_TYPE_SLIP_LIST));
  app_fixture_settle ();
  first = g_object_ref (selected ());
  g_assert_cmpuint (mch_slip_item_get_index (first), ==, 0);

  g_assert_true (press (GDK_KEY_space, 0));
  g_assert_cmpint (mch_slip_item_get_state (first), ==, MCH_REVIEW_CHECKED);
  g_assert_cmpuint (mch_slip_item_get_index (selected ()), ==, 1);
  g_assert_true (press (GDK_KEY_Down, 0));
  g_assert_cmpuint (mch_slip_item_get_index (selected ()), ==, 2);
  g_assert_true (press (GDK_KEY_v, 0));
  g_assert_cmpint (mch_slip_item_get_state (selected ()), ==, MCH_REVIEW_CHECKED);
  g_assert_true (press (GDK_KEY_Right, 0));
  g_assert_true (press (GDK_KEY_C, GDK_SHIFT_MASK));
  g_assert_cmpint (mch_slip_item_get_state (selected ()), ==, MCH_REVIEW_FAULTY);

  /* The note has the keyboard now: letters are letters. */
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (school.parent)));
  g_assert_false (press (GDK_KEY_v, 0));
  g_assert_false (press (GDK_KEY_space, 0));
  gtk_editable_set_text (GTK_EDITABLE (gtk_window_get_focus (school.parent)), "Prénom à corriger");
  g_signal_emit_by_name (
      gtk_widget_get_ancestor (gtk_window_get_focus (school.parent), GTK_TYPE_ENTRY), "activate");
  app_fixture_settle ();
  facts = mch_slip_item_get_facts (selected ());
  g_assert_cmpstr (facts->review.note, ==, "Prénom à corriger");
  g_assert_true (school_says (GTK_WIDGET (screen), "2 / 60 vérifiés · 1 à corriger"));
  school_picture (school.parent, "preview-reviewed");
  g_object_unref (first);
}

/* Beside the sidebar in a window of 1024×700, and alone in it with text twice as large. */
static void
test_sizes (void)
{
  /* Beside the sidebar only on a wide screen: below, a slip that can be read matters more. */
  school_assert_fits (GTK_WIDGET (screen), 1280 - 270, 560);
  gtk_window_set_child (school.parent, NULL);
  school_set_large_text (TRUE);
  open_screen ("");
  school_picture (school.parent, "preview-large-text");
  school_assert_fits (GTK_WIDGET (screen), 1024, 600);
  gtk_window_set_child (school.parent, NULL);
  school_set_large_text (FALSE);
  open_screen ("");
}

/* By name, whatever accents; and only what is left to check. */
static void
test_search (void)
{
  MchSlipList *list = part (MCH_TYPE_SLIP_LIST);
  GtkWidget *search = app_fixture_find (GTK_WIDGET (list), GTK_TYPE_SEARCH_ENTRY, NULL);
  GtkWidget *state = app_fixture_find (GTK_WIDGET (list), GTK_TYPE_DROP_DOWN, NULL);

  gtk_editable_set_text (GTK_EDITABLE (search), "senechal ad");
  school_wait (mch_slip_list_get_n_shown (list) == 1);
  g_assert_cmpstr (mch_slip_item_get_name (selected ()), ==, "SÉNÉCHAL Adèle");
  gtk_editable_set_text (GTK_EDITABLE (search), "personne de ce nom");
  school_wait (mch_slip_list_get_n_shown (list) == 0);
  g_assert_true (school_says (GTK_WIDGET (list), "Aucun papillon ne répond à cette recherche."));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  school_wait (mch_slip_list_get_n_shown (list) == N_PUPILS);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (state), 1);
  app_fixture_settle ();
  g_assert_cmpuint (mch_slip_list_get_n_shown (list), ==, N_PUPILS - 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (state), 0);
  app_fixture_settle ();
}

typedef struct
{
  gboolean done;
  gboolean well;
  guint n;
  char *message;
} Act;

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  act->well = mch_slip_print_finish (result, &act->n, &error);
  act->message = error != NULL ? g_strdup (error->message) : NULL;
  act->done = TRUE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;

  act->well = mch_slip_save_finish (result, &act->n, NULL, &error);
  act->message = error != NULL ? g_strdup (error->message) : NULL;
  act->done = TRUE;
}

static char *
out_path (const char *name)
{
  return g_build_filename (g_getenv ("SCHOOL_OUT"), name, NULL);
}

static int
count_pages (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, &error);
  int n;

  g_assert_no_error (error);
  n = poppler_document_get_n_pages (document);
  g_object_unref (document);
  return n;
}

static void
assert_page_says (const char *path, int number, const char *text)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, NULL);
  PopplerPage *page = poppler_document_get_page (document, number);
  g_autofree char *said = poppler_page_get_text (page);

  if (strstr (said, text) == NULL)
    g_error ("page %d says no “%s”", number, text);
  g_object_unref (page);
  g_object_unref (document);
}

/* Printed as drawn pages; the ones that were picked and no others, in the order of the pile. */
static void
test_print (void)
{
  MchSlipItem *item = selected ();
  const char *persons[] = { mch_slip_item_get_facts (item)->person, NULL };
  g_autofree char *all = out_path ("all.pdf");
  g_autofree char *one = out_path ("one.pdf");
  g_autofree char *login = g_strdup (mch_slip_item_get_facts (item)->login);
  Act act = { 0 };

  mch_slip_print_async (school.parent, school.context,
                        request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_TWO_PER_PAGE, NULL), all,
                        on_printed, &act);
  school_wait (act.done);
  g_assert_true (act.well);
  g_assert_cmpuint (act.n, ==, N_PUPILS);
  g_assert_cmpint (count_pages (all), ==, N_PUPILS / 2);

  act = (Act){ 0 };
  mch_slip_print_async (school.parent, school.context,
                        request_new (MCH_SLIP_ORDER_NAME, MCH_PAPILLON_ONE_PER_PAGE, persons), one,
                        on_printed, &act);
  school_wait (act.done);
  g_assert_true (act.well);
  g_assert_cmpint (count_pages (one), ==, 1);
  assert_page_says (one, 0, login);
}

static cairo_surface_t *
draw_page (const char *path, int number)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, NULL);
  PopplerPage *page = poppler_document_get_page (document, number);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1190, 1684);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 2, 2);
  poppler_page_render_for_printing (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_object_unref (page);
  g_object_unref (document);
  return surface;
}

/* The same picture, but for the edges of letters. */
static void
assert_pages_alike (const char *one, const char *other, int number)
{
  cairo_surface_t *a = draw_page (one, number);
  cairo_surface_t *b = draw_page (other, number);
  const guchar *x = cairo_image_surface_get_data (a), *y = cairo_image_surface_get_data (b);
  gsize n = (gsize) cairo_image_surface_get_stride (a) * 1684;
  guint n_ink = 0, n_other = 0;

  for (gsize i = 0; i < n; i += 4)
    {
      n_ink += x[i] < 128;
      n_other += ABS (x[i] - y[i]) > 128;
    }
  g_assert_cmpuint (n_ink, >, 500);
  g_assert_cmpuint (n_other * 6, <, n_ink);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Every layout: the preview, the paper and the file have the same pages, and each slip is where the
 * preview looks for it. */
static void
test_layouts (void)
{
  static const MchSlipLayout layouts[] = {
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_SHEET, TRUE, 0 } },
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NEW_PAGE, FALSE, 2 } },
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_LARGE_PRINT, MCH_SEPARATORS_SHEET, FALSE, 0 } },
    { MCH_SLIP_ORDER_NAME, { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NONE, TRUE, 0 } },
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_FOUR_PER_PAGE, MCH_SEPARATORS_SHEET, TRUE, 0 } },
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_EIGHT_PER_PAGE, MCH_SEPARATORS_NEW_PAGE, FALSE, 7 } },
    { MCH_SLIP_ORDER_DIVISION, { MCH_PAPILLON_ENVELOPE, MCH_SEPARATORS_NONE, FALSE, 0 } },
    { MCH_SLIP_ORDER_NAME, { MCH_PAPILLON_LABELS_99_57, MCH_SEPARATORS_NONE, FALSE, 9 } },
  };
  g_autoptr (MchPreviewModel) model = mch_preview_model_new (school.context);

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *printed = out_path ("layout-printed.pdf");
      g_autofree char *saved = out_path ("layout-saved.pdf");
      MchSlipRequest *request =
          mch_slip_request_new (SCOPE, g_getenv ("SCHOOL_EDITION"), &layouts[i], NULL);
      guint per_page = mch_slip_request_get_per_page (request);
      guint n_pages;
      Act print = { 0 }, save = { 0 };

      mch_preview_model_load (model, mch_slip_request_copy (request));
      school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
      n_pages = mch_preview_model_get_size (model)->n_pages;
      mch_slip_save_async (school.parent, school.context, mch_slip_request_copy (request), saved,
                           on_saved, &save);
      school_wait (save.done);
      mch_slip_print_async (school.parent, school.context, request, printed, on_printed, &print);
      school_wait (print.done);
      g_assert_true (save.well && print.well);
      g_assert_cmpuint (print.n, ==, N_PUPILS);
      g_assert_cmpint (count_pages (printed), ==, (int) n_pages);
      g_assert_cmpint (count_pages (saved), ==, (int) n_pages);
      for (guint slip = 0; slip < N_PUPILS; slip++)
        {
          g_autoptr (MchSlipItem) item =
              g_list_model_get_item (mch_preview_model_get_items (model), slip);
          const MchSlipFacts *facts = mch_slip_item_get_facts (item);

          g_assert_cmpuint (mch_preview_model_find_place (model, facts->place), ==, slip);
          assert_page_says (printed, (int) (facts->place / per_page), facts->login);
        }
      for (guint page = 0; page < MIN (n_pages, 4); page++)
        assert_pages_alike (printed, saved, (int) page);
    }
}

static GtkDropDown *
layout_drop (GtkWidget *bar, const char *name)
{
  GtkWidget *drop = app_fixture_find (bar, GTK_TYPE_DROP_DOWN, name);

  g_assert_nonnull (drop);
  return GTK_DROP_DOWN (drop);
}

static void
on_layout_chosen (MchLayoutBar *bar, guint *n)
{
  (*n)++;
}

/* What does not go together is refused with a sentence, and the controls say what stands. */
static void
test_layout_bar (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *bar = mch_layout_bar_new ();
  const MchSlipLayout *layout = mch_layout_bar_get (MCH_LAYOUT_BAR (bar));
  const MchSlipLayout second = { .options = { .layout = MCH_PAPILLON_TWO_PER_PAGE,
                                              .start_at = 2 } };
  guint n = 0;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), bar);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  app_fixture_settle ();
  g_signal_connect (bar, "chosen", G_CALLBACK (on_layout_chosen), &n);

  gtk_drop_down_set_selected (layout_drop (bar, "Papillons par page"), MCH_PAPILLON_TWO_PER_PAGE);
  gtk_drop_down_set_selected (layout_drop (bar, "Entre deux classes"), MCH_SEPARATORS_SHEET);
  g_assert_cmpuint (n, ==, 2);
  gtk_drop_down_set_selected (layout_drop (bar, "Ordre"), MCH_SLIP_ORDER_NAME);
  app_fixture_settle ();
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (school_says (overlay, "les classes sont mêlées"));
  g_assert_cmpint (layout->order, ==, MCH_SLIP_ORDER_DIVISION);
  g_assert_cmpuint (gtk_drop_down_get_selected (layout_drop (bar, "Ordre")), ==,
                    MCH_SLIP_ORDER_DIVISION);
  /* One a page has no second place. */
  mch_layout_bar_set (MCH_LAYOUT_BAR (bar), &second);
  gtk_drop_down_set_selected (layout_drop (bar, "Papillons par page"), MCH_PAPILLON_LARGE_PRINT);
  g_assert_cmpuint (layout->options.start_at, ==, 0);
  /* As many places as the sheet has, in words; and what it has no room for. */
  gtk_drop_down_set_selected (layout_drop (bar, "Papillons par page"), MCH_PAPILLON_EIGHT_PER_PAGE);
  gtk_drop_down_set_selected (layout_drop (bar, "Première place utilisée"), 6);
  g_assert_cmpuint (layout->options.start_at, ==, 7);
  g_assert_cmpuint (g_list_model_get_n_items (
                        gtk_drop_down_get_model (layout_drop (bar, "Première place utilisée"))),
                    ==, 8);
  g_assert_true (school_says (
      gtk_widget_get_parent (GTK_WIDGET (layout_drop (bar, "Première place utilisée"))),
      "n'a pas la place du texte"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Said in words, shown, and remembered for this establishment alone. */
static void
test_layout_memory (void)
{
  GtkWidget *bar = part (MCH_TYPE_LAYOUT_BAR);
  const char *profile = mch_worker_get_profile_dir (school.worker);
  MchSlipLayout kept;

  g_assert_true (school_says (GTK_WIDGET (screen),
                              "60 papillons, 60 pages, 4 classes · un papillon par page · "
                              "Ordre\u00a0: Classe, puis NOM, prénom"));
  gtk_drop_down_set_selected (layout_drop (bar, "Papillons par page"), MCH_PAPILLON_TWO_PER_PAGE);
  school_wait (school_says (GTK_WIDGET (screen), "60 papillons, 30 pages, 4 classes"));
  mch_layout_memory_load (&kept, profile, SCOPE);
  g_assert_true (mch_slip_layout_equal (&kept, mch_layout_bar_get (MCH_LAYOUT_BAR (bar))));
  g_assert_cmpint (kept.options.layout, ==, MCH_PAPILLON_TWO_PER_PAGE);
  mch_layout_memory_load (&kept, profile, "etab:0759999X");
  g_assert_cmpint (kept.options.layout, ==, MCH_PAPILLON_ONE_PER_PAGE);
}

static void
on_chosen (MchSlipChoice *choice, const MchSlipRequest *request, gpointer data)
{
  *(guint *) data = g_strv_length (request->persons);
}

/* "1-2, 5" of the preview's pages; nonsense is told under the field. */
static void
test_choice (void)
{
  g_autoptr (MchPreviewModel) model = mch_preview_model_new (school.context);
  MchSlipChoice *choice;
  GtkWidget *entry, *act;
  guint n = 0;

  mch_preview_model_load (model,
                          request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_TWO_PER_PAGE, NULL));
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
  g_assert_cmpuint (mch_preview_model_count (model, MCH_REVIEW_CHECKED), ==, 2);
  g_assert_cmpuint (mch_preview_model_count (model, MCH_REVIEW_FAULTY), ==, 1);
  choice = mch_slip_choice_new (school.parent, model, 0, MCH_SLIP_CHOICE_PRINT);
  g_signal_connect (choice, "chosen", G_CALLBACK (on_chosen), &n);
  gtk_window_present (GTK_WINDOW (choice));
  app_fixture_settle ();
  school_assert_named (GTK_WIDGET (choice));
  g_assert_true (school_says (GTK_WIDGET (choice), "Tous (60 papillons)"));
  g_assert_true (school_says (GTK_WIDGET (choice), "Les vérifiés (2 papillons)"));
  g_assert_true (school_says (GTK_WIDGET (choice),
                              "60 papillons, 30 pages, 4 classes (deux papillons par page)"));
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (gtk_widget_get_ancestor (
          app_fixture_find (GTK_WIDGET (choice), GTK_TYPE_LABEL, "Pages de l'aperçu\u00a0:"),
          GTK_TYPE_CHECK_BUTTON)),
      TRUE);
  entry = app_fixture_find (GTK_WIDGET (choice), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1-2; 99");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1-2, 5");
  act = app_fixture_find (GTK_WIDGET (choice), GTK_TYPE_BUTTON, "_Imprimer 6 papillons…");
  g_assert_nonnull (act);
  school_picture (GTK_WINDOW (choice), "choice");
  g_signal_emit_by_name (act, "clicked");
  g_assert_cmpuint (n, ==, 6);
  app_fixture_settle ();
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *op = mch_worker_enqueue_finish (MCH_WORKER (source), result, NULL);

  g_assert_nonnull (op);
  *(gboolean *) data = TRUE;
}

/* A slip that was right and says something else now is to be looked at again. */
static void
test_changed (void)
{
  g_autoptr (MchPreviewModel) model = mch_preview_model_new (school.context);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchSlipItem) item = NULL;
  g_autoptr (MchRecord) before = NULL;
  g_autoptr (MchRecord) after = NULL;
  g_autofree char *person = NULL;
  gboolean sent = FALSE;

  mch_preview_model_load (model,
                          request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_ONE_PER_PAGE, NULL));
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
  item = g_list_model_get_item (mch_preview_model_get_items (model), 0);
  g_assert_cmpint (mch_slip_item_get_state (item), ==, MCH_REVIEW_CHECKED);
  person = g_strdup (mch_slip_item_get_facts (item)->person);
  before =
      mch_store_dup_record (mch_context_get_store (school.context), SCOPE, MCH_KIND_PERSON, person);
  after = mch_record_copy (before);
  mch_record_set (after, "given_name", "Adélaïde");
  g_ptr_array_add (changes, mch_change_new_diff (before, after));
  mch_context_send (school.context, changes, on_sent, &sent);
  school_wait (sent);

  mch_preview_model_load (model,
                          request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_ONE_PER_PAGE, NULL));
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
  g_clear_object (&item);
  item = g_list_model_get_item (mch_preview_model_get_items (model), 0);
  g_assert_cmpstr (mch_slip_item_get_facts (item)->person, ==, person);
  g_assert_cmpint (mch_slip_item_get_state (item), ==, MCH_REVIEW_TODO);
  g_assert_true (mch_slip_item_get_facts (item)->review.changed);
}

/* Without the password: names and logins, no code; and no paper. */
static void
test_masked (void)
{
  g_autoptr (MchPreviewModel) model = mch_preview_model_new (school.context);
  MchSlipRequest *request = request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_ONE_PER_PAGE, NULL);

  school_lock (&school);
  mch_preview_model_load (model, mch_slip_request_copy (request));
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_PASSWORD);
  request->masked = TRUE;
  mch_preview_model_load (model, request);
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
  g_assert_cmpuint (g_list_model_get_n_items (mch_preview_model_get_items (model)), ==, N_PUPILS);
  school_unlock (&school);
}

/* Memory stays within the budget, whatever is looked at. */
static void
test_cache (void)
{
  g_autoptr (MchPreviewModel) model = mch_preview_model_new (school.context);
  MchPageDocument *document;

  mch_preview_model_load (model,
                          request_new (MCH_SLIP_ORDER_NAME, MCH_PAPILLON_ONE_PER_PAGE, NULL));
  school_wait (mch_preview_model_get_status (model) == MCH_PREVIEW_READY);
  document = mch_preview_model_get_document (model);
  school_wait (mch_page_document_get_n_pages (document) == N_PUPILS);
  for (guint page = 0; page < 12; page++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      mch_page_document_snapshot (document, snapshot, page, 1600, 1);
      g_clear_pointer (&snapshot, gtk_snapshot_free_to_node);
      school_wait (mch_page_document_has_page (document, page));
      g_assert_cmpuint (mch_page_document_get_cached (document), <=, MCH_PAGE_CACHE_BYTES);
    }
  g_assert_false (mch_page_document_has_page (document, 0));
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* With the server stopped: opened, reviewed and saved; the log waits in the outbox. */
static void
test_offline (void)
{
  g_autofree char *saved = out_path ("saved.pdf");
  guint exports = count_audit ("export");
  Act act = { 0 };
  GStatBuf info;

  school_stop_server ();
  mch_slip_list_focus (part (MCH_TYPE_SLIP_LIST));
  mch_slip_list_select (part (MCH_TYPE_SLIP_LIST), 20);
  g_assert_true (press (GDK_KEY_space, 0));
  g_assert_cmpuint (mch_slip_item_get_index (selected ()), ==, 21);

  mch_slip_save_async (school.parent, school.context,
                       request_new (MCH_SLIP_ORDER_DIVISION, MCH_PAPILLON_ONE_PER_PAGE, NULL),
                       saved, on_saved, &act);
  school_wait (act.done);
  g_assert_true (act.well);
  g_assert_cmpint (count_pages (saved), ==, N_PUPILS);
  g_assert_cmpint (g_stat (saved, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_audit ("export"), ==, exports + 1);
  /* What was shown never was a file. */
  g_assert_cmpuint (count_files (g_get_tmp_dir ()), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  g_test_add_func ("/app/preview/pages", test_pages);
  g_test_add_func ("/app/preview/keyboard", test_keyboard);
  g_test_add_func ("/app/preview/sizes", test_sizes);
  g_test_add_func ("/app/preview/search", test_search);
  g_test_add_func ("/app/preview/print", test_print);
  g_test_add_func ("/app/preview/layouts", test_layouts);
  g_test_add_func ("/app/preview/layout-bar", test_layout_bar);
  g_test_add_func ("/app/preview/layout-memory", test_layout_memory);
  g_test_add_func ("/app/preview/choice", test_choice);
  g_test_add_func ("/app/preview/changed", test_changed);
  g_test_add_func ("/app/preview/masked", test_masked);
  g_test_add_func ("/app/preview/cache", test_cache);
  g_test_add_func ("/app/preview/offline", test_offline);
  status = g_test_run ();
  school_close (&school);
  return status;
}
