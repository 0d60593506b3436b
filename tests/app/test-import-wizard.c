/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import wizard on a real profile without a server: what a person sees and what he leaves in
 * the outbox. INS-11, INS-12, INS-14. */
#include "import-wizard-fixture.h"

#include "app/widgets/mch-a11y.h"
#include "app/import/mch-import-check-page.h"
#include "app/import/mch-import-columns-page.h"
#include "app/import/mch-import-recent.h"
#include "app/import/mch-import-result-page.h"
#include "app/import/mch-import-save.h"
#include "store/mch-outbox.h"

#include <string.h>

/* Every control that takes the focus has a name of its own or one that its text gives. */
static guint
count_unnamed (GtkWidget *widget)
{
  guint n = 0;

  if (gtk_widget_get_focusable (widget) && gtk_widget_get_visible (widget)
      && (GTK_IS_BUTTON (widget) || GTK_IS_LIST_BOX (widget) || GTK_IS_LIST_VIEW (widget)
          || GTK_IS_CHECK_BUTTON (widget))
      && !ADW_IS_ACTION_ROW (gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW))
      && gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) == NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER) == NULL
      && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_test_message ("%s has no name", G_OBJECT_TYPE_NAME (widget));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_unnamed (child);
  return n;
}

static void
test_whole_file (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GPtrArray) persons = NULL;
  g_auto (GStrv) recent = NULL;
  MchStore *store = mch_worker_get_store (world->app.worker);
  GtkWidget *file_page = get_page (world);

  g_assert_true (MCH_IS_IMPORT_FILE_PAGE (file_page));
  g_assert_cmpstr (mch_wizard_page_get_why_not (MCH_WIZARD_PAGE (file_page)), ==,
                   "Choose a file first.");
  open_sample (world, "generique.csv");
  assert_says (world, "generique.csv");
  assert_says (world, "212 rows · 19 columns · separator “;”");
  assert_says (world, "Accents read: ");
  assert_says (world, "Encoding: UTF-8");
  g_assert_cmpuint (count_unnamed (file_page), ==, 0);

  /* Everything is known: the columns are passed over. */
  press_next (world);
  g_assert_true (MCH_IS_IMPORT_CHECK_PAGE (get_page (world)));
  assert_says (world, "To create 212 · To update 0 · Unchanged 0 · Rejected 0");
  g_assert_cmpstr (mch_wizard_page_get_next_label (MCH_WIZARD_PAGE (get_page (world))), ==,
                   "_Import 212 pupils");
  g_assert_cmpuint (count_unnamed (get_page (world)), ==, 0);
  g_assert_cmpuint (mch_store_count_pending (store), ==, 0);

  press_next (world);
  g_assert_true (MCH_IS_IMPORT_RESULT_PAGE (get_page (world)));
  g_assert_cmpint (mch_import_model_get_end (world->model), ==, MCH_IMPORT_KEPT);
  assert_says (world, "212 rows read = 212 + 0 + 0 + 0");
  assert_says (world, "kept on this computer and leaves by itself");
  g_assert_cmpuint (count_unnamed (get_page (world)), ==, 0);
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
  op = mch_store_next_op (store, SCOPE, 0, NULL);
  g_assert_cmpstr (op->kind, ==, "import");
  g_assert_cmpstr (g_hash_table_lookup (op->meta, "file"), ==, "generique.csv");
  g_assert_cmpstr (g_hash_table_lookup (op->meta, "rows"), ==, "212");
  g_assert_cmpuint (strlen (g_hash_table_lookup (op->meta, "sha")), >=, 64);
  persons = mch_store_list_records (store, SCOPE, MCH_KIND_PERSON);
  g_assert_cmpuint (persons->len, ==, 212);
  recent = mch_import_recent_dup (world->app.worker);
  g_assert_cmpuint (g_strv_length (recent), ==, 1);
  g_assert_true (g_str_has_suffix (recent[0], "/generique.csv"));
}

/* The same file again says nothing new; nothing is put in the outbox. */
static void
test_again (void)
{
  g_autoptr (World) world = world_new ();
  MchStore *store = mch_worker_get_store (world->app.worker);

  open_sample (world, "generique.csv");
  press_next (world);
  press_next (world);
  mch_wizard_finish (world->wizard, NULL, NULL);
  wait_until (world->wizard == NULL);
  app_fixture_settle ();
  g_assert_finalize_object (world->model);
  start_wizard (world);
  assert_says (world, "generique.csv"); /* among the last files */
  open_sample (world, "generique.csv");
  press_next (world);
  assert_says (world, "To create 0 · To update 0 · Unchanged 212 · Rejected 0");
  assert_says (world, "without any problem");
  g_assert_cmpstr (mch_wizard_page_get_next_label (MCH_WIZARD_PAGE (get_page (world))), ==,
                   "_Finish");
  press_next (world);
  g_assert_cmpint (mch_import_model_get_end (world->model), ==, MCH_IMPORT_NOTHING_TO_DO);
  assert_says (world, "Nothing to import");
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
}

static GtkWidget *
find_invalid (GtkWidget *widget)
{
  if (gtk_test_accessible_has_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_invalid (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static guint
count_shown (World *world)
{
  guint n = 0;
  GtkWidget *page = get_page (world);
  GtkWidget *view = find_labelled (page, GTK_TYPE_LIST_VIEW, "Line ");

  if (view != NULL)
    n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view))));
  return n;
}

static void
test_faults (void)
{
  g_autoptr (World) world = world_new ();
  const MchImportCheck *check;
  g_autoptr (GBytes) report = NULL;
  g_autofree char *name = NULL;
  GtkWidget *cell, *only, *list;
  guint n_problems, n_blocking = 0, rejected;
  MchImportGroupKind last = MCH_GROUP_BLOCKING;

  open_sample (world, "fautes.csv");
  press_next (world);
  check = mch_import_model_get_check (world->model);
  rejected = mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED);
  g_assert_cmpuint (rejected, >, 0);

  /* Each cause says its kind in a word; blocking ones come first. */
  assert_says (world, "Blocking · a day that does not exist");
  assert_says (world, "To check · ");
  assert_says (world, "“31/02/2008” is a day that does not exist.");
  assert_says (world, "Write the date like 22/02/2009");
  for (guint i = 0; i < mch_import_plan_get_n_groups (check->plan); i++)
    {
      MchImportGroupKind kind = mch_import_plan_get_group (check->plan, i)->kind;

      n_blocking += kind == MCH_GROUP_BLOCKING;
      g_assert_cmpint (kind, >=, last);
      last = kind;
    }
  g_assert_cmpuint (n_blocking, >, 0);

  /* The faulty cell is framed, said to be invalid, and leads to its sentence. */
  cell = find_invalid (get_page (world));
  g_assert_nonnull (cell);
  g_assert_true (gtk_widget_has_css_class (cell, "import-blocking")
                 || gtk_widget_has_css_class (cell, "import-warning"));
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (cell),
                                                   GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));

  /* Only the problems at first; then all 20; then one cause. */
  n_problems = count_shown (world);
  g_assert_cmpuint (n_problems, <, 20);
  only = find_labelled (get_page (world), GTK_TYPE_CHECK_BUTTON, "Only the problems");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (only), FALSE);
  g_assert_cmpuint (count_shown (world), ==, 20);
  list = gtk_widget_get_ancestor (
      find_labelled (get_page (world), GTK_TYPE_LIST_BOX_ROW, "a day that does not exist"),
      GTK_TYPE_LIST_BOX);
  gtk_list_box_select_row (GTK_LIST_BOX (list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  g_assert_cmpuint (count_shown (world), ==, mch_import_plan_get_group (check->plan, 0)->n_rows);

  report = mch_import_save_dup_content (world->model);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (report, NULL),
                                  (gssize) g_bytes_get_size (report), "31/02/2008"));
  name = mch_import_save_dup_name (world->model);
  g_assert_cmpstr (name, ==, "fautes - rejected.csv");

  press_next (world);
  assert_says (world, "Save the rejected rows…");
  g_assert_cmpuint (mch_store_count_pending (mch_worker_get_store (world->app.worker)), ==, 1);
}

/* What a spreadsheet took away is given back, and said; no cell is called invalid for it. */
static void
test_repairs (void)
{
  g_autoptr (World) world = world_new ();

  open_sample (world, "tableur.csv");
  press_next (world);
  assert_says (world, "Put right · ");
  assert_says (world, "“690302945” is read as “0690302945”.");
  g_assert_null (find_invalid (get_page (world)));
  assert_says (world, "To create 60 · To update 0 · Unchanged 0 · Rejected 0");
}

static void
select_cause (World *world, const char *words)
{
  GtkWidget *row = find_labelled (get_page (world), GTK_TYPE_LIST_BOX_ROW, words);

  g_assert_nonnull (row);
  gtk_list_box_select_row (GTK_LIST_BOX (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_BOX)),
                           GTK_LIST_BOX_ROW (row));
  app_fixture_settle ();
}

/* An entry by what a screen reader calls it. */
static GtkWidget *
find_entry (GtkWidget *widget, const char *name)
{
  if (GTK_IS_ENTRY (widget))
    {
      g_autofree char *differs = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name);

      if (differs == NULL)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

#define FAULTY                                                                                     \
  "NOM;Prénom;Né le;Sexe;Classe\n"                                                               \
  "AUBIN;Zoé;31/02/2009;F;1 CAP\n"                                                                \
  "AUBIN;Zoë;01/03/2009;F;1 CAP\n"                                                                \
  "AUBIN;Zoé;01/03/2009;F;1CAP\n"                                                                 \
  "BON;Léa;02/03/2009;féminin-;1CAP\n"

/* A cell is written anew in its place, a value for all rows, two people are told apart; each is
 * taken back by itself, and nothing was imported meanwhile. */
static void
test_edits (void)
{
  g_autoptr (World) world = world_new ();
  const MchImportCheck *check;
  GtkWidget *cell, *entry, *button;

  open_text (world, FAULTY);
  press_next (world);
  check = mch_import_model_get_check (world->model);
  g_assert_cmpuint (mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED), ==, 1);

  select_cause (world, "a day that does not exist");
  cell = find_entry (get_page (world), "Né le");
  g_assert_nonnull (cell);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (cell)), ==, "31/02/2009");
  gtk_editable_set_text (GTK_EDITABLE (cell), "28/02/2009");
  g_signal_emit_by_name (cell, "activate");
  app_fixture_settle ();
  g_assert_cmpuint (mch_import_plan_get_n_edits (check->plan), ==, 1);
  g_assert_cmpuint (mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED), ==, 0);
  g_assert_cmpstr (mch_wizard_page_get_next_label (MCH_WIZARD_PAGE (get_page (world))), ==,
                   "_Import 3 pupils");
  g_assert_null (
      find_labelled (get_page (world), GTK_TYPE_LIST_BOX_ROW, "a day that does not exist"));

  press (world, "_Take the correction back");
  app_fixture_settle ();
  g_assert_cmpuint (mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED), ==, 1);
  g_assert_cmpuint (mch_import_plan_get_n_edits (check->plan), ==, 0);

  select_cause (world, "One person or two?");
  assert_says (world, "Taken as one person.");
  button = find_labelled (get_page (world), GTK_TYPE_TOGGLE_BUTTON, "_Two persons");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  app_fixture_settle ();
  g_assert_cmpuint (mch_import_plan_get_n_edits (check->plan), ==, 1);
  g_assert_true (mch_import_plan_undo (mch_import_model_begin_edit (world->model)));
  mch_import_model_end_edit (world->model);
  app_fixture_settle ();

  select_cause (world, "Values of columns");
  entry = find_entry (get_page (world), "Read “1 CAP” as");
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "1CAP");
  g_signal_emit_by_name (entry, "activate");
  app_fixture_settle ();
  g_assert_cmpuint (mch_import_plan_get_n_edits (check->plan), ==, 1);
  g_assert_cmpuint (count_unnamed (get_page (world)), ==, 0);
  g_assert_cmpuint (mch_store_count_pending (mch_worker_get_store (world->app.worker)), ==, 0);
}

static const MchField *
get_field (const char *name)
{
  return mch_field_find_for_candidate (name);
}

/* Unknown headings: the columns are shown, and what a person says of them is taken and kept. */
static void
test_columns (void)
{
  g_autoptr (World) world = world_new ();
  GtkWidget *page, *row;
  const MchField *field;

  open_sample (world, "colonnes-libres.csv");
  press_next (world);
  page = get_page (world);
  g_assert_true (MCH_IS_IMPORT_COLUMNS_PAGE (page));
  assert_says (world, "Régime");
  assert_says (world, "not recognised and will not be imported: Régime");
  assert_says (world, "e.g. 1CAP-EPC · filled at 100 %");
  g_assert_cmpuint (count_unnamed (page), ==, 0);

  /* "Régime" is the category, says the person, in the combo of that row. */
  row = find_labelled (page, ADW_TYPE_COMBO_ROW, "Régime");
  for (guint i = 0; i < 60; i++)
    {
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
      mch_import_table_get_meaning (mch_import_model_get_table (world->model), 6, &field);
      if (field == get_field ("category"))
        break;
    }
  g_assert_true (field == get_field ("category"));
  assert_says (world, "Every column that holds something is known.");

  press_next (world);
  g_assert_true (MCH_IS_IMPORT_CHECK_PAGE (get_page (world)));
  assert_says (world, "To create 212");
  press (world, "Review the c_olumns");
  g_assert_true (get_page (world) == page);
  mch_import_table_get_meaning (mch_import_model_get_table (world->model), 6, &field);
  g_assert_true (field == get_field ("category"));
  mch_wizard_back (world->wizard);
  g_assert_true (MCH_IS_IMPORT_FILE_PAGE (get_page (world)));

  /* Read again with the same headings: what was said holds. */
  mch_import_model_reopen (world->model);
  wait_until (!mch_import_model_is_reading (world->model));
  mch_import_table_get_meaning (mch_import_model_get_table (world->model), 6, &field);
  g_assert_true (field == get_field ("category"));
  /* Another file: it does not. */
  open_sample (world, "generique.csv");
  mch_import_table_get_meaning (mch_import_model_get_table (world->model), 6, &field);
  g_assert_true (field == get_field ("sex"));
}

static void
test_missing_column (void)
{
  g_autoptr (World) world = world_new ();

  open_text (world, "Nom;Prénom;Quand\nAUBIN;Zoé;01/02/2009\nBON;Léa;02/03/2009\n");
  press_next (world);
  g_assert_true (MCH_IS_IMPORT_COLUMNS_PAGE (get_page (world)));
  assert_says (world, "No column gives: Date of birth.");
  g_assert_nonnull (mch_wizard_page_get_why_not (MCH_WIZARD_PAGE (get_page (world))));
  mch_wizard_next (world->wizard); /* says why, and stays */
  g_assert_true (MCH_IS_IMPORT_COLUMNS_PAGE (get_page (world)));

  mch_import_model_choose (world->model, 2, get_field ("birth_date"));
  press_next (world);
  assert_says (world, "To create 2");
  /* One field, one column: the other gives way. */
  mch_import_model_choose (world->model, 1, get_field ("birth_date"));
  g_assert_null (mch_import_model_get_check (world->model));
  press (world, "Review the c_olumns");
  g_assert_nonnull (mch_wizard_page_get_why_not (MCH_WIZARD_PAGE (get_page (world))));
}

static void
test_encoding (void)
{
  g_autoptr (World) world = world_new ();
  GtkWidget *combo;
  MchGrid *grid;

  open_sample (world, "windows1252.csv");
  assert_says (world, "201 rows");
  combo = find_labelled (get_page (world), ADW_TYPE_COMBO_ROW, "Encoding of the file");
  g_assert_true (gtk_widget_get_visible (combo));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (combo)), ==, 0);
  assert_says (world, "Are they well written?");

  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 2); /* Mac OS Roman: wrong */
  wait_until (!mch_import_model_is_reading (world->model));
  grid = mch_import_table_get_grid (mch_import_model_get_table (world->model));
  g_assert_cmpint (mch_grid_get_encoding (grid), ==, MCH_ENCODING_MACROMAN);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (combo)), ==, 2);

  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), 0);
  wait_until (!mch_import_model_is_reading (world->model));
  press_next (world);
  assert_says (world, "To create ");
}

/* Whatever was chosen, the person reads why it cannot be imported, where he chose it. */
static void
test_unreadable (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GFile) gone = g_file_new_build_filename (world->app.dir, "parti.csv", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (world->app.dir);
  g_auto (GStrv) recent = NULL;

  open_file (world, gone);
  assert_says (world, "parti.csv is not there any more");
  g_assert_nonnull (mch_wizard_page_get_why_not (mch_wizard_get_current (world->wizard)));
  open_file (world, folder);
  assert_says (world, "is a folder");
  open_text (world, "%PDF-1.4");
  assert_says (world, "The file is a PDF document.");
  open_text (world, "");
  assert_says (world, "The file is empty.");
  open_text (world, "Bonjour\n");
  assert_says (world, "no line of headings");
  open_text (world, "Nom;Prénom;Date de naissance\n");
  g_assert_cmpstr (mch_wizard_page_get_why_not (mch_wizard_get_current (world->wizard)), ==,
                   "This file has headings and no pupil.");
  recent = mch_import_recent_dup (world->app.worker);
  g_assert_cmpuint (g_strv_length (recent), ==, 1);

  /* The last one asked for counts, whatever is still being read. */
  mch_import_model_open (world->model, gone, MCH_ENCODING_GUESSED);
  open_sample (world, "fautes.csv");
  assert_says (world, "20 rows");
  assert_says (world, "fautes.csv");
}

/* Another establishment's list: refused in words, on the page where one acts. */
static void
test_other_establishment (void)
{
  g_autoptr (World) world = world_new ();

  open_text (world, "LYC AUTRE (0951099D);;\nNom;Prénom;Date de naissance\nA;B;01/02/2009\n");
  mch_wizard_next (world->wizard);
  wait_until (has_text (GTK_WIDGET (world->wizard), "0951099D"));
  g_assert_true (MCH_IS_IMPORT_FILE_PAGE (get_page (world)));
  g_assert_cmpuint (mch_store_count_pending (mch_worker_get_store (world->app.worker)), ==, 0);
}

static void
test_nothing_good (void)
{
  g_autoptr (World) world = world_new ();

  open_text (world, "Nom;Prénom;Date de naissance\nA;B;31/02/2009\n");
  press_next (world);
  g_assert_nonnull (mch_wizard_page_get_why_not (mch_wizard_get_current (world->wizard)));
  press (world, "_Read the file again");
  g_assert_true (MCH_IS_IMPORT_FILE_PAGE (get_page (world)));
  wait_until (!mch_import_model_is_reading (world->model));
  open_text (world, "Nom;Prénom;Date de naissance\nA;B;28/02/2009\n");
  press_next (world);
  assert_says (world, "To create 1");
}

/* A colleague's change comes in between the check and the import: nothing is done unseen. */
static void
test_changed_meanwhile (void)
{
  g_autoptr (World) world = world_new ();
  MchStore *store = mch_worker_get_store (world->app.worker);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GError) error = NULL;
  MchRecord *person = record_new (MCH_KIND_PERSON, "0190a000-0000-7000-8000-000000000001");
  MchRecord *candidature =
      record_new (MCH_KIND_CANDIDATURE, "0190a000-0000-7000-8000-000000000002");

  open_text (world, "Nom;Prénom;Date de naissance\nAUBIN;Zoé;01/02/2009\nBON;Léa;02/03/2009\n");
  press_next (world);
  assert_says (world, "To create 2");
  mch_record_set (person, "family_name", "AUBIN");
  mch_record_set (person, "given_name", "Zoé");
  mch_record_set (person, "birth_date", "2009-02-01");
  mch_record_set (candidature, "session", SESSION);
  mch_record_set (candidature, "person", person->id);
  mch_record_set (candidature, "state", MCH_STATE_PRE_REGISTERED);
  g_ptr_array_add (rows, person);
  g_ptr_array_add (rows, candidature);
  mch_store_apply_rows (store, SCOPE, "e1", rows, 100, FALSE, &error);
  g_assert_no_error (error);

  mch_wizard_next (world->wizard);
  wait_until (has_text (GTK_WIDGET (world->wizard), "A colleague changed"));
  g_assert_true (MCH_IS_IMPORT_CHECK_PAGE (get_page (world)));
  assert_says (world, "To create 1 · To update 0 · Unchanged 1");
  g_assert_cmpuint (mch_store_count_pending (store), ==, 0);
  press_next (world);
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
}

static GtkWidget *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

/* Once a file was chosen, leaving asks first and says what is lost: nothing. Staying changes
 * nothing either. */
static void
test_leave (void)
{
  g_autoptr (World) world = world_new ();
  GtkWidget *question, *page;

  open_sample (world, "generique.csv");
  press_next (world);
  page = get_page (world);
  mch_wizard_cancel (world->wizard);
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_true (has_text (question, "The file was not imported: nothing was changed."));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "stay");
  gtk_window_destroy (GTK_WINDOW (question)); /* as its button does */
  g_assert_true (get_page (world) == page);
  assert_says (world, "To create 212");

  /* After the import nothing is lost by closing. */
  press_next (world);
  mch_wizard_cancel (world->wizard);
  wait_until (world->wizard == NULL);
  g_assert_null (find_question ());
}

/* The question outlives the wizard that it stands on by a moment. */
static void
test_leave_for_good (void)
{
  g_autoptr (World) world = world_new ();
  GtkWidget *question;

  open_sample (world, "generique.csv");
  mch_wizard_cancel (world->wizard);
  question = find_question ();
  g_assert_nonnull (question);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "leave");
  gtk_window_destroy (GTK_WINDOW (question)); /* as its button does */
  wait_until (world->wizard == NULL);
}

static void
test_recent_order (void)
{
  g_autoptr (World) world = world_new ();
  static const char *const names[] = { "generique.csv",   "fautes.csv",          "tableur.csv",
                                       "windows1252.csv", "colonnes-libres.csv", "liste-simple.csv",
                                       "fautes.csv" };
  g_auto (GStrv) recent = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    open_sample (world, names[i]);
  open_text (world, "Nom;Prénom\nA;B\n"); /* so that the last writing is done */
  recent = mch_import_recent_dup (world->app.worker);
  wait_until (g_strv_length (recent) == MCH_IMPORT_N_RECENT);
  g_assert_true (g_str_has_suffix (recent[0], "/fautes.csv")
                 || g_str_has_suffix (recent[1], "/fautes.csv"));
  for (guint i = 0; recent[i] != NULL; i++)
    g_assert_false (g_str_has_suffix (recent[i], "/generique.csv"));
}

int
main (int argc, char **argv)
{
  /* Sentences are asserted in the language of the source. */
  g_setenv ("LANGUAGE", "en", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  app_fixture_init (&argc, &argv);
  g_test_add_func ("/import-wizard/whole-file", test_whole_file);
  g_test_add_func ("/import-wizard/again", test_again);
  g_test_add_func ("/import-wizard/faults", test_faults);
  g_test_add_func ("/import-wizard/repairs", test_repairs);
  g_test_add_func ("/import-wizard/edits", test_edits);
  g_test_add_func ("/import-wizard/columns", test_columns);
  g_test_add_func ("/import-wizard/missing-column", test_missing_column);
  g_test_add_func ("/import-wizard/encoding", test_encoding);
  g_test_add_func ("/import-wizard/unreadable", test_unreadable);
  g_test_add_func ("/import-wizard/other-establishment", test_other_establishment);
  g_test_add_func ("/import-wizard/nothing-good", test_nothing_good);
  g_test_add_func ("/import-wizard/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/import-wizard/leave", test_leave);
  g_test_add_func ("/import-wizard/leave-for-good", test_leave_for_good);
  g_test_add_func ("/import-wizard/recent-order", test_recent_order);
  return g_test_run ();
}
