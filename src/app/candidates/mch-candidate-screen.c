/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-screen.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-actions.h"
#include "app/candidates/mch-candidate-cells.h"
#include "app/candidates/mch-candidate-history.h"
#include "app/candidates/mch-candidate-waiting.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-toast.h"

struct _MchCandidateScreen
{
  MchScreen parent_instance;

  char *id;                /* of the candidature; NULL: a new one */
  MchCandidate *candidate; /* as the list has it; NULL for a new one */
  MchRecordForm *form;
  MchFieldEntry *first;

  GtkLabel *state;
  GtkLabel *account;
  GtkWidget *waiting;
  MchCandidateHistory *history;
  GtkLabel *blockers; /* what stands against finishing the registration */
  GtkWidget *buttons;
  GtkWidget *finalise_button;
  GtkWidget *withdraw_button;
  GtkWidget *slip_button;
  GtkWidget *regenerate_button;
  GtkWidget *save_bar;
  GtkLabel *edited;
};

typedef struct
{
  const char *title; /* msgid */
  MchKind kind;
  const char *names[12];
} Group;

static const Group groups[] = {
  { N_ ("Identity"),
    MCH_KIND_PERSON,
    { "family_name", "given_name", "usage_name", "given_name_2", "birth_date", "sex", "ine",
      "nationality" } },
  { N_ ("Registration"),
    MCH_KIND_CANDIDATURE,
    { "division", "specialty", "specialty_code", "training_code", "category", "teachings",
      "registration_number" } },
  { N_ ("Birth"),
    MCH_KIND_PERSON,
    { "birth_commune", "birth_commune_code", "birth_department", "birth_country" } },
  { N_ ("Address and contact"),
    MCH_KIND_PERSON,
    { "address_1", "address_2", "postal_code", "city", "country", "phone", "email" } },
  { N_ ("Other numbers"), MCH_KIND_PERSON, { "candidate_number", "ocean_number" } },
};

G_DEFINE_FINAL_TYPE (MchCandidateScreen, mch_candidate_screen, MCH_TYPE_SCREEN)

static void
show_edited (MchCandidateScreen *self)
{
  guint n = mch_record_form_count_edited (self->form);
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u field changed", "%u fields changed", n), n);

  gtk_label_set_label (self->edited, self->candidate != NULL ? text : "");
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->save_bar), n > 0 || self->candidate == NULL);
}

static void
show_buttons (MchCandidateScreen *self)
{
  g_autofree char *finalise = NULL;
  g_autofree char *withdraw = NULL;
  g_autofree char *slip = NULL;

  gtk_widget_set_visible (self->buttons, self->candidate != NULL);
  if (self->candidate == NULL)
    return;
  slip = mch_candidate_dup_slip_reason (self->candidate);
  finalise = mch_candidate_dup_finalise_reason (
      mch_context_get_reference (mch_screen_get_context (MCH_SCREEN (self))), self->candidate);
  withdraw = mch_candidate_dup_withdraw_reason (self->candidate);
  if (finalise == NULL && mch_record_form_count_edited (self->form) > 0)
    finalise = g_strdup (_ ("Save what was changed first."));
  mch_why_not_set (self->finalise_button, finalise);
  mch_why_not_set (self->withdraw_button, withdraw);
  mch_why_not_set (self->slip_button, slip);
  mch_why_not_set (self->regenerate_button,
                   self->candidate->account != NULL
                       ? NULL
                       : _ ("There is no account yet: generate the accounts first."));
}

static void
show_head (MchCandidateScreen *self)
{
  const char *css;
  g_autofree char *name = NULL;
  g_autofree char *blockers = NULL;
  g_autofree char *account = NULL;

  if (self->candidate == NULL)
    {
      mch_screen_set_title (MCH_SCREEN (self), _ ("Register a candidate"));
      gtk_label_set_label (self->state,
                           _ ("Names and date of birth are needed; the rest can wait."));
      gtk_widget_set_visible (GTK_WIDGET (self->account), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->blockers), FALSE);
      return;
    }
  name = mch_candidate_cells_dup_name (self->candidate);
  mch_screen_set_title (MCH_SCREEN (self), name);
  blockers = mch_candidate_dup_finalise_reason (
      mch_context_get_reference (mch_screen_get_context (MCH_SCREEN (self))), self->candidate);
  gtk_label_set_label (self->blockers, blockers != NULL ? blockers : "");
  gtk_widget_set_visible (
      GTK_WIDGET (self->blockers),
      blockers != NULL
          && g_strcmp0 (mch_candidate_get (self->candidate, "state"), MCH_STATE_PRE_REGISTERED)
                 == 0);
  gtk_label_set_label (
      self->state, mch_candidate_cells_state (mch_candidate_get (self->candidate, "state"), &css));
  account = g_strdup_printf (_ ("Account: %s"), mch_candidate_cells_account (self->candidate));
  gtk_label_set_label (self->account, account);
  gtk_widget_set_visible (GTK_WIDGET (self->account), TRUE);
}

static MchCandidate *
find (MchCandidateScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  const char *const ids[] = { self->id, NULL };
  MchCandidateFilter filter = mch_context_get_filter (context);
  g_autoptr (GPtrArray) rows = NULL;

  if (self->id == NULL || mch_context_get_store (context) == NULL)
    return NULL;
  filter.ids = ids;
  rows = mch_store_query_candidates (mch_context_get_store (context), &filter, 0, 1, NULL, NULL);
  return rows != NULL && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/* @forget: what was typed and not saved goes. */
static void
load (MchCandidateScreen *self, gboolean forget)
{
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "");
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, "");

  g_clear_pointer (&self->candidate, mch_candidate_free);
  self->candidate = find (self);
  if (self->candidate != NULL)
    {
      mch_record_form_set_record (self->form, self->candidate->person, forget);
      mch_record_form_set_record (self->form, self->candidate->candidature, forget);
      mch_candidate_waiting_show (self->waiting, mch_screen_get_context (MCH_SCREEN (self)),
                                  self->candidate);
    }
  else if (forget)
    {
      mch_record_form_set_record (self->form, person, TRUE);
      mch_record_form_set_record (self->form, candidature, TRUE);
      gtk_widget_set_visible (self->waiting, FALSE);
    }
  mch_candidate_history_show (self->history, mch_screen_get_context (MCH_SCREEN (self)),
                              self->candidate);
  show_head (self);
  show_edited (self);
  show_buttons (self);
}

/* Leaves a new candidate to the list behind; sets what was typed of another back. */
static void
revert (MchCandidateScreen *self)
{
  mch_record_form_revert (self->form);
  if (self->candidate == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
mch_candidate_screen_open (MchScreen *screen, const char *argument)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (screen);
  const char *id = argument != NULL && *argument != '\0' ? argument : NULL;
  /* Coming back to what was being typed must not lose it. */
  gboolean same = g_strcmp0 (id, self->id) == 0 && self->candidate != NULL;

  g_free (self->id);
  self->id = g_strdup (id);
  load (self, !same);
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
  mch_field_entry_focus (MCH_CANDIDATE_SCREEN (screen)->first);
}

typedef struct
{
  MchCandidateScreen *screen; /* weak */
  GPtrArray *undo;            /* of MchChange; NULL for a creation */
  char *new_id;
  gboolean undoing;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_weak_pointer (&saving->screen);
  g_clear_pointer (&saving->undo, g_ptr_array_unref);
  g_free (saving->new_id);
  g_free (saving);
}

static Saving *
saving_new (MchCandidateScreen *self, GPtrArray *undo, const char *new_id, gboolean undoing)
{
  Saving *saving = g_new0 (Saving, 1);

  g_set_weak_pointer (&saving->screen, self);
  saving->undo = undo != NULL ? g_ptr_array_ref (undo) : NULL;
  saving->new_id = g_strdup (new_id);
  saving->undoing = undoing;
  return saving;
}

static void on_saved (GObject *source, GAsyncResult *result, gpointer data);

static void
on_undo (Saving *saving)
{
  if (saving->screen != NULL)
    mch_context_send (mch_screen_get_context (MCH_SCREEN (saving->screen)), saving->undo, on_saved,
                      saving_new (saving->screen, NULL, NULL, TRUE));
}

static void
tell_saved (MchCandidateScreen *self, Saving *saving)
{
  if (saving->undoing)
    mch_toast_show (GTK_WIDGET (self), _ ("Set back as it was"));
  else if (saving->undo == NULL)
    mch_toast_show (GTK_WIDGET (self), _ ("Candidate registered"));
  else
    mch_toast_show_undo (GTK_WIDGET (self), _ ("Saved"), G_CALLBACK (on_undo),
                         saving_new (self, saving->undo, NULL, FALSE),
                         (GDestroyNotify) saving_free);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  MchCandidateScreen *self = saving->screen;
  g_autoptr (GError) error = NULL;
  g_autofree char *op = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (self != NULL && op == NULL)
    /* What was typed stands in the form still. */
    mch_message_show (GTK_WIDGET (self), _ ("Nothing was saved"), error->message);
  else if (self != NULL)
    {
      if (saving->new_id != NULL)
        {
          g_free (self->id);
          self->id = g_strdup (saving->new_id);
        }
      load (self, TRUE);
      tell_saved (self, saving);
    }
  saving_free (saving);
}

static void
add_change (GPtrArray *changes, GPtrArray *undo, const MchRecord *before, const MchRecord *after)
{
  MchChange *change = mch_change_new_diff (before, after);

  if (change == NULL)
    return;
  g_ptr_array_add (undo, mch_change_new_inverse (change));
  g_ptr_array_add (changes, change);
}

static void
save_edit (MchCandidateScreen *self)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (GPtrArray) undo = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchRecord) person = mch_record_form_dup_record (self->form, MCH_KIND_PERSON);
  g_autoptr (MchRecord) candidature = mch_record_form_dup_record (self->form, MCH_KIND_CANDIDATURE);

  add_change (changes, undo, self->candidate->person, person);
  add_change (changes, undo, self->candidate->candidature, candidature);
  mch_context_send (mch_screen_get_context (MCH_SCREEN (self)), changes, on_saved,
                    saving_new (self, undo, NULL, FALSE));
}

static MchRecord *
dup_with_id (const MchRecord *typed, MchKind kind, const char *id)
{
  MchRecord *record = mch_record_new (kind, id);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, typed->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_record_set (record, name, value);
  return record;
}

static void
save_new (MchCandidateScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchRecord) typed = mch_record_form_dup_record (self->form, MCH_KIND_PERSON);
  g_autoptr (MchRecord) typed_too = mch_record_form_dup_record (self->form, MCH_KIND_CANDIDATURE);
  g_autofree char *person_id = mch_desk_new_id ();
  g_autofree char *id = mch_desk_new_id ();
  g_autoptr (MchRecord) person = dup_with_id (typed, MCH_KIND_PERSON, person_id);
  g_autoptr (MchRecord) candidature = dup_with_id (typed_too, MCH_KIND_CANDIDATURE, id);

  mch_record_set (candidature, "person", person_id);
  mch_record_set (candidature, "session", mch_context_get_session (context));
  mch_record_set (candidature, "state", MCH_STATE_PRE_REGISTERED);
  g_ptr_array_add (changes, mch_change_new_create (person));
  g_ptr_array_add (changes, mch_change_new_create (candidature));
  mch_context_send (context, changes, on_saved, saving_new (self, NULL, id, FALSE));
}

static void
save (MchCandidateScreen *self)
{
  if (!mch_record_form_check (self->form))
    return;
  if (self->candidate != NULL)
    save_edit (self);
  else
    save_new (self);
}

static gboolean
on_save_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  save (MCH_CANDIDATE_SCREEN (widget));
  return TRUE;
}

static void
on_edited (MchCandidateScreen *self)
{
  show_edited (self);
  show_buttons (self);
}

static void
on_finalise (GtkWidget *button, MchCandidateScreen *self)
{
  char *ids[] = { self->id, NULL };

  if (!mch_why_not_stops (button))
    mch_candidate_actions_finalise (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)),
                                    ids);
}

static void
on_withdraw (GtkWidget *button, MchCandidateScreen *self)
{
  char *ids[] = { self->id, NULL };

  if (!mch_why_not_stops (button))
    mch_candidate_actions_withdraw (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)),
                                    ids);
}

static void
on_show_slip (GtkWidget *button, MchCandidateScreen *self)
{
  char *ids[] = { self->id, NULL };

  if (!mch_why_not_stops (button))
    mch_candidate_actions_show_slip (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)),
                                     ids);
}

static void
on_regenerate (GtkWidget *button, MchCandidateScreen *self)
{
  char *ids[] = { self->id, NULL };

  if (!mch_why_not_stops (button))
    mch_candidate_actions_regenerate (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)),
                                      ids);
}

static GtkWidget *
build_group (MchCandidateScreen *self, const Group *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  for (int i = 0; i < (int) G_N_ELEMENTS (group->names) && group->names[i] != NULL; i++)
    {
      MchFieldEntry *entry = mch_record_form_add (self->form, group->kind, group->names[i]);

      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (entry), i % 2, i / 2, 1, 1);
      gtk_widget_set_valign (GTK_WIDGET (entry), GTK_ALIGN_START);
      if (self->first == NULL)
        self->first = entry;
    }
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ (group->title)));
  gtk_box_append (GTK_BOX (box), grid);
  return box;
}

static GtkWidget *
add_button (MchCandidateScreen *self, const char *label, GCallback clicked)
{
  GtkWidget *button = mch_button_new (label, NULL);

  g_signal_connect (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (self->buttons), button);
  return button;
}

static GtkWidget *
build_buttons (MchCandidateScreen *self)
{
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->finalise_button =
      add_button (self, _ ("_Finish the registration"), G_CALLBACK (on_finalise));
  self->slip_button = add_button (self, _ ("_Show the slip"), G_CALLBACK (on_show_slip));
  self->regenerate_button = add_button (self, _ ("_Regenerate…"), G_CALLBACK (on_regenerate));
  self->withdraw_button = add_button (self, _ ("_Withdraw…"), G_CALLBACK (on_withdraw));
  return self->buttons;
}

static GtkWidget *
build_head (MchCandidateScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->state = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_label_set_wrap (self->state, FALSE);
  self->account = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_label_set_selectable (self->account, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->account), TRUE);
  self->blockers = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_add_css_class (GTK_WIDGET (self->blockers), "warning");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->account));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->blockers));
  gtk_box_append (GTK_BOX (box), build_buttons (self));
  return box;
}

static GtkWidget *
build_save_bar (MchCandidateScreen *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Cancel"), NULL);
  GtkWidget *button = mch_button_new (_ ("_Save"), NULL);

  self->edited = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->edited, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->edited), TRUE);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (revert), self);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (save), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->edited));
  gtk_box_append (GTK_BOX (bar), cancel);
  gtk_box_append (GTK_BOX (bar), button);
  self->save_bar = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->save_bar),
                                    GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->save_bar), bar);
  return self->save_bar;
}

static void
mch_candidate_screen_finalize (GObject *object)
{
  MchCandidateScreen *self = MCH_CANDIDATE_SCREEN (object);

  g_clear_object (&self->form);
  g_clear_pointer (&self->candidate, mch_candidate_free);
  g_free (self->id);
  G_OBJECT_CLASS (mch_candidate_screen_parent_class)->finalize (object);
}

static void
mch_candidate_screen_class_init (MchCandidateScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_candidate_screen_finalize;
  screen_class->open = mch_candidate_screen_open;
  screen_class->refresh = mch_candidate_screen_refresh;
  screen_class->shown = mch_candidate_screen_shown;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_s, GDK_CONTROL_MASK, on_save_key,
                                NULL);
}

static void
mch_candidate_screen_init (MchCandidateScreen *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->form = mch_record_form_new ();
  self->waiting = mch_candidate_waiting_new ();
  self->history = MCH_CANDIDATE_HISTORY (mch_candidate_history_new ());
  gtk_box_append (GTK_BOX (box), build_head (self));
  gtk_box_append (GTK_BOX (box), self->waiting);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    gtk_box_append (GTK_BOX (box), build_group (self, &groups[i]));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->history));
  gtk_widget_add_css_class (box, "page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), build_save_bar (self));
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), outer);
}
