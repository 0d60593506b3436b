/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips handed out and confirmations returned, in the window, with the server stopped first: ticks,
 * scans, who is missing, and the board whose gaps are lists (ACC-25, INS-20, INS-21). The tests
 * follow one another. */
#include <stdlib.h>
#include <string.h>

#include "app/candidates/mch-candidates-filter.h"
#include "app/distribution/mch-handout-list.h"
#include "app/distribution/mch-handout-screen.h"
#include "app/distribution/mch-progress-board.h"
#include "app/distribution/mch-returns-model.h"
#include "app/distribution/mch-returns-screen.h"
#include "app/establishment/mch-establishment-screen.h"
#include "app/establishment/mch-slip-text-page.h"
#include "app/preview/mch-renderer.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-tab-stop.h"
#include "core/mch-paper-code.h"
#include "school-fixture.h"

#define N_PUPILS 12

static School school;
static MchScreen *screen;

static void
open_screen (GType type)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  screen = g_object_new (type, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (screen));
  gtk_window_set_child (school.parent, overlay);
  mch_screen_set_context (screen, school.context);
  mch_screen_show (screen);
}

static GPtrArray *
candidates (void)
{
  MchCandidateFilter filter = mch_context_get_filter (school.context);
  GPtrArray *rows;

  filter.sort = MCH_CANDIDATE_SORT_DIVISION;
  rows = mch_store_query_candidates (mch_context_get_store (school.context), &filter, 0, G_MAXUINT,
                                     NULL, NULL);
  g_assert_cmpuint (rows->len, ==, N_PUPILS);
  return rows;
}

/* As a scanner does: characters, then Enter. */
static void
scan (const char *code)
{
  GtkWidget *box = app_fixture_find (GTK_WIDGET (screen), MCH_TYPE_SCAN_BOX, NULL);
  GtkWidget *entry = app_fixture_find (box, GTK_TYPE_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), code);
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

static gboolean
says (const char *text)
{
  return school_says (GTK_WIDGET (screen), text);
}

static MchHandoutList *
list (void)
{
  return MCH_HANDOUT_LIST (app_fixture_find (GTK_WIDGET (screen), MCH_TYPE_HANDOUT_LIST, NULL));
}

static void
test_board (void)
{
  school_stop_server ();
  open_screen (MCH_TYPE_HANDOUT_SCREEN);
  school_wait (says ("0 sur 12 remis · 0 activé"));
  g_assert_cmpuint (mch_handout_list_get_n_shown (list ()), ==, N_PUPILS);
  g_assert_true (says ("12 manquent"));
  g_assert_true (says ("✓ tous"));
  school_assert_named (GTK_WIDGET (screen));
  school_assert_fits (GTK_WIDGET (screen), 1024 - 270, 560);
  school_picture (school.parent, "distribution");
}

/* The file that was imported stands before the steps; who did not get into the list is named, one
 * click away. */
static void
test_file (void)
{
  static const char *const left_out[] = { "Ligne 3 : Benoît Zoé. Cette date n'existe pas.",
                                          "Ligne 5 : Sans nom. Le nom manque.", NULL };
  const MchLastFile file = {
    .name = (char *) "eleves.csv", .n_rows = 14, .n_left_out = 2, .left_out = (char **) left_out
  };
  static const char *const nobody[] = { NULL };
  const MchLastFile theirs = { .name = (char *) "theirs.csv",
                               .who = (char *) "b.colin",
                               .n_rows = 9,
                               .n_left_out = 3,
                               .left_out = (char **) nobody };
  MchProgressBoard *board =
      MCH_PROGRESS_BOARD (app_fixture_find (GTK_WIDGET (screen), MCH_TYPE_PROGRESS_BOARD, NULL));
  GtkWidget *button;
  GtkWindow *names;

  g_assert_true (says ("Dans le dernier fichier"));
  mch_progress_board_show_file (board, &file);
  button = app_fixture_find (GTK_WIDGET (board), GTK_TYPE_BUTTON, "2 laissées de côté");
  g_assert_nonnull (button);
  school_picture (school.parent, "distribution-file");
  g_signal_emit_by_name (button, "clicked");
  app_fixture_settle ();
  names = school_find_window (school.parent, ADW_TYPE_WINDOW);
  g_assert_nonnull (names);
  g_assert_true (school_says (GTK_WIDGET (names), left_out[0]));
  g_assert_true (school_says (GTK_WIDGET (names), left_out[1]));
  school_picture (names, "distribution-left-out");
  gtk_window_destroy (names);
  /* A colleague's: counted, and who can name them. */
  mch_progress_board_show_file (board, &theirs);
  button = app_fixture_find (GTK_WIDGET (board), GTK_TYPE_BUTTON, "3 laissées de côté");
  g_assert_nonnull (strstr (mch_why_not_get (button), "b.colin"));
  mch_progress_board_show_file (board, NULL);
  g_assert_false (says ("Dans le dernier fichier"));
}

static void
test_scans (void)
{
  g_autoptr (GPtrArray) rows = candidates ();
  g_autofree char *code = mch_paper_code_dup (
      MCH_PAPER_CONFIRMATION, ((MchCandidate *) rows->pdata[0])->candidature->id, 1);

  scan (code);
  g_assert_true (says ("papillon noté comme remis."));
  scan (mch_candidate_get (rows->pdata[0], "login"));
  g_assert_true (says ("était déjà noté comme remis."));
  scan (mch_candidate_get (rows->pdata[1], "ine"));
  scan (mch_candidate_get (rows->pdata[2], "login"));
  scan ("personne");
  g_assert_true (says ("n'est le papillon, l'identifiant, l'INE"));
  school_wait (says ("3 sur 12 remis"));
  g_assert_cmpuint (mch_handout_list_get_n_shown (list ()), ==, N_PUPILS - 3);
}

/* Space on a row, and taken back. */
static void
test_ticks (void)
{
  GtkWidget *stop = app_fixture_find (GTK_WIDGET (list ()), MCH_TYPE_TAB_STOP, NULL);
  GtkWidget *view = app_fixture_find (stop, GTK_TYPE_LIST_VIEW, NULL);
  GtkWidget *show = app_fixture_find (GTK_WIDGET (list ()), GTK_TYPE_DROP_DOWN, NULL);

  g_signal_emit_by_name (view, "activate", 0);
  school_wait (says ("4 sur 12 remis"));
  g_assert_cmpuint (mch_handout_list_get_n_shown (list ()), ==, N_PUPILS - 4);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (show), 1);
  g_assert_cmpuint (mch_handout_list_get_n_shown (list ()), ==, N_PUPILS);
  g_assert_true (says ("Remis le"));
  g_signal_emit_by_name (view, "activate", 0);
  school_wait (says ("3 sur 12 remis"));
  school_picture (school.parent, "distribution-pas-actives");
}

static void
on_chosen (MchCandidatesFilter *filter, guint *n)
{
  (*n)++;
}

/* Each gap of the board is a list of candidates. */
static void
test_gap (void)
{
  GtkWidget *filter = mch_candidates_filter_new ();
  MchCandidateFilter wanted = mch_context_get_filter (school.context);
  guint n = 0;

  g_object_ref_sink (filter);
  g_signal_connect (filter, "chosen", G_CALLBACK (on_chosen), &n);
  mch_candidates_filter_set_context (MCH_CANDIDATES_FILTER (filter), school.context);
  mch_candidates_filter_set_text (MCH_CANDIDATES_FILTER (filter), "gap=handed");
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (mch_candidates_filter_is_set (MCH_CANDIDATES_FILTER (filter)));
  mch_candidates_filter_apply (MCH_CANDIDATES_FILTER (filter), &wanted);
  g_assert_cmpuint (mch_store_count_candidates (mch_context_get_store (school.context), &wanted),
                    ==, N_PUPILS - 3);
  /* The menu in which it stands leads back to everybody, and to the other menus. */
  g_assert_false (gtk_widget_get_visible (app_fixture_find (filter, GTK_TYPE_DROP_DOWN, "État")));
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (app_fixture_find (filter, GTK_TYPE_DROP_DOWN, "Ce qui manque")), 0);
  g_assert_true (gtk_widget_get_visible (app_fixture_find (filter, GTK_TYPE_DROP_DOWN, "État")));
  g_assert_false (mch_candidates_filter_is_set (MCH_CANDIDATES_FILTER (filter)));
  wanted = mch_context_get_filter (school.context);
  mch_candidates_filter_apply (MCH_CANDIDATES_FILTER (filter), &wanted);
  g_assert_cmpuint (mch_store_count_candidates (mch_context_get_store (school.context), &wanted),
                    ==, N_PUPILS);
  g_object_unref (filter);
}

static guint
version_of (const MchCandidate *candidate)
{
  const char *number = mch_candidate_get (candidate, "registration_number");
  const char *version = number != NULL ? strstr (number, " Version ") : NULL;

  return version != NULL ? (guint) atoi (version + strlen (" Version ")) : 1;
}

/* A pass of the scanner: all but two, one of them of an older version, one twice, one of nobody. */
static void
test_returns (void)
{
  g_autoptr (GPtrArray) rows = candidates ();

  open_screen (MCH_TYPE_RETURNS_SCREEN);
  school_wait (says ("0 sur 12 confirmations reçues · 12 manquantes"));
  school_assert_named (GTK_WIDGET (screen));
  for (guint i = 1; i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];
      g_autofree char *code =
          mch_paper_code_dup (MCH_PAPER_CONFIRMATION, candidate->candidature->id,
                              version_of (candidate) + (i == 1 ? 1 : 0));

      scan (code);
      if (i == 2)
        scan (code);
      g_assert_true (says (i == 1   ? "une version plus ancienne"
                           : i == 2 ? "avait déjà été reçue"
                                    : "confirmation reçue."));
    }
  scan ("12345678901234567890");
  g_assert_true (says ("n'est pas le code d'une confirmation"));
  school_wait (says ("10 sur 12 confirmations reçues · 2 manquantes"));
  g_assert_true (says ("ARBOGAST Adèle (1CAP-0)"));
  school_assert_fits (GTK_WIDGET (screen), 1024 - 270, 560);
  school_picture (school.parent, "returns");
  /* The same once it is read again from the disk. */
  open_screen (MCH_TYPE_RETURNS_SCREEN);
  school_wait (says ("10 sur 12 confirmations reçues · 2 manquantes"));
}

/* The own words of the slips: tried on a specimen while they are typed, a wrong token named, saved
 * without taking the confirmation of the contact details back. */
static void
test_slip_text (void)
{
  GtkWidget *page, *entry, *save, *token;
  g_autoptr (MchRecord) record = NULL;
  guint before = mch_renderer_get_n_rendered ();

  open_screen (MCH_TYPE_ESTABLISHMENT_SCREEN);
  page = app_fixture_find (GTK_WIDGET (screen), MCH_TYPE_SLIP_TEXT_PAGE, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (gtk_widget_get_ancestor (page, GTK_TYPE_STACK)),
                                    "slip-text");
  school_wait (mch_renderer_get_n_rendered () > before);
  school_assert_named (page);
  entry = app_fixture_find (page, GTK_TYPE_ENTRY, NULL);
  save = app_fixture_find (page, GTK_TYPE_BUTTON, "_Enregistrer");
  g_assert_nonnull (mch_why_not_get (save));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Bonjour {prenomm}");
  school_wait (school_says (page, "{prenomm}"));
  g_signal_emit_by_name (save, "clicked");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Bonjour ");
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);
  token = app_fixture_find (page, GTK_TYPE_BUTTON, "{prenom}");
  g_signal_emit_by_name (token, "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Bonjour {prenom}");
  before = mch_renderer_get_n_rendered ();
  school_wait (mch_renderer_get_n_rendered () > before);
  school_picture (school.parent, "slip-text");
  g_signal_emit_by_name (save, "clicked");
  school_wait (mch_why_not_get (save) != NULL);
  record = mch_context_dup_establishment (school.context);
  g_assert_cmpstr (mch_record_get (record, "slip_text"), ==, "Bonjour {prenom}");
  g_assert_nonnull (mch_record_get (record, "contact_confirmed"));
  school_assert_fits (GTK_WIDGET (screen), 1024 - 270, 560);
}

static void
test_large_text (void)
{
  school_set_large_text (TRUE);
  open_screen (MCH_TYPE_ESTABLISHMENT_SCREEN);
  app_fixture_settle ();
  school_assert_fits (GTK_WIDGET (screen), 1024, 600);
  open_screen (MCH_TYPE_RETURNS_SCREEN);
  school_wait (says ("10 sur 12"));
  school_assert_fits (GTK_WIDGET (screen), 1024, 600);
  open_screen (MCH_TYPE_HANDOUT_SCREEN);
  school_wait (says ("3 sur 12 remis"));
  school_assert_fits (GTK_WIDGET (screen), 1024, 600);
  school_picture (school.parent, "distribution-large-text");
  school_set_large_text (FALSE);
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  g_test_add_func ("/app/distribution/board", test_board);
  g_test_add_func ("/app/distribution/file", test_file);
  g_test_add_func ("/app/distribution/scans", test_scans);
  g_test_add_func ("/app/distribution/ticks", test_ticks);
  g_test_add_func ("/app/distribution/gap", test_gap);
  g_test_add_func ("/app/distribution/returns", test_returns);
  g_test_add_func ("/app/distribution/slip-text", test_slip_text);
  g_test_add_func ("/app/distribution/large-text", test_large_text);
  status = g_test_run ();
  school_close (&school);
  return status;
}
