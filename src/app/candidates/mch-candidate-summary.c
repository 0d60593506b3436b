/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-summary.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "core/mch-registration.h"

struct _MchCandidateSummary
{
  GtkBox parent_instance;

  char *of;    /* the candidature */
  char *shown; /* the text of what stands here, to leave it alone while it is the same */
};

G_DEFINE_FINAL_TYPE (MchCandidateSummary, mch_candidate_summary, GTK_TYPE_BOX)

/* A page of lines: headings begin with '#', warnings with '!'. */
static void
add_line (GString *text, const char *label, const char *value)
{
  g_string_append_printf (text, _ ("%s: %s"), label, value);
  g_string_append_c (text, '\n');
}

static GtkWidget *
line_new (const char *line)
{
  GtkWidget *label;

  if (*line == '#')
    return mch_heading_new (line + 1);
  label = mch_text_new (*line == '!' ? line + 1 : line, FALSE);
  if (*line == '!')
    gtk_widget_add_css_class (label, "warning");
  return label;
}

static gboolean
show_text (MchCandidateSummary *self, const char *text)
{
  g_auto (GStrv) lines = NULL;
  GtkWidget *child;

  if (g_strcmp0 (self->shown, text) == 0)
    return FALSE;
  g_free (self->shown);
  self->shown = g_strdup (text);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      gtk_box_append (GTK_BOX (self), line_new (*line));
  return TRUE;
}

/* As the menu has it, else as a person reads it. (transfer full) */
static char *
dup_shown (const MchFormField *one)
{
  for (guint i = 0; one->choices != NULL && i < one->choices->len; i++)
    {
      const MchChoice *choice = one->choices->pdata[i];

      if (g_strcmp0 (choice->value, one->value) == 0)
        return g_strdup (choice->label);
    }
  return mch_record_form_dup_display (one->field, one->value);
}

static void
add_tab (GString *text, const MchFormTab *tab)
{
  gboolean headed = FALSE;

  for (guint i = 0; i < tab->fields->len; i++)
    {
      const MchFormField *one = tab->fields->pdata[i];
      g_autofree char *value = one->value != NULL ? dup_shown (one) : NULL;

      if (value == NULL || one->field->type == MCH_FIELD_TESTS)
        continue;
      if (!headed)
        g_string_append_printf (text, "#%s\n", tab->title);
      headed = TRUE;
      add_line (text, _ (one->field->label), value);
    }
}

static void
add_tests (GString *text, const GPtrArray *tests)
{
  if (tests->len > 0)
    g_string_append_printf (text, "#%s\n", mch_form_tab_get_title (MCH_TAB_TESTS));
  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];
      g_autofree char *title = mch_test_dup_title (test);
      g_autofree char *position =
          g_strjoin (", ", mch_test_position_get_label (test->position), test->mode, NULL);

      add_line (text, title, position);
    }
}

static void
add_blockers (GString *text, const GArray *blockers)
{
  for (guint i = 0; i < blockers->len; i++)
    {
      g_autofree char *message = mch_fault_dup_message (&g_array_index (blockers, MchFault, i));

      g_string_append_printf (text, "!%s\n", message);
    }
}

void
mch_candidate_summary_show (MchCandidateSummary *self, const MchCandidateShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const MchRegistrationForm *form = shape->form;

  g_return_if_fail (MCH_IS_CANDIDATE_SUMMARY (self));

  if (!shape->saved)
    g_string_append_printf (text, "!%s\n",
                            _ ("Attention! At this stage the candidature is not saved yet."));
  add_blockers (text, form->blockers);
  for (guint i = 0; i < form->tabs->len; i++)
    add_tab (text, form->tabs->pdata[i]);
  add_tests (text, form->tests);
  show_text (self, text->str);
}

/* REG-41. */
static void
add_print (MchCandidateSummary *self)
{
  GtkWidget *button = mch_button_new (_ ("Con_firmation of registration…"), NULL);
  g_autofree char *which = g_strconcat ("confirmations/", self->of, NULL);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", "documents", which);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show");
  gtk_box_append (GTK_BOX (self), button);
}

static void
add_closing (GString *text, const MchRecord *service)
{
  const char *ms = mch_record_get (service, "registration_to_ms");
  gint64 closes = ms != NULL ? g_ascii_strtoll (ms, NULL, 10) : 0;
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (closes / 1000);
  g_autofree char *words = closes > 0 ? g_date_time_format (day, _ ("%Y-%m-%d")) : NULL;

  if (words != NULL)
    add_line (text, _ ("Closing of the registration service, after which nothing can be changed"),
              words);
}

void
mch_candidate_summary_show_number (MchCandidateSummary *self, const MchCandidateShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *contact = mch_record_get (shape->service, "contact");

  g_return_if_fail (MCH_IS_CANDIDATE_SUMMARY (self));

  if (shape->form->number != NULL)
    add_line (text, _ ("Registration no."), shape->form->number);
  else
    g_string_append_printf (text, "%s\n", _ ("The numbers are given when it is finished."));
  add_closing (text, shape->service);
  if (contact != NULL)
    add_line (text, _ ("Exam office"), contact);
  if (shape->form->documents->len > 0)
    g_string_append_printf (text, "#%s\n", _ ("To send back with the confirmation"));
  for (guint i = 0; i < shape->form->documents->len; i++)
    g_string_append_printf (text, "• %s\n",
                            mch_ref_item_get (shape->form->documents->pdata[i], "label"));
  if (g_strcmp0 (self->of, shape->candidature->id) != 0)
    g_clear_pointer (&self->shown, g_free);
  g_free (self->of);
  self->of = g_strdup (shape->candidature->id);
  if (show_text (self, text->str) && *self->of != '\0')
    add_print (self);
}

GtkWidget *
mch_candidate_summary_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_SUMMARY, "orientation", GTK_ORIENTATION_VERTICAL,
                       "spacing", 6, NULL);
}

static void
mch_candidate_summary_finalize (GObject *object)
{
  g_free (MCH_CANDIDATE_SUMMARY (object)->shown);
  g_free (MCH_CANDIDATE_SUMMARY (object)->of);
  G_OBJECT_CLASS (mch_candidate_summary_parent_class)->finalize (object);
}

static void
mch_candidate_summary_class_init (MchCandidateSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_summary_finalize;
}

static void
mch_candidate_summary_init (MchCandidateSummary *self)
{
}
