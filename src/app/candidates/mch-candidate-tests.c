/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-tests.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "core/mch-registration.h"
#include "core/mch-test-list.h"

#define INDENT 24

/* One test: a box to tick (or none), its title, an option, and what it comes to. */
typedef struct
{
  MchCandidateTests *list;
  char *code;
  GtkWidget *check;  /* NULL when there is nothing to choose */
  GtkWidget *option; /* a MchFieldEntry, or NULL */
  GtkLabel *position;
} Row;

struct _MchCandidateTests
{
  GtkBox parent_instance;

  MchRecordForm *form;
  MchReference *reference; /* NULL for none */
  GPtrArray *rows;
  gboolean exempted;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchCandidateTests, mch_candidate_tests, GTK_TYPE_BOX)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->code);
  g_free (row);
}

static void
set_lists (MchCandidateTests *self, const MchRecord *candidature)
{
  const char *name = self->exempted ? "retaken_tests" : "tests";

  mch_record_form_set_value (self->form, MCH_KIND_CANDIDATURE, name,
                             mch_record_get (candidature, name));
}

static void
on_chosen (Row *row)
{
  MchCandidateTests *self = row->list;
  g_autoptr (MchRecord) candidature = NULL;
  gboolean ticked;
  const char *option;

  if (self->showing)
    return;
  candidature = mch_record_form_dup_record (self->form, MCH_KIND_CANDIDATURE);
  ticked = row->check == NULL || gtk_check_button_get_active (GTK_CHECK_BUTTON (row->check));
  option = row->option != NULL ? mch_field_entry_get_text (MCH_FIELD_ENTRY (row->option)) : "";
  if (self->exempted)
    mch_registration_set_retaken (candidature, row->code, !ticked);
  else
    mch_registration_set_test (candidature, self->reference, row->code, ticked,
                               *option != '\0' ? option : NULL);
  set_lists (self, candidature);
}

static gboolean
has_choice (MchCandidateTests *self, const MchTest *test, const MchRecord *candidature)
{
  return self->exempted
         || mch_registration_may_leave_out (self->reference, candidature, test->code);
}

static void
add_option (Row *row, GtkWidget *line, const MchTest *test, const MchRecord *candidature)
{
  g_autoptr (GPtrArray) options =
      row->list->exempted
          ? NULL
          : mch_registration_dup_options (row->list->reference, candidature, test->code);

  if (options == NULL)
    return;
  row->option = GTK_WIDGET (mch_field_entry_new_choice (test->label));
  mch_field_entry_set_choices (MCH_FIELD_ENTRY (row->option), options);
  g_signal_connect_swapped (row->option, "edited", G_CALLBACK (on_chosen), row);
  gtk_box_append (GTK_BOX (line), row->option);
}

static void
add_row (MchCandidateTests *self, const MchTest *test, const MchRecord *candidature)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *title = g_strdup_printf ("%s - %s", test->code, test->label);
  GtkWidget *name;

  row->list = self;
  row->code = g_strdup (test->code);
  if (has_choice (self, test, candidature))
    {
      name = row->check = gtk_check_button_new ();
      gtk_check_button_set_child (GTK_CHECK_BUTTON (name), mch_text_new (title, FALSE));
      mch_a11y_set_label (name, title);
      g_signal_connect_swapped (name, "toggled", G_CALLBACK (on_chosen), row);
    }
  else
    name = mch_text_new (title, FALSE);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_margin_start (name, test->parent != NULL ? INDENT : 0);
  row->position = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_box_append (GTK_BOX (line), name);
  add_option (row, line, test, candidature);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->position));
  gtk_box_append (GTK_BOX (self), line);
  g_ptr_array_add (self->rows, row);
}

static void
show_row (MchCandidateTests *self, Row *row, const MchTest *test)
{
  g_autofree char *position =
      g_strjoin (" · ", mch_test_position_get_label (test->position), test->mode, NULL);

  gtk_label_set_label (row->position, position);
  if (row->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (row->check),
                                 self->exempted ? test->position == MCH_TEST_EXEMPTED
                                                : test->position != MCH_TEST_NOT_REGISTERED);
  if (row->option == NULL)
    return;
  mch_field_entry_set_text (MCH_FIELD_ENTRY (row->option), test->option);
  mch_field_entry_set_fault (MCH_FIELD_ENTRY (row->option),
                             test->needs_option ? _ ("Choose an option of this test.") : NULL);
}

/* The tests that stand here. (transfer container) */
static GPtrArray *
pick (MchCandidateTests *self, const MchRegistrationForm *shape, const MchRecord *candidature)
{
  GPtrArray *picked = g_ptr_array_new ();
  g_autoptr (GPtrArray) again = mch_test_list_parse (mch_record_get (candidature, "retaken_tests"));

  for (guint i = 0; i < shape->tests->len; i++)
    {
      MchTest *test = shape->tests->pdata[i];

      if (!self->exempted || test->position == MCH_TEST_EXEMPTED
          || mch_test_list_find (again, test->code) != NULL)
        g_ptr_array_add (picked, test);
    }
  return picked;
}

/* The same rows, with the same things to choose, stay: the keyboard may be on one of them. */
static gboolean
is_built (MchCandidateTests *self, const GPtrArray *tests, const MchRecord *candidature)
{
  if (self->rows->len != tests->len)
    return FALSE;
  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];
      const Row *row = self->rows->pdata[i];

      if (strcmp (row->code, test->code) != 0
          || (row->check != NULL) != has_choice (self, test, candidature))
        return FALSE;
    }
  return TRUE;
}

static void
build (MchCandidateTests *self, const GPtrArray *tests, const MchRecord *candidature)
{
  GtkWidget *child;
  gboolean optional = FALSE;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];

      if (!self->exempted && (i == 0 || test->optional != optional))
        gtk_box_append (GTK_BOX (self), mch_heading_new (test->optional ? _ ("Optional tests")
                                                                        : _ ("Mandatory tests")));
      optional = test->optional;
      add_row (self, test, candidature);
    }
}

void
mch_candidate_tests_show (MchCandidateTests *self, const MchRegistrationForm *shape,
                          const MchReference *reference, const MchRecord *candidature)
{
  g_autoptr (GPtrArray) tests = NULL;

  g_return_if_fail (MCH_IS_CANDIDATE_TESTS (self));

  g_clear_pointer (&self->reference, mch_reference_unref);
  if (reference != NULL)
    self->reference = mch_reference_ref ((MchReference *) reference);
  tests = pick (self, shape, candidature);
  self->showing = TRUE;
  if (!is_built (self, tests, candidature))
    build (self, tests, candidature);
  for (guint i = 0; i < tests->len; i++)
    show_row (self, self->rows->pdata[i], tests->pdata[i]);
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), tests->len > 0);
}

GtkWidget *
mch_candidate_tests_new (MchRecordForm *form, gboolean exempted)
{
  MchCandidateTests *self = g_object_new (MCH_TYPE_CANDIDATE_TESTS, "orientation",
                                          GTK_ORIENTATION_VERTICAL, "spacing", 8, NULL);

  self->form = g_object_ref (form);
  self->exempted = exempted;
  return GTK_WIDGET (self);
}

static void
mch_candidate_tests_finalize (GObject *object)
{
  MchCandidateTests *self = MCH_CANDIDATE_TESTS (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->reference, mch_reference_unref);
  g_object_unref (self->form);
  G_OBJECT_CLASS (mch_candidate_tests_parent_class)->finalize (object);
}

static void
mch_candidate_tests_class_init (MchCandidateTestsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_tests_finalize;
}

static void
mch_candidate_tests_init (MchCandidateTests *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
}
