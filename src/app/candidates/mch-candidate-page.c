/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/candidates/mch-candidate-summary.h"
#include "app/candidates/mch-candidate-tests.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"

#define PAGE_WIDTH 860

/* A field and its entry. */
typedef struct
{
  const MchField *field;
  MchFieldEntry *entry;
  gboolean chosen; /* from a menu */
  gboolean needed;
} Row;

struct _MchCandidatePage
{
  AdwBin parent_instance;

  MchRecordForm *form;
  MchFormTabId id;
  GtkLabel *intro;
  GtkGrid *grid;
  GPtrArray *rows;
  GtkLabel *note;
  GtkWidget *tests;   /* NULL when none stand here */
  GtkWidget *summary; /* the same */
};

G_DEFINE_FINAL_TYPE (MchCandidatePage, mch_candidate_page, ADW_TYPE_BIN)

/* The record may say a choice in other words (a code alone, as a file had it): the menu shows it as
 * that choice without changing it. (transfer full) */
static GPtrArray *
dup_menu (const MchFormField *one, const MchCandidateShape *shape)
{
  const MchRecord *record =
      one->field->kind == MCH_KIND_PERSON ? shape->person : shape->candidature;
  g_autoptr (MchRecord) written = NULL;
  const char *canonical;

  if (one->value == NULL)
    return g_ptr_array_ref (one->choices);
  written = mch_record_copy (record);
  mch_registration_set (written, shape->reference, one->field, one->value);
  canonical = mch_record_get (written, one->field->name);
  for (guint i = 0; i < one->choices->len; i++)
    {
      MchChoice *choice = one->choices->pdata[i];

      if (g_strcmp0 (choice->value, canonical) == 0 && strcmp (choice->value, one->value) != 0)
        {
          g_free (choice->value);
          choice->value = g_strdup (one->value);
        }
    }
  return g_ptr_array_ref (one->choices);
}

/* Tests are ticked, not typed, where the reference lists them. */
static gboolean
is_typed (MchCandidatePage *self, const MchFormField *one, const MchCandidateShape *shape)
{
  return self->tests == NULL || shape->form->tests->len == 0
         || (strcmp (one->field->name, "tests") != 0
             && strcmp (one->field->name, "retaken_tests") != 0);
}

static Row *
find_row (MchCandidatePage *self, const MchFormField *one)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (row->field == one->field && row->chosen == (one->choices != NULL)
          && row->needed == one->needed)
        return row;
    }
  return NULL;
}

static Row *
row_new (MchCandidatePage *self, const MchFormField *one)
{
  Row *row = g_new0 (Row, 1);

  row->field = one->field;
  row->chosen = one->choices != NULL;
  row->needed = one->needed;
  row->entry = mch_record_form_add_field (self->form, one->field, one->choices, one->needed);
  gtk_widget_set_valign (GTK_WIDGET (row->entry), GTK_ALIGN_START);
  gtk_grid_attach (self->grid, GTK_WIDGET (row->entry), 0, 0, 1, 1);
  return row;
}

/* Moves an entry that is in the grid, without taking the keyboard from it. */
static void
place_row (MchCandidatePage *self, Row *row, int place)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self->grid));
  GtkGridLayoutChild *child =
      GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, GTK_WIDGET (row->entry)));

  gtk_grid_layout_child_set_column (child, place % 2);
  gtk_grid_layout_child_set_row (child, place / 2);
}

static void
drop_rows (MchCandidatePage *self, GPtrArray *kept)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (g_ptr_array_find (kept, row, NULL))
        continue;
      mch_record_form_remove (self->form, row->entry);
      gtk_grid_remove (self->grid, GTK_WIDGET (row->entry));
      g_free (row);
    }
  g_ptr_array_unref (self->rows);
  self->rows = g_ptr_array_ref (kept);
}

static void
show_fields (MchCandidatePage *self, const MchFormTab *tab, const MchCandidateShape *shape)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < tab->fields->len; i++)
    {
      const MchFormField *one = tab->fields->pdata[i];
      Row *row = find_row (self, one);

      if (!is_typed (self, one, shape))
        continue;
      if (row == NULL)
        row = row_new (self, one);
      if (row->chosen)
        {
          g_autoptr (GPtrArray) menu = dup_menu (one, shape);

          mch_field_entry_set_choices (row->entry, menu);
        }
      mch_field_entry_set_editable (row->entry, one->editable);
      place_row (self, row, (int) rows->len);
      g_ptr_array_add (rows, row);
    }
  drop_rows (self, rows);
}

void
mch_candidate_page_show (MchCandidatePage *self, const MchFormTab *tab,
                         const MchCandidateShape *shape)
{
  g_return_if_fail (MCH_IS_CANDIDATE_PAGE (self));

  gtk_label_set_label (self->intro, tab->intro != NULL ? tab->intro : "");
  gtk_widget_set_visible (GTK_WIDGET (self->intro), tab->intro != NULL);
  show_fields (self, tab, shape);
  if (self->tests != NULL)
    mch_candidate_tests_show (MCH_CANDIDATE_TESTS (self->tests), shape->form, shape->reference,
                              shape->candidature);
  gtk_label_set_label (self->note, tab->note != NULL ? tab->note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), tab->note != NULL && self->tests != NULL
                                                       && gtk_widget_get_visible (self->tests));
  if (self->id == MCH_TAB_SUMMARY)
    mch_candidate_summary_show (MCH_CANDIDATE_SUMMARY (self->summary), shape);
  else if (self->id == MCH_TAB_NUMBER)
    mch_candidate_summary_show_number (MCH_CANDIDATE_SUMMARY (self->summary), shape);
}

void
mch_candidate_page_focus (MchCandidatePage *self)
{
  Row *first = NULL;

  g_return_if_fail (MCH_IS_CANDIDATE_PAGE (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (first == NULL
          || (row->needed && *mch_field_entry_get_text (row->entry) == '\0'
              && *mch_field_entry_get_text (first->entry) != '\0'))
        first = row;
    }
  if (first != NULL)
    mch_field_entry_focus (first->entry);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
build (MchCandidatePage *self)
{
  GtkWidget *scrolled;
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);

  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_spacing (self->grid, 18);
  gtk_grid_set_row_spacing (self->grid, 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->intro));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  if (self->tests != NULL)
    gtk_box_append (GTK_BOX (box), self->tests);
  if (self->summary != NULL)
    gtk_box_append (GTK_BOX (box), self->summary);
  gtk_widget_add_css_class (box, "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), PAGE_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  scrolled = mch_scroll_new (clamp);
  gtk_widget_set_vexpand (scrolled, TRUE);
  /* It takes the keyboard where there is nothing to type. */
  mch_a11y_set_label (scrolled, mch_form_tab_get_title (self->id));
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

GtkWidget *
mch_candidate_page_new (MchRecordForm *form, MchFormTabId id)
{
  MchCandidatePage *self = g_object_new (MCH_TYPE_CANDIDATE_PAGE, NULL);

  self->form = g_object_ref (form);
  self->id = id;
  if (id == MCH_TAB_TESTS || id == MCH_TAB_ACQUIS)
    self->tests = mch_candidate_tests_new (form, id == MCH_TAB_ACQUIS);
  if (id == MCH_TAB_SUMMARY || id == MCH_TAB_NUMBER)
    self->summary = mch_candidate_summary_new ();
  build (self);
  return GTK_WIDGET (self);
}

static void
mch_candidate_page_dispose (GObject *object)
{
  MchCandidatePage *self = MCH_CANDIDATE_PAGE (object);

  if (self->rows != NULL)
    {
      g_autoptr (GPtrArray) none = g_ptr_array_new ();

      drop_rows (self, none);
    }
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (mch_candidate_page_parent_class)->dispose (object);
}

static void
mch_candidate_page_class_init (MchCandidatePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_candidate_page_dispose;
}

static void
mch_candidate_page_init (MchCandidatePage *self)
{
  self->rows = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  self->intro = GTK_LABEL (mch_text_new ("", TRUE));
  self->note = GTK_LABEL (mch_text_new ("", TRUE));
}
