/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-panel.h"

#include <glib/gi18n-lib.h>

#include "app/sync/mch-conflict-words.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-ask-window.h"
#include "app/widgets/mch-record-form.h"

/* One of the two values. */
typedef struct
{
  GtkLabel *whose;
  GtkLabel *value;
  GtkWidget *button;
} Side;

struct _MchConflictPanel
{
  AdwBin parent_instance;

  MchContext *context;
  MchStoreConflict *conflict; /* NULL when none is shown */
  GtkLabel *name;
  GtkLabel *field;
  Side mine;
  Side theirs;
  GtkWidget *other;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchConflictPanel, mch_conflict_panel, ADW_TYPE_BIN)

static void
show_side (Side *side, const char *whose, const char *value, const GArray *spans)
{
  PangoAttrList *marks = mch_conflict_new_marks (spans);
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), whose, value);

  gtk_label_set_label (side->whose, whose);
  gtk_label_set_label (side->value, value);
  gtk_label_set_attributes (side->value, marks);
  mch_a11y_set_description (side->button, said);
  pango_attr_list_unref (marks);
}

/* Values that are typed; a state or a list of tests is no text. */
static gboolean
can_write (const MchStoreConflict *conflict)
{
  const MchField *field = mch_field_find (conflict->kind, conflict->name);

  if (field == NULL)
    return FALSE;
  switch (field->type)
    {
    case MCH_FIELD_STATE:
    case MCH_FIELD_REFERENCE:
    case MCH_FIELD_FLAG:
    case MCH_FIELD_TESTS:
    case MCH_FIELD_MARKS:
    case MCH_FIELD_SLIP_TEXT:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
show_theirs_button (MchConflictPanel *self, MchStore *store)
{
  g_autofree char *keep = mch_conflict_dup_keep_theirs (store, self->conflict);
  GtkWidget *label = g_object_get_data (G_OBJECT (self->theirs.button), "label");

  gtk_label_set_label (GTK_LABEL (label), keep);
  mch_a11y_set_label (self->theirs.button, keep);
}

static void
show_values (MchConflictPanel *self, MchStore *store)
{
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *author = mch_conflict_dup_author (store, self->conflict);
  g_autofree char *time = mch_conflict_dup_time (self->conflict);
  g_autofree char *whose = g_strdup_printf (_ ("%s wrote (%s)"), author, time);
  g_autoptr (GArray) spans_mine = NULL;
  g_autoptr (GArray) spans_theirs = NULL;

  mch_conflict_dup_values (self->conflict, &mine, &theirs);
  mch_word_diff (mine, theirs, &spans_mine, &spans_theirs);
  show_side (&self->mine, _ ("You typed"), mine, spans_mine);
  show_side (&self->theirs, whose, theirs, spans_theirs);
}

void
mch_conflict_panel_show (MchConflictPanel *self, MchContext *context,
                         const MchStoreConflict *conflict, const char *position)
{
  MchStore *store = mch_context_get_store (context);
  g_autofree char *name = NULL;
  g_autofree char *field = NULL;

  g_return_if_fail (MCH_IS_CONFLICT_PANEL (self));

  g_set_object (&self->context, context);
  g_clear_pointer (&self->conflict, mch_store_conflict_free);
  gtk_widget_set_sensitive (GTK_WIDGET (self), conflict != NULL);
  if (conflict == NULL || store == NULL)
    return;
  self->conflict = mch_conflict_copy (conflict);
  name = mch_conflict_dup_record_name (store, conflict->scope, conflict->kind, conflict->id);
  field = g_strdup_printf ("%s · %s", mch_conflict_get_label (conflict), position);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->field, field);
  show_values (self, store);
  show_theirs_button (self, store);
  mch_why_not_set (self->other, can_write (conflict)
                                    ? NULL
                                    : _ ("This is not a text: keep one of the two, then change it "
                                         "on the candidate's page."));
}

typedef struct
{
  MchConflictPanel *panel; /* weak: it may go with its screen */
  MchStoreConflict *conflict;
  MchRecordForm *form;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_weak_pointer (&question->panel);
  mch_store_conflict_free (question->conflict);
  g_object_unref (question->form);
  g_free (question);
}

static void
on_answered (MchAskWindow *window, const char *text, Question *question)
{
  g_autoptr (MchRecord) record = NULL;
  const char *value;

  if (!mch_record_form_check (question->form))
    return;
  record = mch_record_form_dup_record (question->form, question->conflict->kind);
  value = mch_record_get (record, question->conflict->name);
  if (question->panel != NULL && question->panel->conflict != NULL
      && g_str_equal (question->panel->conflict->id, question->conflict->id)
      && g_str_equal (question->panel->conflict->name, question->conflict->name))
    g_signal_emit (question->panel, chosen_signal, 0, MCH_CONFLICT_OTHER,
                   value != NULL ? value : "");
  mch_ask_window_done (window);
}

/* What was typed here is where a person begins. */
static void
fill_in (MchRecordForm *form, const MchStoreConflict *conflict, const char *mine)
{
  GVariantBuilder typed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autofree char *key =
      g_strdup_printf ("%s.%s", mch_kind_to_string (conflict->kind), conflict->name);
  g_autoptr (GVariant) draft = NULL;

  if (conflict->mine == NULL || *conflict->mine == '\0')
    return;
  g_variant_builder_add (&typed, "{ss}", key, mine);
  draft = g_variant_ref_sink (g_variant_builder_end (&typed));
  mch_record_form_set_typed (form, draft);
}

static void
ask_other (MchConflictPanel *self)
{
  const MchStoreConflict *conflict = self->conflict;
  g_autoptr (MchRecord) record = mch_store_dup_record (
      mch_context_get_store (self->context), conflict->scope, conflict->kind, conflict->id);
  Question *question;
  MchFieldEntry *entry;
  MchAskWindow *window;
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;

  if (record == NULL || mch_why_not_stops (self->other))
    return;
  question = g_new0 (Question, 1);
  g_set_weak_pointer (&question->panel, self);
  question->conflict = mch_conflict_copy (conflict);
  question->form = mch_record_form_new ();
  entry = mch_record_form_add (question->form, conflict->kind, conflict->name);
  mch_record_form_set_record (question->form, record, TRUE);
  mch_conflict_dup_values (conflict, &mine, &theirs);
  fill_in (question->form, conflict, mine);
  window = mch_ask_window_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                _ ("Another value"),
                                _ ("Neither of the two is right? Write what should stand there."),
                                entry, _ ("_Keep this value"));
  g_object_set_data_full (G_OBJECT (window), "question", question, question_free);
  g_signal_connect (window, "answered", G_CALLBACK (on_answered), question);
}

void
mch_conflict_panel_choose (MchConflictPanel *self, MchConflictChoice choice)
{
  g_return_if_fail (MCH_IS_CONFLICT_PANEL (self));

  if (self->conflict == NULL)
    return;
  if (choice == MCH_CONFLICT_OTHER)
    ask_other (self);
  else
    g_signal_emit (self, chosen_signal, 0, choice, NULL);
}

static void
on_mine (MchConflictPanel *self)
{
  mch_conflict_panel_choose (self, MCH_CONFLICT_MINE);
}

static void
on_theirs (MchConflictPanel *self)
{
  mch_conflict_panel_choose (self, MCH_CONFLICT_THEIRS);
}

static void
on_other (MchConflictPanel *self)
{
  mch_conflict_panel_choose (self, MCH_CONFLICT_OTHER);
}

/* A button with its key beside its words. */
static GtkWidget *
button_new (MchConflictPanel *self, const char *text, const char *key, GCallback clicked)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *cap = gtk_label_new (key);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (cap, "keycap");
  gtk_widget_set_valign (cap, GTK_ALIGN_CENTER);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cap), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cap);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  mch_a11y_set_label (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  key, -1);
  g_object_set_data (G_OBJECT (button), "label", label);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkLabel *
label_new (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = mch_text_new ("", FALSE);

  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
side_new (MchConflictPanel *self, Side *side, const char *key, GCallback clicked)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  side->whose = label_new (card, "dim-label");
  side->value = label_new (card, "conflict-value");
  side->button = button_new (self, _ ("Keep what I typed"), key, clicked);
  gtk_widget_set_margin_top (side->button, 6);
  gtk_box_append (GTK_BOX (card), side->button);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "conflict-side");
  return card;
}

GtkWidget *
mch_conflict_panel_new (void)
{
  return g_object_new (MCH_TYPE_CONFLICT_PANEL, NULL);
}

static void
mch_conflict_panel_dispose (GObject *object)
{
  MchConflictPanel *self = MCH_CONFLICT_PANEL (object);

  g_clear_pointer (&self->conflict, mch_store_conflict_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_conflict_panel_parent_class)->dispose (object);
}

static void
mch_conflict_panel_class_init (MchConflictPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_conflict_panel_dispose;

  chosen_signal = g_signal_new ("chosen", MCH_TYPE_CONFLICT_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
}

static void
mch_conflict_panel_init (MchConflictPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *help;

  self->name = label_new (box, "heading");
  self->field = label_new (box, "dim-label");
  /* Translators: the letter of a key, for "Keep what I typed". */
  gtk_box_append (GTK_BOX (box), side_new (self, &self->mine, _ ("M"), G_CALLBACK (on_mine)));
  /* Translators: the letter of a key, for "Keep that of …". */
  gtk_box_append (GTK_BOX (box), side_new (self, &self->theirs, _ ("T"), G_CALLBACK (on_theirs)));
  /* Translators: the letter of a key, for "Write another value…". */
  self->other = button_new (self, _ ("Write another value…"), _ ("W"), G_CALLBACK (on_other));
  gtk_box_append (GTK_BOX (box), self->other);
  help = mch_text_new (_ ("The value that is not kept stays in the history."), TRUE);
  gtk_widget_add_css_class (help, "caption");
  gtk_box_append (GTK_BOX (box), help);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_add_css_class (box, "conflict-panel");
  adw_bin_set_child (ADW_BIN (self), box);
}
