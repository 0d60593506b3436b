/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-values-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"

#define MAX_VALUES 300
#define MAX_TYPED_CHARACTERS 200

/* Fields whose values many rows share. */
static const char *const shared[] = { "division", "specialty_code", "specialty", "category",
                                      "sex" };

struct _MchImportValuesView
{
  AdwBin parent_instance;

  MchImportModel *model;
  GPtrArray *fields; /* of const MchField: the choices */
  GtkDropDown *choice;
  GtkStack *stack; /* "values" or "none" */
  GtkGrid *grid;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchImportValuesView, mch_import_values_view, ADW_TYPE_BIN)

static const MchField *
get_field (MchImportValuesView *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);

  return selected < self->fields->len ? self->fields->pdata[selected] : NULL;
}

static void
commit (GtkWidget *entry, MchImportValuesView *self)
{
  const char *from = g_object_get_data (G_OBJECT (entry), "value");
  const char *before = g_object_get_data (G_OBJECT (entry), "before");
  g_autofree char *to = g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)));
  g_autofree char *kept = g_strdup (from);
  MchImportPlan *plan;

  if (self->showing || strcmp (g_strstrip (to), before) == 0)
    return;
  plan = mch_import_model_begin_edit (self->model);
  if (plan == NULL)
    return;
  g_object_set_data_full (G_OBJECT (entry), "before", g_strdup (to), g_free);
  mch_import_plan_map_value (plan, get_field (self), kept, *to != '\0' ? to : NULL);
  mch_import_model_end_edit (self->model);
}

static void
on_left (GtkEventControllerFocus *focus, MchImportValuesView *self)
{
  commit (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus)), self);
}

static gboolean
is_refused (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "refused") != NULL;
}

static GtkWidget *
entry_new (MchImportValuesView *self, const MchImportValue *value)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *name = g_strdup_printf (_ ("Read “%s” as"), value->value);

  gtk_editable_set_text (GTK_EDITABLE (entry), value->to != NULL ? value->to : "");
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry),
                                  value->suggestion != NULL ? value->suggestion : _ ("as it is"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_TYPED_CHARACTERS);
  gtk_widget_set_hexpand (entry, TRUE);
  g_object_set_data_full (G_OBJECT (entry), "value", g_strdup (value->value), g_free);
  g_object_set_data_full (G_OBJECT (entry), "before", g_strdup (value->to != NULL ? value->to : ""),
                          g_free);
  g_object_set_data (G_OBJECT (entry), "refused", GINT_TO_POINTER (!value->taken));
  mch_a11y_set_label (entry, name);
  g_signal_connect_object (entry, "activate", G_CALLBACK (commit), self, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left), self, 0);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static void
add_value (MchImportValuesView *self, const MchImportValue *value, int line)
{
  g_autofree char *rows =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", value->n), value->n);
  GtkWidget *text = mch_text_new (*value->value != '\0' ? value->value : _ ("(nothing)"), FALSE);
  GtkWidget *state = mch_text_new (value->taken ? "" : _ ("not taken"), FALSE);

  if (!value->taken)
    gtk_widget_add_css_class (state, "error");
  gtk_grid_attach (self->grid, text, 0, line, 1, 1);
  gtk_grid_attach (self->grid, mch_text_new (rows, TRUE), 1, line, 1, 1);
  gtk_grid_attach (self->grid, entry_new (self, value), 2, line, 1, 1);
  gtk_grid_attach (self->grid, state, 3, line, 1, 1);
}

static void
clear (MchImportValuesView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

/* The entry of @value, for the keyboard to stay where it was. */
static GtkWidget *
find_entry (MchImportValuesView *self, const char *value)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (child), "value"), value) == 0)
      return child;
  return NULL;
}

static void
show_values (MchImportValuesView *self)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  const MchField *field = get_field (self);
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->grid));
  g_autofree char *focused =
      focus != NULL ? g_strdup (g_object_get_data (G_OBJECT (focus), "value")) : NULL;
  g_autoptr (GArray) values = NULL;

  self->showing = TRUE;
  clear (self);
  if (check != NULL && field != NULL)
    {
      values = mch_import_plan_dup_values (check->plan, field, MAX_VALUES);
      gtk_grid_attach (self->grid, mch_heading_new (_ ("In the file")), 0, 0, 1, 1);
      gtk_grid_attach (self->grid, mch_heading_new (_ ("Read as")), 2, 0, 1, 1);
      for (guint i = 0; i < values->len; i++)
        add_value (self, &g_array_index (values, MchImportValue, i), (int) i + 1);
    }
  self->showing = FALSE;
  gtk_stack_set_visible_child_name (self->stack,
                                    values != NULL && values->len > 0 ? "values" : "none");
  if (focused != NULL && (focus = find_entry (self, focused)) != NULL)
    gtk_widget_grab_focus (focus);
}

static void
on_chosen (MchImportValuesView *self)
{
  if (!self->showing)
    show_values (self);
}

void
mch_import_values_view_show (MchImportValuesView *self)
{
  const MchImportCheck *check;
  const MchField *before;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint at = 0;

  g_return_if_fail (MCH_IS_IMPORT_VALUES_VIEW (self));

  check = mch_import_model_get_check (self->model);
  before = get_field (self);
  g_ptr_array_set_size (self->fields, 0);
  for (gsize i = 0; check != NULL && i < G_N_ELEMENTS (shared); i++)
    {
      const MchField *field = mch_field_find_for_candidate (shared[i]);

      if (field == NULL || mch_import_plan_get_column (check->plan, field) < 0)
        continue;
      if (field == before)
        at = self->fields->len;
      g_ptr_array_add (self->fields, (gpointer) field);
      gtk_string_list_append (names, _ (field->label));
    }
  self->showing = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->choice, at);
  self->showing = FALSE;
  show_values (self);
}

gboolean
mch_import_values_view_has (const MchField *field)
{
  for (gsize i = 0; field != NULL && i < G_N_ELEMENTS (shared); i++)
    if (strcmp (field->name, shared[i]) == 0)
      return TRUE;
  return FALSE;
}

void
mch_import_values_view_choose (MchImportValuesView *self, const MchField *field)
{
  GtkWidget *entry = NULL;
  guint at;

  g_return_if_fail (MCH_IS_IMPORT_VALUES_VIEW (self));

  if (!g_ptr_array_find (self->fields, field, &at))
    return;
  gtk_drop_down_set_selected (self->choice, at);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_ENTRY (child) && (entry == NULL || is_refused (child)))
      {
        entry = child;
        if (is_refused (child))
          break;
      }
  if (entry != NULL)
    gtk_widget_grab_focus (entry);
}

GtkWidget *
mch_import_values_view_new (MchImportModel *model)
{
  MchImportValuesView *self = g_object_new (MCH_TYPE_IMPORT_VALUES_VIEW, NULL);

  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}

static void
mch_import_values_view_dispose (GObject *object)
{
  MchImportValuesView *self = MCH_IMPORT_VALUES_VIEW (object);

  g_clear_object (&self->model);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_import_values_view_parent_class)->dispose (object);
}

static void
mch_import_values_view_class_init (MchImportValuesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_import_values_view_dispose;
}

static void
mch_import_values_view_init (MchImportValuesView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled;
  GtkWidget *none =
      mch_text_new (_ ("This file has no column whose values many pupils share."), TRUE);
  GtkWidget *choice = mch_drop_down_new (_ ("Column"), NULL);

  self->fields = g_ptr_array_new ();
  self->choice = GTK_DROP_DOWN (choice);
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 16);
  gtk_grid_set_row_spacing (self->grid, 6);
  scrolled = mch_scroll_new (GTK_WIDGET (self->grid));
  gtk_widget_set_vexpand (scrolled, TRUE);
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, scrolled, "values");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_box_append (GTK_BOX (box), choice);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (box, "import-pairs");
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
}
