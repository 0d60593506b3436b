/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-review-panel.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

struct _MchReviewPanel
{
  AdwBin parent_instance;

  MchPreviewModel *model;
  MchSlipItem *item;
  gboolean filling; /* what is shown changes, not what the person thinks */
  GtkLabel *name;
  GtkLabel *facts;
  GtkLabel *changed;
  GtkLabel *office;
  GtkCheckButton *states[MCH_N_REVIEW_STATES];
  GtkEditable *note;
};

static guint done_signal;

G_DEFINE_FINAL_TYPE (MchReviewPanel, mch_review_panel, ADW_TYPE_BIN)

static MchReviewState
chosen_state (MchReviewPanel *self)
{
  for (MchReviewState state = MCH_REVIEW_TODO; state < MCH_N_REVIEW_STATES; state++)
    if (gtk_check_button_get_active (self->states[state]))
      return state;
  return MCH_REVIEW_TODO;
}

static const char *
typed_note (MchReviewPanel *self)
{
  const char *note = gtk_editable_get_text (self->note);

  return *note != '\0' ? note : NULL;
}

/* Keeps what is in the panel, if it says anything new. */
static void
keep (MchReviewPanel *self)
{
  const MchSlipReview *review;

  if (self->item == NULL || self->filling)
    return;
  review = &mch_slip_item_get_facts (self->item)->review;
  if (review->state != chosen_state (self) || g_strcmp0 (review->note, typed_note (self)) != 0)
    mch_preview_model_review (self->model, self->item, chosen_state (self), typed_note (self));
}

/* What the exam office said, to be dealt with before the slip is printed. */
static void
show_office (MchReviewPanel *self, const MchOfficeReview *office)
{
  g_autofree char *said = mch_office_review_dup_text (office);
  g_autofree char *whole = NULL;
  gboolean faulty = office->state == MCH_REVIEW_FAULTY;

  gtk_widget_set_visible (GTK_WIDGET (self->office), said != NULL);
  if (said == NULL)
    return;
  whole = faulty && office->changed
              ? g_strdup_printf (_ ("%s\nThe slip has changed since: the exam office will look at "
                                    "it again."),
                                 said)
              : g_strdup (said);
  gtk_label_set_label (self->office, whole);
  if (faulty && !office->changed)
    gtk_widget_add_css_class (GTK_WIDGET (self->office), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->office), "warning");
}

static void
show_item (MchReviewPanel *self)
{
  const MchSlipFacts *facts = mch_slip_item_get_facts (self->item);
  g_autofree char *line = facts->division != NULL
                              ? g_strdup_printf ("%s · %s", facts->division, facts->login)
                              : g_strdup (facts->login);

  self->filling = TRUE;
  gtk_label_set_label (self->name, mch_slip_item_get_name (self->item));
  gtk_label_set_label (self->facts, line);
  gtk_widget_set_visible (GTK_WIDGET (self->changed), facts->review.changed);
  show_office (self, &facts->office);
  gtk_check_button_set_active (self->states[facts->review.state], TRUE);
  if (g_strcmp0 (typed_note (self), facts->review.note) != 0)
    gtk_editable_set_text (self->note, facts->review.note != NULL ? facts->review.note : "");
  self->filling = FALSE;
}

void
mch_review_panel_set_item (MchReviewPanel *self, MchSlipItem *item)
{
  g_return_if_fail (MCH_IS_REVIEW_PANEL (self));

  if (item == self->item)
    return;
  keep (self);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_set_object (&self->item, item);
  gtk_widget_set_sensitive (GTK_WIDGET (self), item != NULL);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (show_item), self, G_CONNECT_SWAPPED);
  show_item (self);
}

void
mch_review_panel_mark (MchReviewPanel *self, MchReviewState state)
{
  g_return_if_fail (MCH_IS_REVIEW_PANEL (self));
  g_return_if_fail (state < MCH_N_REVIEW_STATES);

  if (self->item == NULL)
    return;
  gtk_check_button_set_active (self->states[state], TRUE);
  if (state == MCH_REVIEW_FAULTY)
    gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

static void
on_toggled (GtkCheckButton *check, MchReviewPanel *self)
{
  if (gtk_check_button_get_active (check))
    keep (self);
}

static void
leave_note (MchReviewPanel *self)
{
  keep (self);
  g_signal_emit (self, done_signal, 0);
}

static gboolean
on_note_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
             MchReviewPanel *self)
{
  if (key != GDK_KEY_Escape)
    return FALSE;
  leave_note (self);
  return TRUE;
}

static GtkLabel *
label_new (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = mch_text_new ("", FALSE);

  /* A login has no blank to break at. */
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
state_new (MchReviewPanel *self, MchReviewState state)
{
  static const char *const keys[] = { NULL, "V", "C" };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new_with_label (mch_review_state_label (state));

  self->states[state] = GTK_CHECK_BUTTON (check);
  if (state != MCH_REVIEW_TODO)
    gtk_check_button_set_group (self->states[state], self->states[MCH_REVIEW_TODO]);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, 0);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_box_append (GTK_BOX (box), check);
  if (keys[state] != NULL)
    {
      GtkWidget *key = gtk_label_new (keys[state]);

      gtk_widget_add_css_class (key, "keycap");
      gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                      keys[state], -1);
      gtk_box_append (GTK_BOX (box), key);
    }
  return box;
}

static void
add_note (MchReviewPanel *self, GtkWidget *box)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Note"));
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->note = GTK_EDITABLE (entry);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  mch_a11y_label_by (entry, label);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("What is wrong?"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 500);
  g_signal_connect_object (entry, "activate", G_CALLBACK (leave_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_note_key), self, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  gtk_widget_set_margin_top (label, 12);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
}

GtkWidget *
mch_review_panel_new (MchPreviewModel *model)
{
  MchReviewPanel *self = g_object_new (MCH_TYPE_REVIEW_PANEL, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *help;

  self->model = g_object_ref (model);
  gtk_widget_set_size_request (GTK_WIDGET (self), 190, -1);
  /* Not what its children would like: the pages get the space. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (box, "review");
  self->name = label_new (box, "heading");
  self->facts = label_new (box, "dim-label");
  self->changed = label_new (box, "warning");
  gtk_label_set_label (self->changed, _ ("This slip has changed since it was checked: look at it "
                                         "again."));
  self->office = label_new (box, "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->office), FALSE);
  for (MchReviewState state = MCH_REVIEW_TODO; state < MCH_N_REVIEW_STATES; state++)
    gtk_box_append (GTK_BOX (box), state_new (self, state));
  add_note (self, box);
  help = mch_text_new (_ ("Space marks a slip as checked and goes to the next one."), TRUE);
  gtk_widget_add_css_class (help, "caption");
  gtk_widget_set_margin_top (help, 12);
  gtk_box_append (GTK_BOX (box), help);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  return GTK_WIDGET (self);
}

static void
mch_review_panel_dispose (GObject *object)
{
  MchReviewPanel *self = MCH_REVIEW_PANEL (object);

  self->filling = TRUE;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (mch_review_panel_parent_class)->dispose (object);
}

static void
mch_review_panel_class_init (MchReviewPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_review_panel_dispose;

  done_signal = g_signal_new ("done", MCH_TYPE_REVIEW_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
mch_review_panel_init (MchReviewPanel *self)
{
}
