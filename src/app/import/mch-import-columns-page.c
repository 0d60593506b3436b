/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-columns-page.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-preset-bar.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"

/* The first choices of every combo; fields follow. That nobody said anything is not the same as
 * that somebody said no. */
enum
{
  NOT_SAID,
  NOT_IMPORTED,
  FIRST_FIELD
};

struct _MchImportColumnsPage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  const MchImportTable *shown; /* whose rows stand here; only compared */
  GPtrArray *fields;           /* of const MchField: the choices after the first */
  GtkStringList *names;
  GtkListItemFactory *factory;
  MchImportPresetBar *presets;
  GtkWidget *missing_box;
  GtkLabel *missing;
  GtkLabel *unknown;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* AdwComboRow, or AdwActionRow where nothing can be chosen */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchImportColumnsPage, mch_import_columns_page, MCH_TYPE_WIZARD_PAGE)

static void
on_chosen (GtkWidget *row, GParamSpec *pspec, MchImportColumnsPage *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  guint column;

  if (self->showing || selected == NOT_SAID || !g_ptr_array_find (self->rows, row, &column))
    return;
  mch_import_model_choose (self->model, column,
                           selected == NOT_IMPORTED ? NULL
                                                    : self->fields->pdata[selected - FIRST_FIELD]);
}

static char *
dup_heading (const MchImportTable *table, guint column)
{
  const char *heading = mch_import_table_get_heading (table, column);

  return *heading != '\0' ? g_strdup (heading)
                          : g_strdup_printf (_ ("Column %u, without a heading"), column + 1);
}

static const char *
meaning_to_text (MchHeaderKind kind)
{
  switch (kind)
    {
    case MCH_HEADER_FIELD:
      return _ ("Recognised");
    case MCH_HEADER_UAI:
      return _ ("Establishment, checked on each row");
    case MCH_HEADER_IGNORED:
      return _ ("Left out");
    case MCH_HEADER_UNKNOWN:
    default:
      return _ ("Not recognised, not imported");
    }
}

static char *
dup_subtitle (const MchImportTable *table, guint column, MchHeaderKind kind)
{
  guint n_rows = mch_import_table_get_n_rows (table);
  guint percent = n_rows > 0 ? mch_import_table_get_n_filled (table, column) * 100 / n_rows : 0;
  const char *example = mch_import_table_get_example (table, column);

  if (*example == '\0')
    return g_strdup_printf (_ ("%s · empty column"), meaning_to_text (kind));
  return g_strdup_printf (_ ("%s · e.g. %s · filled at %u %%"), meaning_to_text (kind), example,
                          percent);
}

static const char *
meaning_to_icon (MchHeaderKind kind)
{
  switch (kind)
    {
    case MCH_HEADER_FIELD:
    case MCH_HEADER_UAI:
      return "emblem-ok-symbolic";
    case MCH_HEADER_IGNORED:
      return "list-remove-symbolic";
    case MCH_HEADER_UNKNOWN:
    default:
      return "dialog-question-symbolic";
    }
}

static GtkWidget *
row_new (MchImportColumnsPage *self, const MchImportTable *table, guint column)
{
  g_autofree char *heading = dup_heading (table, column);
  const MchField *field;
  gboolean fixed = mch_import_table_get_meaning (table, column, &field) == MCH_HEADER_UAI;
  GtkWidget *row = fixed ? adw_action_row_new () : adw_combo_row_new ();
  GtkWidget *icon = gtk_image_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), heading);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  g_object_set_data (G_OBJECT (row), "icon", icon);
  if (fixed)
    return row;
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (self->names));
  adw_combo_row_set_list_factory (ADW_COMBO_ROW (row), self->factory);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_chosen), self, 0);
  return row;
}

static void
update_row (MchImportColumnsPage *self, const MchImportTable *table, guint column)
{
  GtkWidget *row = self->rows->pdata[column];
  const MchField *field;
  MchHeaderKind kind = mch_import_table_get_meaning (table, column, &field);
  g_autofree char *subtitle = dup_subtitle (table, column, kind);
  guint at;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "icon"), meaning_to_icon (kind));
  if (!ADW_IS_COMBO_ROW (row))
    return;
  if (field != NULL && g_ptr_array_find (self->fields, field, &at))
    at += FIRST_FIELD;
  else
    at = kind == MCH_HEADER_UNKNOWN ? NOT_SAID : NOT_IMPORTED;
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), at);
}

static void
build_rows (MchImportColumnsPage *self, const MchImportTable *table)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < mch_import_table_get_n_columns (table); i++)
    {
      GtkWidget *row = row_new (self, table, i);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  self->shown = table;
}

static void
show_unknown (MchImportColumnsPage *self, const MchImportTable *table)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < mch_import_table_get_n_columns (table); i++)
    {
      const MchField *field;
      g_autofree char *heading = NULL;

      if (mch_import_table_get_meaning (table, i, &field) != MCH_HEADER_UNKNOWN
          || mch_import_table_get_n_filled (table, i) == 0)
        continue;
      heading = dup_heading (table, i);
      g_string_append_printf (names, "%s%s", n > 0 ? ", " : "", heading);
      n++;
    }
  text = n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "%u column is not recognised and will not be "
                                               "imported: %s. Say what it is, or leave it out.",
                                               "%u columns are not recognised and will not be "
                                               "imported: %s. Say what they are, or leave them "
                                               "out.",
                                               n),
                                  n, names->str)
               : g_strdup (_ ("Every column that holds something is known."));
  gtk_label_set_label (self->unknown, text);
}

static void
show_missing (MchImportColumnsPage *self, const MchImportTable *table)
{
  g_autofree char *missing = mch_import_table_dup_missing (table);
  g_autofree char *text =
      missing != NULL
          ? g_strdup_printf (_ ("No column gives: %s. Choose below which one does."), missing)
          : NULL;

  gtk_label_set_label (self->missing, text != NULL ? text : "");
  gtk_widget_set_visible (self->missing_box, text != NULL);
  mch_wizard_page_set_why_not (MCH_WIZARD_PAGE (self), text);
}

static void
on_changed (MchImportColumnsPage *self)
{
  const MchImportTable *table = mch_import_model_get_table (self->model);

  if (table == NULL)
    {
      self->shown = NULL;
      return;
    }
  self->showing = TRUE;
  if (self->shown != table)
    build_rows (self, table);
  for (guint i = 0; i < self->rows->len; i++)
    update_row (self, table, i);
  self->showing = FALSE;
  show_unknown (self, table);
  show_missing (self, table);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchWizardPage) page = MCH_WIZARD_PAGE (data);
  g_autoptr (GError) error = NULL;

  mch_import_model_check_finish (MCH_IMPORT_MODEL (source), result, &error);
  mch_wizard_page_apply_done (page, error);
}

static void
mch_import_columns_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  mch_import_model_check_async (MCH_IMPORT_COLUMNS_PAGE (page)->model, cancellable, on_checked,
                                g_object_ref (page));
}

static void
mch_import_columns_page_entered (MchWizardPage *page, gboolean forward)
{
  mch_import_preset_bar_show (MCH_IMPORT_COLUMNS_PAGE (page)->presets);
}

/* The first column that asks for an answer. */
static void
mch_import_columns_page_shown (MchWizardPage *page)
{
  MchImportColumnsPage *self = MCH_IMPORT_COLUMNS_PAGE (page);
  const MchImportTable *table = mch_import_model_get_table (self->model);

  for (guint i = 0; table != NULL && i < self->rows->len; i++)
    {
      const MchField *field;

      if (mch_import_table_get_meaning (table, i, &field) == MCH_HEADER_UNKNOWN
          && gtk_widget_grab_focus (self->rows->pdata[i]))
        return;
    }
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
list_fields (MchImportColumnsPage *self)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  self->fields = g_ptr_array_new ();
  self->names = gtk_string_list_new (NULL);
  self->factory = mch_string_factory_new ();
  gtk_string_list_append (self->names, _ ("To be said"));
  gtk_string_list_append (self->names, _ ("Do not import"));
  for (guint i = 0; i < n; i++)
    if (mch_import_can_choose (&fields[i]))
      {
        g_ptr_array_add (self->fields, (gpointer) &fields[i]);
        gtk_string_list_append (self->names, _ (fields[i].label));
      }
}

static void
build (MchImportColumnsPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->missing_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->missing = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_add_css_class (self->missing_box, "error");
  gtk_box_append (GTK_BOX (self->missing_box),
                  gtk_image_new_from_icon_name ("dialog-error-symbolic"));
  gtk_box_append (GTK_BOX (self->missing_box), GTK_WIDGET (self->missing));
  self->unknown = GTK_LABEL (mch_text_new ("", FALSE));
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->presets = MCH_IMPORT_PRESET_BAR (mch_import_preset_bar_new (self->model));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->presets));
  gtk_box_append (GTK_BOX (box), self->missing_box);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->unknown));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  gtk_widget_add_css_class (box, "page");
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 820);
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new (clamp));
}

MchWizardPage *
mch_import_columns_page_new (MchImportModel *model)
{
  MchImportColumnsPage *self = g_object_new (MCH_TYPE_IMPORT_COLUMNS_PAGE, NULL);

  self->model = g_object_ref (model);
  build (self);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_import_columns_page_finalize (GObject *object)
{
  MchImportColumnsPage *self = MCH_IMPORT_COLUMNS_PAGE (object);

  g_clear_object (&self->model);
  g_clear_object (&self->names);
  g_clear_object (&self->factory);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (mch_import_columns_page_parent_class)->finalize (object);
}

static void
mch_import_columns_page_class_init (MchImportColumnsPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_import_columns_page_finalize;
  page_class->entered = mch_import_columns_page_entered;
  page_class->shown = mch_import_columns_page_shown;
  page_class->apply = mch_import_columns_page_apply;
}

static void
mch_import_columns_page_init (MchImportColumnsPage *self)
{
  self->rows = g_ptr_array_new ();
  list_fields (self);
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), C_ ("step", "Columns"));
}
