/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generation wizard, its documents and new passwords, on a real server. The tests follow one
 * another as a person's day does. ACC-08 to ACC-21, ACC-31, ACC-35 to ACC-41. */
#include <string.h>

#include "app/generation/mch-documents-window.h"
#include "app/generation/mch-generation-check-page.h"
#include "app/generation/mch-generation-count-page.h"
#include "app/generation/mch-generation-report-page.h"
#include "app/generation/mch-generation-wizard.h"
#include "app/generation/mch-names-window.h"
#include "app/generation/mch-regenerate-window.h"
#include "app/preview/mch-editions.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-field-entry.h"
#include "school-fixture.h"

#define N_PUPILS 12 /* the last of them is withdrawn */

static School school;

typedef struct
{
  MchGenerationModel *model;
  MchWizard *wizard; /* weak */
} Opened;

static void
open_wizard (Opened *opened)
{
  opened->model = mch_generation_model_new (school.context);
  g_set_weak_pointer (&opened->wizard, mch_generation_wizard_new (school.parent, opened->model));
  mch_wizard_start (opened->wizard);
  school_wait (mch_generation_model_is_counted (opened->model));
  app_fixture_settle ();
}

static void
close_wizard (Opened *opened)
{
  if (opened->wizard != NULL)
    mch_wizard_finish (opened->wizard, NULL, NULL);
  school_wait (opened->wizard == NULL);
  app_fixture_settle ();
  g_assert_finalize_object (opened->model);
}

static MchWizardPage *
current (Opened *opened)
{
  return mch_wizard_get_current (opened->wizard);
}

static void
assert_says (gpointer root, const char *text)
{
  if (!school_says (root, text))
    g_error ("nothing says “%s”", text);
}

static void
click (gpointer root, const char *label)
{
  GtkWidget *button = app_fixture_find (root, GTK_TYPE_BUTTON, label);

  if (button == NULL)
    g_error ("there is no button “%s”", label);
  g_signal_emit_by_name (button, "clicked");
}

/* ACC-12, ACC-14 to ACC-19: what is read before anything is made. */
static void
test_warnings (void)
{
  static const char *const texts[] = {
    "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON",
    "Attention, vous allez générer un compte Machaon pour chacun de vos élèves.",
    "Vos élèves auront alors l'obligation d'utiliser ce compte pour accéder aux documents mis à "
    "disposition par Machaon et à la publication de leurs résultats.",
    "Vous devez impérativement vérifier les coordonnées de votre établissement avant la génération "
    "des comptes Machaon",
    "Des papillons vont être produits afin d'être imprimés et distribués à vos élèves.",
    "Si l'un de vos élèves possède déjà un compte Machaon, il n'y a pas de nouveau compte généré, "
    "ni de papillon édité.",
    "12 rue des Tilleuls, 25000 Besançon",
  };
  Opened opened = { 0 };

  open_wizard (&opened);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (opened.wizard)), ==,
                   "Générer les comptes Machaon de mes élèves");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_says (current (&opened), texts[i]);
  /* ACC-14: label, UAI, DDMMYYYYHHMM. */
  g_assert_true (g_regex_match_simple ("^papillon de connexion 0250001A [0-9]{12}$",
                                       mch_generation_model_get_title (opened.model), 0, 0));
  school_assert_named (GTK_WIDGET (opened.wizard));
  school_picture (GTK_WINDOW (opened.wizard), "generation-1");
  close_wizard (&opened);
}

/* ACC-17: not before somebody says that the details are exact; that is kept. */
static void
test_confirmation (void)
{
  Opened opened = { 0 };
  GtkWidget *exact, *title;
  g_autoptr (MchRecord) establishment = mch_context_dup_establishment (school.context);

  g_assert_null (mch_record_get (establishment, "contact_confirmed"));
  open_wizard (&opened);
  g_assert_nonnull (mch_wizard_page_get_why_not (current (&opened)));
  mch_wizard_next (opened.wizard);
  g_assert_true (MCH_IS_GENERATION_CHECK_PAGE (current (&opened)));

  exact = app_fixture_find (GTK_WIDGET (current (&opened)), GTK_TYPE_CHECK_BUTTON, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (exact), TRUE);
  g_assert_null (mch_wizard_page_get_why_not (current (&opened)));
  /* The title is needed, too. */
  title = app_fixture_find (GTK_WIDGET (current (&opened)), MCH_TYPE_FIELD_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (mch_field_entry_get_entry (MCH_FIELD_ENTRY (title))), "");
  g_assert_nonnull (mch_wizard_page_get_why_not (current (&opened)));
  g_assert_true (mch_field_entry_has_fault (MCH_FIELD_ENTRY (title)));
  gtk_editable_set_text (GTK_EDITABLE (mch_field_entry_get_entry (MCH_FIELD_ENTRY (title))),
                         "Papillons de juin");

  mch_wizard_next (opened.wizard);
  school_wait (MCH_IS_GENERATION_COUNT_PAGE (current (&opened)));
  g_clear_pointer (&establishment, mch_record_unref);
  establishment = mch_context_dup_establishment (school.context);
  g_assert_cmpstr (mch_record_get (establishment, "contact_confirmed"), ==, "1");
  /* Back loses nothing. */
  mch_wizard_back (opened.wizard);
  g_assert_cmpstr (mch_field_entry_get_text (MCH_FIELD_ENTRY (title)), ==, "Papillons de juin");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (exact)));
  close_wizard (&opened);
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_generation_model_run_finish (MCH_GENERATION_MODEL (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) data = TRUE;
}

/* ACC-20, ACC-07: the size before the act, its names, a stop, the act, the report. */
static void
test_generation (void)
{
  Opened opened = { 0 };
  g_autoptr (GCancellable) stopped = g_cancellable_new ();
  g_autoptr (GListModel) names = NULL;
  g_autofree char *first = NULL;
  gboolean cancelled = FALSE;
  GtkWindow *list;

  open_wizard (&opened);
  mch_wizard_next (opened.wizard);
  school_wait (MCH_IS_GENERATION_COUNT_PAGE (current (&opened)));
  school_wait (mch_generation_model_get_n (opened.model, MCH_ROLL_ELIGIBLE) == N_PUPILS - 1);
  g_assert_cmpuint (mch_generation_model_get_n (opened.model, MCH_ROLL_INELIGIBLE), ==, 1);
  assert_says (current (&opened), "11 comptes vont être créés");
  assert_says (current (&opened), "11 papillons, 6 feuilles à deux par page");
  g_assert_cmpstr (mch_wizard_page_get_next_label (current (&opened)), ==, "_Générer 11 comptes");
  school_assert_named (GTK_WIDGET (opened.wizard));
  school_picture (GTK_WINDOW (opened.wizard), "generation-2");

  names = mch_generation_model_dup_names (opened.model, MCH_ROLL_INELIGIBLE);
  first = g_strdup (gtk_string_list_get_string (GTK_STRING_LIST (names), 0));
  g_assert_true (g_str_has_suffix (first, "non concerné\u00a0: désinscrit"));
  click (current (&opened), "Voir les noms");
  list = school_find_window (GTK_WINDOW (opened.wizard), ADW_TYPE_WINDOW);
  g_assert_nonnull (list);
  school_assert_named (GTK_WIDGET (list));
  gtk_window_destroy (list);

  /* Stopped before it began: nothing is made, and it can be done again. */
  g_cancellable_cancel (stopped);
  mch_generation_model_run_async (opened.model, NULL, stopped, on_cancelled, &cancelled);
  school_wait (cancelled);
  g_assert_null (mch_generation_model_get_edition (opened.model));

  mch_wizard_next (opened.wizard);
  school_wait (MCH_IS_GENERATION_REPORT_PAGE (current (&opened)));
  school_wait (mch_generation_model_get_n (opened.model, MCH_ROLL_CREATED) == N_PUPILS - 1);
  assert_says (current (&opened), "11 comptes créés");
  assert_says (current (&opened), "1 élève n'est pas concerné");
  g_assert_nonnull (mch_generation_model_get_edition (opened.model));
  g_assert_true (mch_wizard_page_get_final (current (&opened)));
  school_assert_named (GTK_WIDGET (opened.wizard));
  school_picture (GTK_WINDOW (opened.wizard), "generation-3");
  close_wizard (&opened);
}

/* ACC-21, ACC-40, ACC-41: both PDFs, their size once the password is given, the paging line. */
static void
test_documents (void)
{
  MchDocumentsWindow *window;

  school_unlock (&school);
  window = mch_documents_window_open (school.parent, school.context, NULL);
  school_wait (school_says (GTK_WIDGET (window), "octets"));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Liste des documents générés");
  assert_says (window, "Document");
  assert_says (window, "Taille");
  assert_says (window, "un par page");
  assert_says (window, "deux par page");
  g_assert_cmpstr (mch_documents_window_get_paging (window), ==,
                   "Affichage de l'élément 1 à 2 sur 2 élément(s)");
  school_assert_named (GTK_WIDGET (window));
  school_picture (GTK_WINDOW (window), "documents");
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_settle ();
}

/* ACC-31: all done, said in the seeds' words; the activity stays open for the report. */
static void
test_all_done (void)
{
  Opened opened = { 0 };

  open_wizard (&opened);
  assert_says (current (&opened),
               "Tous vos élèves possèdent un compte Machaon. L'édition n'est pas disponible");
  g_assert_nonnull (mch_wizard_page_get_why_not (current (&opened)));
  g_assert_nonnull (app_fixture_find (GTK_WIDGET (current (&opened)), GTK_TYPE_BUTTON,
                                      "Afficher le compte _rendu"));
  mch_wizard_next (opened.wizard);
  g_assert_true (MCH_IS_GENERATION_CHECK_PAGE (current (&opened)));
  school_picture (GTK_WINDOW (opened.wizard), "generation-all-done");
  close_wizard (&opened);
}

static GtkWidget *
find_ine (MchRegenerateWindow *window)
{
  GtkWidget *label = app_fixture_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "INE");

  return gtk_widget_get_ancestor (label, MCH_TYPE_FIELD_ENTRY);
}

static void
type_ine (MchRegenerateWindow *window, const char *ine)
{
  GtkWidget *field = find_ine (window);

  gtk_editable_set_text (GTK_EDITABLE (mch_field_entry_get_entry (MCH_FIELD_ENTRY (field))), ine);
  app_fixture_settle ();
}

static void
accept_warning (MchRegenerateWindow *window)
{
  GtkWindow *dialog;

  school_wait ((dialog = school_find_window (GTK_WINDOW (window), ADW_TYPE_MESSAGE_DIALOG))
               != NULL);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "generate");
}

/* ACC-35 to ACC-40: by INE; who has no account cannot be found (ACC-36). A list of documents that
 * is open shows the new edition by itself. */
static void
test_regeneration (void)
{
  MchRegenerateWindow *window = mch_regenerate_window_new (school.parent, school.context, "");
  MchDocumentsWindow *documents = mch_documents_window_open (school.parent, school.context, NULL);
  g_autoptr (GListStore) editions = NULL;
  GtkWidget *asleep;

  gtk_window_present (GTK_WINDOW (window));
  app_fixture_settle ();
  assert_says (window, "Critères de sélection");
  assert_says (window, "Inscrit");
  assert_says (window, "Pré-inscrit");
  assert_says (window, "11 élèves avec un compte · 0 coché");
  g_assert_nonnull (
      mch_why_not_get (app_fixture_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, "_Générer")));
  school_assert_named (GTK_WIDGET (window));

  type_ine (window, "000000011AA"); /* the one who was withdrawn has no account */
  assert_says (window, "Aucun élève possédant un compte ne répond à cela.");
  type_ine (window, "");
  asleep = app_fixture_find (GTK_WIDGET (window), GTK_TYPE_CHECK_BUTTON,
                             "_Tous ceux qui ne se sont pas encore connectés");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (asleep), TRUE);
  assert_says (window, "11 élèves avec un compte · 11 cochés");
  school_picture (GTK_WINDOW (window), "regenerate-asleep");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (asleep), FALSE);
  assert_says (window, "11 élèves avec un compte · 0 coché");
  type_ine (window, "000000003AA");
  assert_says (window, "1 élève avec un compte · 1 coché");
  school_picture (GTK_WINDOW (window), "regenerate");
  click (window, "_Générer 1 mot de passe");
  accept_warning (window);
  school_wait (school_says (GTK_WIDGET (window), "1 nouveau mot de passe provisoire"));
  school_picture (GTK_WINDOW (window), "regenerated");
  editions = mch_editions_new (school.context);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (editions)), ==, 2);
  school_wait (g_strcmp0 (mch_documents_window_get_paging (documents),
                          "Affichage de l'élément 1 à 4 sur 4 élément(s)")
               == 0);
  school_wait (school_says (GTK_WIDGET (documents), "Papillon de connexion – un par page"));
  gtk_window_destroy (GTK_WINDOW (documents));
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_settle ();
}

/* Text twice as large: every window still fits a small screen. */
static void
test_large_text (void)
{
  Opened opened = { 0 };
  GtkWindow *documents, *regenerate;

  school_set_large_text (TRUE);
  open_wizard (&opened);
  school_assert_fits (GTK_WIDGET (opened.wizard), 1024, 700);
  school_picture (GTK_WINDOW (opened.wizard), "generation-large-text");
  close_wizard (&opened);

  documents = GTK_WINDOW (mch_documents_window_open (school.parent, school.context, NULL));
  school_wait (school_says (GTK_WIDGET (documents), "octets"));
  school_assert_fits (GTK_WIDGET (documents), 1024, 700);
  school_picture (documents, "documents-large-text");
  gtk_window_destroy (documents);

  regenerate = GTK_WINDOW (mch_regenerate_window_new (school.parent, school.context, ""));
  gtk_window_present (regenerate);
  app_fixture_settle ();
  school_assert_fits (GTK_WIDGET (regenerate), 1024, 700);
  school_picture (regenerate, "regenerate-large-text");
  gtk_window_destroy (regenerate);
  school_set_large_text (FALSE);
}

/* The server stops: said in words, on the spot, and the choice is still there. */
static void
test_without_server (void)
{
  MchRegenerateWindow *window = mch_regenerate_window_new (school.parent, school.context, "");

  school_stop_server ();
  gtk_window_present (GTK_WINDOW (window));
  type_ine (window, "000000004AA");
  click (window, "_Générer 1 mot de passe");
  accept_warning (window);
  school_wait (school_says (GTK_WIDGET (window), "serveur"));
  assert_says (window, "1 élève avec un compte · 1 coché");
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_settle ();
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  g_test_add_func ("/app/generation/warnings", test_warnings);
  g_test_add_func ("/app/generation/confirmation", test_confirmation);
  g_test_add_func ("/app/generation/generation", test_generation);
  g_test_add_func ("/app/generation/documents", test_documents);
  g_test_add_func ("/app/generation/all-done", test_all_done);
  g_test_add_func ("/app/generation/regeneration", test_regeneration);
  g_test_add_func ("/app/generation/large-text", test_large_text);
  g_test_add_func ("/app/generation/without-server", test_without_server);
  status = g_test_run ();
  school_close (&school);
  return status;
}
