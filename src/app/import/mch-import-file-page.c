/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-file-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/import/mch-import-recent.h"
#include "app/import/mch-import-template-save.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"

#define N_ACCENTS 5
#define N_PAGES (MCH_N_ENCODINGS - MCH_ENCODING_WINDOWS_1252)

struct _MchImportFilePage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  GtkFileChooserNative *chooser;
  GtkWidget *choose_button;
  GtkStack *state; /* "nothing", "reading", "problem", "read" */
  GtkLabel *reading;
  GtkLabel *problem;
  AdwActionRow *file_row;
  AdwActionRow *accents_row;
  AdwComboRow *encoding_row;
  AdwPreferencesGroup *recent_group;
  GPtrArray *recent_rows;
  gboolean showing; /* the combo is being set, not chosen */
};

G_DEFINE_FINAL_TYPE (MchImportFilePage, mch_import_file_page, MCH_TYPE_WIZARD_PAGE)

static void
on_chosen (GtkNativeDialog *dialog, int response, MchImportFilePage *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (file != NULL)
    mch_import_model_open (self->model, file, MCH_ENCODING_GUESSED);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const suffixes[] = {
    "csv", "txt", "tsv", "ods", "xlsx", "xlsm", "xml", "zip"
  };
  g_autoptr (GtkFileFilter) lists = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (lists, _ ("Lists of pupils"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (lists, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, lists);
  gtk_file_chooser_add_filter (chooser, all);
}

static void
on_choose (MchImportFilePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GFile *file = mch_import_model_get_file (self->model);

  if (self->chooser != NULL)
    return;
  self->chooser =
      gtk_file_chooser_native_new (_ ("Choose the file of pupils"), GTK_WINDOW (root),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  if (file != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, MchImportFilePage *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || files->next != NULL)
    {
      mch_toast_show (GTK_WIDGET (self), _ ("Drop one file at a time."));
      return FALSE;
    }
  mch_import_model_open (self->model, files->data, MCH_ENCODING_GUESSED);
  return TRUE;
}

static void
on_recent_activated (AdwActionRow *row, MchImportFilePage *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_object_get_data (G_OBJECT (row), "uri"));

  mch_import_model_open (self->model, file, MCH_ENCODING_GUESSED);
}

static void
on_encoding_chosen (MchImportFilePage *self)
{
  guint selected = adw_combo_row_get_selected (self->encoding_row);

  if (!self->showing && selected < N_PAGES)
    mch_import_model_open (self->model, mch_import_model_get_file (self->model),
                           MCH_ENCODING_WINDOWS_1252 + selected);
}

static const char *
delimiter_to_text (char delimiter)
{
  switch (delimiter)
    {
    case '\t':
      return _ ("tabulation");
    case ',':
      return _ ("“,”");
    case '|':
      return _ ("“|”");
    case ';':
    default:
      return _ ("“;”");
    }
}

static void
show_file (MchImportFilePage *self, const MchImportTable *table)
{
  guint n_rows = mch_import_table_get_n_rows (table);
  guint n_columns = mch_import_table_get_n_columns (table);
  g_autofree char *rows =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", n_rows), n_rows);
  g_autofree char *columns = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u column", "%u columns", n_columns), n_columns);
  const MchGrid *grid = mch_import_table_get_grid (table);
  const char *uai = mch_import_table_get_uai (table);
  g_autofree char *of =
      uai != NULL ? g_strdup_printf (_ ("pupils of establishment %s"), uai) : NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *text =
      mch_grid_get_format (grid) == MCH_GRID_CSV
          ? g_strdup_printf (_ ("%s · %s · separator %s"), rows, columns,
                             delimiter_to_text (mch_grid_get_delimiter (grid)))
          : g_strdup_printf ("%s · %s · %s", rows, columns,
                             mch_import_format_get_label (mch_import_table_get_format (table)));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row),
                                 mch_import_model_get_name (self->model));
  subtitle = g_strjoin (" · ", text, of, NULL);
  adw_action_row_set_subtitle (self->file_row, subtitle);
}

static void
show_letters (MchImportFilePage *self, const MchImportTable *table)
{
  g_auto (GStrv) accents = mch_import_table_dup_accents (table, N_ACCENTS);
  MchEncoding encoding = mch_grid_get_encoding (mch_import_table_get_grid (table));
  g_autofree char *words = g_strjoinv (", ", accents);
  g_autofree char *title = *words != '\0' ? g_strdup_printf (_ ("Accents read: %s"), words)
                                          : g_strdup (_ ("No accent in the names of this file"));
  g_autofree char *sure = g_strdup_printf (_ ("Encoding: %s"), mch_encoding_to_string (encoding));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->accents_row), title);
  adw_action_row_set_subtitle (self->accents_row,
                               mch_encoding_is_page (encoding)
                                   ? _ ("Are they well written? If not, choose another encoding.")
                                   : sure);
  gtk_widget_set_visible (GTK_WIDGET (self->encoding_row), mch_encoding_is_page (encoding));
  if (!mch_encoding_is_page (encoding))
    return;
  self->showing = TRUE;
  adw_combo_row_set_selected (self->encoding_row, encoding - MCH_ENCODING_WINDOWS_1252);
  self->showing = FALSE;
}

static void
show_recent (MchImportFilePage *self)
{
  g_auto (GStrv) recent =
      mch_import_recent_dup (mch_context_get_worker (mch_import_model_get_context (self->model)));

  for (guint i = 0; i < self->recent_rows->len; i++)
    adw_preferences_group_remove (self->recent_group, self->recent_rows->pdata[i]);
  g_ptr_array_set_size (self->recent_rows, 0);
  for (char **uri = recent; *uri != NULL; uri++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (*uri);
      g_autoptr (GFile) parent = g_file_get_parent (file);
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *name = g_filename_display_name (base);
      g_autofree char *folder = parent != NULL ? g_file_get_parse_name (parent) : NULL;
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), folder != NULL ? folder : "");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("document-open-recent-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "uri", g_strdup (*uri), g_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (on_recent_activated), self, 0);
      adw_preferences_group_add (self->recent_group, row);
      g_ptr_array_add (self->recent_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), self->recent_rows->len > 0);
}

static void
show_state (MchImportFilePage *self, const char *state, const char *why_not)
{
  gtk_stack_set_visible_child_name (self->state, state);
  mch_wizard_page_set_why_not (MCH_WIZARD_PAGE (self), why_not);
}

static void
on_changed (MchImportFilePage *self)
{
  const MchImportTable *table = mch_import_model_get_table (self->model);
  const char *problem = mch_import_model_get_problem (self->model);
  g_autofree char *text = NULL;

  if (mch_import_model_is_reading (self->model))
    {
      text = g_strdup_printf (_ ("Reading %s…"), mch_import_model_get_name (self->model));
      gtk_label_set_label (self->reading, text);
      show_state (self, "reading", _ ("The file is being read."));
    }
  else if (problem != NULL)
    {
      gtk_label_set_label (self->problem, problem);
      show_state (self, "problem", problem);
    }
  else if (table == NULL)
    show_state (self, "nothing", _ ("Choose a file first."));
  else
    {
      show_file (self, table);
      show_letters (self, table);
      show_state (self, "read",
                  mch_import_table_get_n_rows (table) > 0
                      ? NULL
                      : _ ("This file has headings and no pupil."));
    }
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchWizardPage) page = MCH_WIZARD_PAGE (data);
  g_autoptr (GError) error = NULL;

  if (mch_import_model_check_finish (MCH_IMPORT_MODEL (source), result, &error))
    mch_import_model_go (MCH_IMPORT_MODEL (source), MCH_IMPORT_STEP_CHECK);
  mch_wizard_page_apply_done (page, error);
}

/* Columns that are all known need no look: the check comes at once. */
static void
mch_import_file_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  MchImportFilePage *self = MCH_IMPORT_FILE_PAGE (page);

  if (mch_import_model_knows_all (self->model))
    mch_import_model_check_async (self->model, cancellable, on_checked, g_object_ref (self));
  else
    mch_wizard_page_apply_done (page, NULL);
}

static void
mch_import_file_page_entered (MchWizardPage *page, gboolean forward)
{
  show_recent (MCH_IMPORT_FILE_PAGE (page));
  on_changed (MCH_IMPORT_FILE_PAGE (page));
}

static void
mch_import_file_page_shown (MchWizardPage *page)
{
  gtk_widget_grab_focus (MCH_IMPORT_FILE_PAGE (page)->choose_button);
}

static GtkWidget *
build_reading (MchImportFilePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();

  self->reading = GTK_LABEL (gtk_label_new (""));
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reading));
  return box;
}

static GtkWidget *
build_problem (MchImportFilePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  self->problem = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                "wrap", TRUE, "xalign", 0.0, "selectable", TRUE, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->problem), TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "error");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  return box;
}

static GtkWidget *
build_read (MchImportFilePage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *names[N_PAGES + 1] = { NULL };
  g_autoptr (GtkListItemFactory) factory = mch_string_factory_new ();
  g_autoptr (GtkStringList) pages = NULL;

  for (guint i = 0; i < N_PAGES; i++)
    names[i] = mch_encoding_to_string (MCH_ENCODING_WINDOWS_1252 + i);
  pages = gtk_string_list_new (names);
  self->file_row = ADW_ACTION_ROW (adw_action_row_new ());
  self->accents_row = ADW_ACTION_ROW (adw_action_row_new ());
  self->encoding_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->file_row), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->accents_row), FALSE);
  adw_action_row_add_prefix (self->file_row,
                             gtk_image_new_from_icon_name ("x-office-spreadsheet-symbolic"));
  adw_action_row_add_prefix (self->accents_row,
                             gtk_image_new_from_icon_name ("insert-text-symbolic"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->encoding_row),
                                 _ ("Encoding of the file"));
  adw_combo_row_set_model (self->encoding_row, G_LIST_MODEL (pages));
  adw_combo_row_set_list_factory (self->encoding_row, factory);
  g_signal_connect_object (self->encoding_row, "notify::selected", G_CALLBACK (on_encoding_chosen),
                           self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->file_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->accents_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->encoding_row));
  return group;
}

static GtkWidget *
build_drop_zone (MchImportFilePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-send-symbolic");
  GtkWidget *title = gtk_label_new (_ ("Drop the file of your pupils here"));
  GtkWidget *hint = gtk_label_new (_ (
      "A CSV file, a spreadsheet (.ods, .xlsx) or a SIECLE export; one line names the columns."));

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_widget_add_css_class (title, "title-2");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_CENTER);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_justify (GTK_LABEL (hint), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (hint, "dim-label");
  self->choose_button = mch_button_new (_ ("C_hoose a file…"), NULL);
  gtk_widget_add_css_class (self->choose_button, "pill");
  gtk_widget_set_halign (self->choose_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->choose_button, "clicked", G_CALLBACK (on_choose), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (GTK_BOX (box), self->choose_button);
  gtk_widget_add_css_class (box, "import-drop");
  return box;
}

static void
on_template (MchImportFilePage *self)
{
  mch_import_template_save (GTK_WIDGET (self), mch_import_model_get_context (self->model));
}

static void
on_explain (MchImportFilePage *self)
{
  mch_import_template_explain (GTK_WIDGET (self));
}

/* For who has no file yet, or one that is not taken. */
static GtkWidget *
build_help (MchImportFilePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *save = mch_button_new (_ ("Save a _template to fill in…"), NULL);
  GtkWidget *explain = mch_button_new (_ ("_Which files and columns?"), NULL);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (save, "flat");
  gtk_widget_add_css_class (explain, "flat");
  g_signal_connect_object (save, "clicked", G_CALLBACK (on_template), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (explain, "clicked", G_CALLBACK (on_explain), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), save);
  gtk_box_append (GTK_BOX (box), explain);
  return box;
}

static void
build (MchImportFilePage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->state = GTK_STACK (mch_stack_new ());
  gtk_stack_set_vhomogeneous (self->state, FALSE);
  gtk_stack_add_named (self->state, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "nothing");
  gtk_stack_add_named (self->state, build_reading (self), "reading");
  gtk_stack_add_named (self->state, build_problem (self), "problem");
  gtk_stack_add_named (self->state, build_read (self), "read");
  self->recent_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->recent_group, _ ("Last files"));
  gtk_box_append (GTK_BOX (box), build_drop_zone (self));
  gtk_box_append (GTK_BOX (box), build_help (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->recent_group));
  gtk_widget_add_css_class (box, "page");
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new (clamp));
  g_signal_connect_object (drop, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

MchWizardPage *
mch_import_file_page_new (MchImportModel *model)
{
  MchImportFilePage *self = g_object_new (MCH_TYPE_IMPORT_FILE_PAGE, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_changed (self);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_import_file_page_dispose (GObject *object)
{
  MchImportFilePage *self = MCH_IMPORT_FILE_PAGE (object);

  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->model);
  g_clear_pointer (&self->recent_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_import_file_page_parent_class)->dispose (object);
}

static void
mch_import_file_page_class_init (MchImportFilePageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_import_file_page_dispose;
  page_class->entered = mch_import_file_page_entered;
  page_class->shown = mch_import_file_page_shown;
  page_class->apply = mch_import_file_page_apply;
}

static void
mch_import_file_page_init (MchImportFilePage *self)
{
  self->recent_rows = g_ptr_array_new ();
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), C_ ("step", "File"));
  build (self);
}
