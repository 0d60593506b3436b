/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/home/mch-home-steps-list.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/window/mch-screen.h"
#include "core/mch-home-steps.h"
#include "store/mch-registrations.h"

#define STEP "mch-step"

struct _MchHomeStepsList
{
  GtkBox parent_instance;

  GtkListBox *list;
  GCancellable *cancellable;
  guint64 serial; /* of the store that is shown; 0 for nothing */
};

G_DEFINE_FINAL_TYPE (MchHomeStepsList, mch_home_steps_list, GTK_TYPE_BOX)

/* Where a step is done: an activity and, of the documents, which one. */
static const struct
{
  const char *id;
  const char *argument;
} places[MCH_N_STEPS] = {
  [MCH_STEP_ESTABLISHMENT] = { "establishment", NULL },
  [MCH_STEP_REGISTER] = { "import", NULL },
  [MCH_STEP_FINISH] = { "to-finish", NULL },
  [MCH_STEP_CONFIRMATIONS] = { "documents", "confirmations" },
  [MCH_STEP_ACCOUNTS] = { "generate", NULL },
  [MCH_STEP_LISTS] = { "documents", "signature-sheet" },
  [MCH_STEP_RETURN] = { "returns", NULL },
};

/* A state is a sign, a word and a colour. */
static const struct
{
  const char *icon;
  const char *word; /* msgid */
  const char *css;
} states[] = {
  [MCH_STEP_DONE] = { "object-select-symbolic", N_ ("Done"), "success" },
  [MCH_STEP_NEXT] = { "go-next-symbolic", N_ ("Next"), "accent" },
  [MCH_STEP_TODO] = { "media-record-symbolic", N_ ("To do"), NULL },
  [MCH_STEP_LATE] = { "dialog-warning-symbolic", N_ ("Late"), "error" },
  [MCH_STEP_WAITING] = { "appointment-soon-symbolic", N_ ("Later"), "dim-label" },
  [MCH_STEP_LOCKED] = { "changes-prevent-symbolic", N_ ("Locked"), "dim-label" },
  [MCH_STEP_ANYTIME] = { "media-playback-start-symbolic", N_ ("Whenever you like"), "dim-label" },
};

static char *
dup_until (const MchHomeStep *step)
{
  /* Translators: a day in figures. */
  return step->until != NULL ? g_strdup_printf (_ ("until %.2s/%.2s/%.4s"), step->until + 8,
                                                step->until + 5, step->until)
                             : NULL;
}

static GtkWidget *
row_new (const MchHomeStep *step)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new_from_icon_name (states[step->state].icon);
  g_autofree char *until = dup_until (step);
  g_autofree char *state = g_strjoin (", ", _ (states[step->state].word), until, NULL);
  g_autofree char *name = g_strjoin (", ", step->title, state, step->detail, NULL);
  GtkWidget *mark = mch_text_new (state, FALSE);

  gtk_box_append (GTK_BOX (words), mch_text_new (step->title, FALSE));
  gtk_box_append (GTK_BOX (words), mch_text_new (step->detail, TRUE));
  gtk_widget_add_css_class (gtk_widget_get_last_child (words), "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  if (states[step->state].css != NULL)
    {
      gtk_widget_add_css_class (image, states[step->state].css);
      gtk_widget_add_css_class (mark, states[step->state].css);
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_widget_add_css_class (box, "home-step");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), STEP, GUINT_TO_POINTER (step->id));
  mch_a11y_set_label (row, name);
  return row;
}

static void
show_steps (MchHomeStepsList *self, const GPtrArray *steps)
{
  GtkListBoxRow *focused = GTK_LIST_BOX_ROW (gtk_widget_get_focus_child (GTK_WIDGET (self->list)));
  int place = focused != NULL ? gtk_list_box_row_get_index (focused) : -1;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < steps->len; i++)
    gtk_list_box_append (self->list, row_new (steps->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (place >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, place)));
}

typedef struct
{
  char *scope;
  char *session;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->scope);
  g_free (job->session);
  g_free (job);
}

static gpointer
gather (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  MchStore *store = mch_work_get_store (work);
  g_autoptr (MchRecord) service =
      mch_store_dup_record (store, job->scope, MCH_KIND_SERVICE, job->session);
  g_autoptr (MchRegistrations) registrations = NULL;
  MchHomeFacts facts;

  if (service == NULL)
    service = mch_record_new (MCH_KIND_SERVICE, job->session);
  registrations = mch_registrations_new (store, job->scope, service, NULL, error);
  if (registrations == NULL
      || !mch_registrations_gather_home (registrations, store, mch_desk_now_ms (), &facts, error))
    return NULL;
  return mch_home_steps_new (&facts);
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchHomeStepsList) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (steps != NULL)
    show_steps (self, steps);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
mch_home_steps_list_refresh (MchHomeStepsList *self, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  Job *job;

  g_return_if_fail (MCH_IS_HOME_STEPS_LIST (self));

  if (store == NULL || mch_context_get_session (context) == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      self->serial = 0;
      return;
    }
  if (self->serial == mch_store_get_serial (store))
    return;
  self->serial = mch_store_get_serial (store);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  job = g_new0 (Job, 1);
  job->scope = g_strdup (mch_context_get_scope (context));
  job->session = g_strdup (mch_context_get_session (context));
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "home-steps", gather, job,
                                job_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable,
                                on_gathered, g_object_ref (self));
}

void
mch_home_steps_list_forget (MchHomeStepsList *self)
{
  g_return_if_fail (MCH_IS_HOME_STEPS_LIST (self));

  self->serial = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
on_activated (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), STEP));

  mch_screen_go (GTK_WIDGET (list), places[step].id, places[step].argument);
}

GtkWidget *
mch_home_steps_list_new (void)
{
  return g_object_new (MCH_TYPE_HOME_STEPS_LIST, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                       8, NULL);
}

static void
mch_home_steps_list_dispose (GObject *object)
{
  MchHomeStepsList *self = MCH_HOME_STEPS_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mch_home_steps_list_parent_class)->dispose (object);
}

static void
mch_home_steps_list_class_init (MchHomeStepsListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_home_steps_list_dispose;
}

static void
mch_home_steps_list_init (MchHomeStepsList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("The steps"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_activated), NULL);
  gtk_box_append (GTK_BOX (self), mch_heading_new (_ ("The steps")));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->list));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
