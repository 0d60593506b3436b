/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-screen.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-actions.h"
#include "app/candidates/mch-candidate-cells.h"
#include "app/candidates/mch-candidate-draft.h"
#include "app/candidates/mch-candidate-head.h"
#include "app/candidates/mch-candidate-history.h"
#include "app/candidates/mch-candidate-save-bar.h"
#include "app/candidates/mch-candidate-save.h"
#include "app/candidates/mch-candidate-tabs.h"
#include "app/candidates/mch-candidate-twin.h"
#include "app/candidates/mch-candidate-waiting.h"
#include "app/finish/mch-finish-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"

#define LOOK_AGAIN_MS 150 /* after a key: what is asked for may be something else now */
#define DRAFT_MS 1000

struct _MchCandidateScreen
{
  MchScreen parent_instance;

  char *id;                /* of the candidature; NULL: a new one */
  MchCandidate *candidate; /* as the list has it; NULL for a new one */
  MchRecord *like;         /* what a new one takes from the one before; NULL for nothing */
  MchRecordForm *form;
  char *draft_key;
  guint look_again; /* sources, 0 for none */
  guint draft_due;
  int saving_tab;
  int first_incomplete; /* the tab where something is missing; 0 for none */
  gboolean save_is_next;

  MchCandidateHead *head;
  GtkWidget *waiting;
  MchCandidateTwin *twin;
  MchCandidateTabs *tabs;
  MchCandidateHistory *history;
  MchCandidateSaveBar *bar;
};

G_DEFINE_FINAL_TYPE (MchCandidateScreen, mch_candidate_screen, MCH_TYPE_SCREEN)

static MchContext *
get_context (MchCandidateScreen *self)
{
  return mch_screen_get_context (MCH_SCREEN (self));
}

static void
show_bar (MchCandidateScreen *self)
{
  MchSavePlace place = { 0 };

  place.tab = mch_candidate_tabs_get_current (self->tabs);
  place.n_tabs = mch_candidate_tabs_get_n (self->tabs);
  place.saving_tab = self->saving_tab;
  place.save_is_next = self->save_is_next;
  place.new = self->candidate == NULL;
  place.n_edited = mch_record_form_count_edited (self->form);
  mch_candidate_save_bar_show (self->bar, &place);
}

static void
show_head (MchCandidateScreen *self)
{
  g_autofree char *name =
      self->candidate != NULL ? mch_candidate_cells_dup_name (self->candidate) : NULL;

  mch_screen_set_title (MCH_SCREEN (self), name != NULL ? name : _ ("Register a candidate"));
  mch_candidate_head_show (self->head, get_context (self), self->candidate,
                           mch_record_form_count_edited (self->form) > 0);
}

static void
note_tabs (MchCandidateScreen *self, const MchRegistrationForm *form)
{
  self->save_is_next = form->save_next;
  self->first_incomplete = 0;
  for (guint i = form->tabs->len; i > 0; i--)
    {
      const MchFormTab *tab = form->tabs->pdata[i - 1];

      if (tab->saves)
        self->saving_tab = (int) i - 1;
      if (tab->n_blockers > 0)
        self->first_incomplete = (int) i - 1;
    }
}

/* The tabs as what was typed asks for them. */
static void
show_tabs (MchCandidateScreen *self)
{
  g_autoptr (MchRecord) service = mch_context_dup_service (get_context (self));
  g_autoptr (MchRecord) person = mch_record_form_dup_record (self->form, MCH_KIND_PERSON);
  g_autoptr (MchRecord) candidature = NULL;
  g_autofree char *today = mch_context_dup_today ();
  g_autoptr (MchRegistrationForm) form = NULL;
  MchCandidateShape shape = { 0 };

  if (service == NULL)
    service = mch_record_new (MCH_KIND_SERVICE, "");
  shape.reference = mch_context_get_reference (get_context (self));
  candidature = mch_candidate_save_dup_candidature (self->form, shape.reference);
  form = mch_registration_form_new (shape.reference, service, person, candidature, today);
  note_tabs (self, form);
  shape.form = form;
  shape.service = service;
  shape.person = person;
  shape.candidature = candidature;
  shape.saved = self->candidate != NULL && mch_record_form_count_edited (self->form) == 0;
  mch_candidate_tabs_show (self->tabs, &shape);
  mch_candidate_tabs_set_last_visible (self->tabs, self->candidate != NULL);
  mch_candidate_twin_look (self->twin, get_context (self), person);
}

static void
show_everything (MchCandidateScreen *self)
{
  show_tabs (self);
  show_head (self);
  show_bar (self);
}

static gboolean
on_look_again (gpointer data)
{
  MchCandidateScreen *self = data;

  self->look_again = 0;
  show_everything (self);
  return G_SOURCE_REMOVE;
}

static void
write_draft (MchCandidateScreen *self)
{
  MchStore *store = mch_screen_get_store (MCH_SCREEN (self));
  g_autoptr (GVariant) typed = g_variant_ref_sink (mch_record_form_dup_typed (self->form));
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->draft_due, g_source_remove);
  if (store != NULL && self->draft_key != NULL
      && !mch_candidate_draft_save (store, self->draft_key, typed, &error))
    mch_toast_show (GTK_WIDGET (self), error->message);
}

static gboolean
on_draft_due (gpointer data)
{
  ((MchCandidateScreen *) data)->draft_due = 0;
  write_draft (data);
  return G_SOURCE_REMOVE;
}

static void
flush_draft (MchCandidateScreen *self)
{
  if (self->draft_due != 0)
    write_draft (self);
}

static void
on_edited (MchCandidateScreen *self)
{
  show_bar (self);
  show_head (self);
  if (self->look_again == 0)
    self->look_again = g_timeout_add (LOOK_AGAIN_MS, on_look_again, self);
  if (self->draft_due == 0)
    self->draft_due = g_timeout_add (DRAFT_MS, on_draft_due, self);
}

static MchCandidate *
find (MchCandidateScreen *self)
{
  MchContext *context = get_context (self);
  const char *const ids[] = { self->id, NULL };
  MchCandidateFilter filter = mch_context_get_filter (context);
  g_autoptr (GPtrArray) rows = NULL;

  if (self->id == NULL || mch_context_get_store (context) == NULL)
    return NULL;
  filter.ids = ids;
  rows = mch_store_query_candidates (mch_context_get_store (context), &filter, 0, 1, NULL, NULL);
  return rows != NULL && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

static void
set_records (MchCandidateScreen *self, gboolean forget)
{
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "");
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, "");

  if (self->candidate != NULL)
    {
      mch_record_form_set_record (self->form, self->candidate->person, forget);
      mch_record_form_set_record (self->form, self->candidate->candidature, forget);
      mch_candidate_waiting_show (self->waiting, get_context (self), self->candidate);
    }
  else if (forget)
    {
      mch_record_form_set_record (self->form, person, TRUE);
      mch_record_form_set_record (self->form, self->like != NULL ? self->like : candidature, TRUE);
      gtk_widget_set_visible (self->waiting, FALSE);
    }
}

/* @forget: what was typed and not saved goes. */
static void
load (MchCandidateScreen *self, gboolean forget)
{
  g_clear_handle_id (&self->look_again, g_source_remove);
  g_clear_pointer (&self->candidate, mch_candidate_free);
  self->candidate = find (self);
  set_records (self, forget);
  mch_candidate_history_show (self->history, get_context (self), self->candidate);
  show_everything (self);
}

/* What was typed the last time and not saved. */
static void
take_draft (MchCandidateScreen *self)
{
  MchStore *store = mch_screen_get_store (MCH_SCREEN (self));
  g_autoptr (GVariant) typed = NULL;

  g_free (self->draft_key);
  self->draft_key = mch_candidate_draft_dup_key (get_context (self), self->id);
  if (store != NULL)
    typed = mch_candidate_draft_load (store, self->draft_key);
  if (typed == NULL)
    return;
  mch_record_form_set_typed (self->form, typed);
  /* Some fields are asked for only by what others say. */
  show_everything (self);
  show_everything (self);
  mch_toast_show (GTK_WIDGET (self), _ ("What you had typed is here again; “Cancel” discards it."));
}

static void
open_id (MchCandidateScreen *self, const char *id)
{
  char *kept = g_strdup (id);

  flush_draft (self);
  g_free (self->id);
  self->id = kept;
  load (self, TRUE);
  if (self->candidate != NULL)
    mch_candidate_actions_note_look (get_context (self), self->candidate);
  take_draft (self);
}

/* Leaves a new candidate to the list behind; sets what was typed of another back. */
static void
on_cancelled (MchCandidateScreen *self)
{
  mch_record_form_revert (self->form);
  write_draft (self);
  if (self->candidate == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

/* Who is to be finished is opened where something is missing. */
static int
get_first_tab (MchCandidateScreen *self)
{
  return self->candidate != NULL
                 && g_strcmp0 (mch_candidate_get (self->candidate, "state"),
                               MCH_STATE_PRE_REGISTERED)
                        == 0
             ? self->first_incomplete
             : 0;
}

static void
mch_candidate_screen_open (MchScreen *screen, const char *argument)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (screen);
  const char *id = argument != NULL && *argument != '\0' ? argument : NULL;

  /* Coming back to what was being typed must not lose it. */
  if (self->candidate != NULL && g_strcmp0 (id, self->id) == 0)
    {
      load (self, FALSE);
      return;
    }
  g_clear_pointer (&self->like, mch_record_unref);
  open_id (self, id);
  mch_candidate_tabs_turn (self->tabs, get_first_tab (self));
}

static void
mch_candidate_screen_switched (MchScreen *screen)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (screen);

  flush_draft (self);
  g_clear_pointer (&self->draft_key, g_free);
}

static void
mch_candidate_screen_refresh (MchScreen *screen)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (screen);

  if (self->id != NULL)
    load (self, FALSE);
}

static void
mch_candidate_screen_shown (MchScreen *screen)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (screen);

  mch_candidate_tabs_turn (self->tabs, mch_candidate_tabs_get_current (self->tabs));
}

static void
go_to_next_incomplete (MchCandidateScreen *self, const MchRegistrations *registrations)
{
  int position = -1;

  for (guint i = 0; i < registrations->candidates->len; i++)
    if (g_strcmp0 (((MchCandidate *) registrations->candidates->pdata[i])->candidature->id,
                   self->id)
        == 0)
      position = (int) i;
  position = mch_registrations_find_next (registrations, position);
  if (position < 0)
    {
      mch_screen_go (GTK_WIDGET (self), "to-finish", NULL);
      return;
    }
  open_id (self, ((MchCandidate *) registrations->candidates->pdata[position])->candidature->id);
  mch_candidate_tabs_turn (self->tabs, get_first_tab (self));
}

static void
on_next_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchCandidateScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFinishPicture) picture =
      mch_finish_load_finish (MCH_WORKER (source), result, &error);

  if (picture != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    go_to_next_incomplete (self, picture->registrations);
  else if (picture == NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    mch_toast_show (GTK_WIDGET (self), error->message);
}

static void
find_next_incomplete (MchCandidateScreen *self)
{
  if (mch_record_form_count_edited (self->form) > 0)
    mch_toast_show (GTK_WIDGET (self), _ ("Save what was changed first."));
  else if (mch_context_get_session (get_context (self)) != NULL)
    mch_finish_load_async (get_context (self), on_next_found, g_object_ref (self));
}

/* After one was registered, the next of the same class. */
static void
begin_another (MchCandidateScreen *self)
{
  g_clear_pointer (&self->like, mch_record_unref);
  if (self->candidate != NULL)
    self->like = mch_candidate_save_dup_like (self->candidate->candidature);
  open_id (self, NULL);
  mch_candidate_tabs_turn (self->tabs, 0);
}

static void
on_saved (GtkWidget *widget, const char *id, gpointer data)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (widget);
  gboolean created = self->candidate == NULL;
  gboolean next = GPOINTER_TO_INT (data);

  if (id != NULL)
    {
      g_free (self->id);
      self->id = g_strdup (id);
    }
  load (self, TRUE);
  write_draft (self);
  g_free (self->draft_key);
  self->draft_key = mch_candidate_draft_dup_key (get_context (self), self->id);
  if (next && created)
    begin_another (self);
  else if (next)
    find_next_incomplete (self);
}

/* The first fault, wherever it stands. */
static gboolean
is_faultless (MchCandidateScreen *self, GtkWidget *page)
{
  MchFieldEntry *fault = mch_record_form_find_fault (self->form, page);

  if (fault == NULL)
    return TRUE;
  mch_candidate_tabs_turn_to (self->tabs, GTK_WIDGET (fault));
  mch_field_entry_focus (fault);
  return FALSE;
}

static void
save (MchCandidateScreen *self, gboolean next)
{
  if (!is_faultless (self, NULL))
    return;
  mch_candidate_save (GTK_WIDGET (self), get_context (self), self->form, self->candidate, on_saved,
                      GINT_TO_POINTER (next));
}

static void
on_save (MchCandidateScreen *self)
{
  save (self, FALSE);
}

static void
on_save_next (MchCandidateScreen *self)
{
  save (self, TRUE);
}

static void
on_previous (MchCandidateScreen *self)
{
  mch_candidate_tabs_turn (self->tabs, mch_candidate_tabs_get_current (self->tabs) - 1);
}

/* What the tab on show needs is asked for before the next one (REG-06). */
static void
on_next (MchCandidateScreen *self)
{
  if (is_faultless (self, mch_candidate_tabs_get_page (self->tabs)))
    mch_candidate_tabs_turn (self->tabs, mch_candidate_tabs_get_current (self->tabs) + 1);
}

/* A new one is saved where the session says so: the key leads there first. */
static gboolean
on_save_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (widget);

  if (self->candidate != NULL || mch_candidate_tabs_get_current (self->tabs) == self->saving_tab)
    save (self, FALSE);
  else if (is_faultless (self, NULL))
    {
      mch_candidate_tabs_turn (self->tabs, self->saving_tab);
      mch_toast_show (widget, _ ("Read it over: it is saved on this tab."));
    }
  return TRUE;
}

static gboolean
on_tab_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (widget);
  int step;

  g_variant_get (args, "(i)", &step);
  mch_candidate_tabs_turn (self->tabs, mch_candidate_tabs_get_current (self->tabs) + step);
  return TRUE;
}

static gboolean
on_next_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  find_next_incomplete (MCH_CANDIDATE_SCREEN (widget));
  return TRUE;
}

static void
on_twin_opened (MchCandidateScreen *self, const char *id)
{
  mch_screen_go (GTK_WIDGET (self), "candidate", id);
}

static void
mch_candidate_screen_unmap (GtkWidget *widget)
{
  flush_draft (MCH_CANDIDATE_SCREEN (widget));
  GTK_WIDGET_CLASS (mch_candidate_screen_parent_class)->unmap (widget);
}

static void
mch_candidate_screen_dispose (GObject *object)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (object);

  g_clear_handle_id (&self->look_again, g_source_remove);
  g_clear_handle_id (&self->draft_due, g_source_remove);
  G_OBJECT_CLASS (mch_candidate_screen_parent_class)->dispose (object);
}

static void
mch_candidate_screen_finalize (GObject *object)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (object);

  g_clear_object (&self->form);
  g_clear_pointer (&self->candidate, mch_candidate_free);
  g_clear_pointer (&self->like, mch_record_unref);
  g_free (self->draft_key);
  g_free (self->id);
  G_OBJECT_CLASS (mch_candidate_screen_parent_class)->finalize (object);
}

static void
mch_candidate_screen_class_init (MchCandidateScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_candidate_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_screen_finalize;
  widget_class->unmap = mch_candidate_screen_unmap;
  screen_class->open = mch_candidate_screen_open;
  screen_class->switched = mch_candidate_screen_switched;
  screen_class->refresh = mch_candidate_screen_refresh;
  screen_class->shown = mch_candidate_screen_shown;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, on_save_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F8, 0, on_next_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, on_tab_key,
                                "(i)", 1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, on_tab_key, "(i)",
                                -1);
}

static void
connect (MchCandidateScreen *self)
{
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->tabs, "turned", G_CALLBACK (show_bar), self);
  g_signal_connect_swapped (self->twin, "opened", G_CALLBACK (on_twin_opened), self);
  g_signal_connect_swapped (self->bar, "cancelled", G_CALLBACK (on_cancelled), self);
  g_signal_connect_swapped (self->bar, "previous", G_CALLBACK (on_previous), self);
  g_signal_connect_swapped (self->bar, "next", G_CALLBACK (on_next), self);
  g_signal_connect_swapped (self->bar, "saved", G_CALLBACK (on_save), self);
  g_signal_connect_swapped (self->bar, "saved-next", G_CALLBACK (on_save_next), self);
}

static void
mch_candidate_screen_init (MchCandidateScreen *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->form = mch_record_form_new ();
  self->head = MCH_CANDIDATE_HEAD (mch_candidate_head_new ());
  self->waiting = mch_candidate_waiting_new ();
  self->twin = MCH_CANDIDATE_TWIN (mch_candidate_twin_new ());
  self->history = MCH_CANDIDATE_HISTORY (mch_candidate_history_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->history), "page");
  self->tabs = MCH_CANDIDATE_TABS (
      mch_candidate_tabs_new (self->form, GTK_WIDGET (self->history), _ ("History")));
  self->bar = MCH_CANDIDATE_SAVE_BAR (mch_candidate_save_bar_new ());
  gtk_widget_add_css_class (top, "finish-fix");
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (top), self->waiting);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->twin));
  gtk_box_append (GTK_BOX (outer), top);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->tabs));
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->bar));
  gtk_widget_set_vexpand (GTK_WIDGET (self->tabs), TRUE);
  connect (self);
  adw_bin_set_child (ADW_BIN (self), outer);
}
