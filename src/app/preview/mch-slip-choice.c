/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-choice.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "slips/mch-slip-ranges.h"

typedef enum
{
  WHAT_ALL,
  WHAT_CHECKED,
  WHAT_STALE,
  WHAT_CURRENT,
  WHAT_PAGES,
  N_WHATS
} What;

struct _MchSlipChoice
{
  AdwWindow parent_instance;

  MchPreviewModel *model;
  guint current;
  MchSlipChoiceAct act;
  GtkCheckButton *whats[N_WHATS];
  GtkEditable *pages;
  GtkLabel *pages_error;
  GtkLabel *size;
  GtkWidget *act_button;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchSlipChoice, mch_slip_choice, ADW_TYPE_WINDOW)

static guint
n_slips (MchSlipChoice *self)
{
  return g_list_model_get_n_items (mch_preview_model_get_items (self->model));
}

static What
chosen_what (MchSlipChoice *self)
{
  for (What what = WHAT_ALL; what < N_WHATS; what++)
    if (gtk_check_button_get_active (self->whats[what]))
      return what;
  return WHAT_ALL;
}

static void
add_slip (MchSlipChoice *self, GPtrArray *slips, guint index, What what)
{
  g_autoptr (MchSlipItem) item =
      g_list_model_get_item (mch_preview_model_get_items (self->model), index);

  if (item == NULL || (what == WHAT_STALE && !mch_slip_item_get_facts (item)->stale))
    return;
  if (what != WHAT_CHECKED || mch_slip_item_get_state (item) == MCH_REVIEW_CHECKED)
    g_ptr_array_add (slips, g_object_ref (item));
}

/* The pages are those that the preview shows. */
static gboolean
add_pages (MchSlipChoice *self, GPtrArray *slips, GError **error)
{
  guint per_page = mch_slip_request_get_per_page (mch_preview_model_get_request (self->model));
  guint n_pages = mch_preview_model_get_size (self->model)->n_pages;
  const What what = WHAT_PAGES;
  g_autoptr (GArray) pages =
      mch_slip_ranges_parse (gtk_editable_get_text (self->pages), n_pages, error);

  if (pages == NULL)
    return FALSE;
  for (guint i = 0; i < pages->len; i++)
    for (guint slot = 0; slot < per_page; slot++)
      add_slip (self, slips,
                mch_preview_model_find_place (self->model,
                                              g_array_index (pages, guint, i) * per_page + slot),
                what);
  return TRUE;
}

/* (transfer full): of MchSlipItem; NULL with @error when the pages cannot be read. */
static GPtrArray *
list_slips (MchSlipChoice *self, GError **error)
{
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func (g_object_unref);
  What what = chosen_what (self);

  if (what == WHAT_CURRENT)
    add_slip (self, slips, self->current, what);
  else if (what == WHAT_PAGES)
    {
      if (!add_pages (self, slips, error))
        return NULL;
    }
  else
    for (guint i = 0; i < n_slips (self); i++)
      add_slip (self, slips, i, what);
  return g_steal_pointer (&slips);
}

static char *
dup_act_label (MchSlipChoice *self, guint n)
{
  if (self->act == MCH_SLIP_CHOICE_SAVE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Save %u slip…", "_Save %u slips…", n),
                            n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Print %u slip…", "_Print %u slips…", n),
                          n);
}

static void
show_pages_error (MchSlipChoice *self, const char *message)
{
  gtk_label_set_label (self->pages_error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->pages_error), message != NULL);
  mch_a11y_set_fault (GTK_WIDGET (self->pages), message != NULL ? self->pages_error : NULL);
}

static void
get_slip (gpointer slips, guint index, MchSlip *ret_slip)
{
  MchSlipItem *item = g_ptr_array_index ((GPtrArray *) slips, index);

  ret_slip->division = mch_slip_item_get_facts (item)->division;
}

/* What the act comes to, in words: (transfer full). */
static char *
dup_size (MchSlipChoice *self, GPtrArray *slips)
{
  const MchSlipLayout *layout = &mch_preview_model_get_request (self->model)->layout;
  MchPapillonSize size;
  g_autofree char *words = NULL;
  g_autofree char *sheets = mch_slip_layout_dup_words (layout);

  mch_papillon_measure (&layout->options, slips->len, get_slip, slips, &size);
  words = mch_papillon_size_dup_words (&size);
  if (size.n_parts == 1)
    return g_strdup_printf ("%s (%s)", words, sheets);
  return g_strdup_printf (
      self->act == MCH_SLIP_CHOICE_PRINT
          ? _ ("%s (%s). The printer gets them in %u parts of at most %u pages.")
          : _ ("%s (%s). That is %u parts of at most %u pages: printed from here they go one after "
               "the other."),
      words, sheets, size.n_parts, MCH_PAPILLON_MAX_JOB_PAGES);
}

static void
refresh (MchSlipChoice *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slips = list_slips (self, &error);
  guint n = slips != NULL ? slips->len : 0;
  g_autofree char *label = dup_act_label (self, n);
  g_autofree char *size = n > 0 ? dup_size (self, slips) : NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->pages), chosen_what (self) == WHAT_PAGES);
  show_pages_error (self, error != NULL ? error->message : NULL);
  gtk_button_set_label (GTK_BUTTON (self->act_button), label);
  mch_a11y_set_label (self->act_button, label);
  mch_why_not_set (self->act_button, error != NULL ? error->message
                                     : n == 0      ? _ ("No slip is chosen.")
                                                   : NULL);
  gtk_label_set_label (self->size, size != NULL ? size : "");
}

static void
on_act_clicked (MchSlipChoice *self)
{
  const MchSlipRequest *shown = mch_preview_model_get_request (self->model);
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();
  g_autoptr (MchSlipRequest) request = NULL;

  if (mch_why_not_stops (self->act_button))
    return;
  slips = list_slips (self, NULL);
  for (guint i = 0; i < slips->len; i++)
    g_ptr_array_add (persons, mch_slip_item_get_facts (slips->pdata[i])->person);
  g_ptr_array_add (persons, NULL);
  request = mch_slip_request_new (shown->scope, shown->edition, &shown->layout,
                                  (const char *const *) persons->pdata);
  request->session = g_strdup (shown->session);
  g_signal_emit (self, chosen_signal, 0, request);
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
what_new (MchSlipChoice *self, What what, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);

  self->whats[what] = GTK_CHECK_BUTTON (check);
  mch_a11y_set_label (check, label);
  if (what != WHAT_ALL)
    gtk_check_button_set_group (self->whats[what], self->whats[WHAT_ALL]);
  g_signal_connect_object (check, "toggled", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return check;
}

static guint
count_stale (MchSlipChoice *self)
{
  g_autoptr (GPtrArray) slips = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_slips (self); i++)
    add_slip (self, slips, i, WHAT_STALE);
  return slips->len;
}

static char *
dup_what_label (MchSlipChoice *self, What what)
{
  guint n = what == WHAT_CHECKED ? mch_preview_model_count (self->model, MCH_REVIEW_CHECKED)
            : what == WHAT_STALE ? count_stale (self)
                                 : n_slips (self);
  g_autoptr (MchSlipItem) item = NULL;

  switch (what)
    {
    case WHAT_ALL:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_All (%u slip)", "_All (%u slips)", n),
                              n);
    case WHAT_CHECKED:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The _checked one (%u slip)",
                                           "The _checked ones (%u slips)", n),
                              n);
    case WHAT_STALE:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "To print a_gain: name or class has changed (%u slip)",
                       "To print a_gain: name or class has changed (%u slips)", n),
          n);
    case WHAT_CURRENT:
      item = g_list_model_get_item (mch_preview_model_get_items (self->model), self->current);
      return g_strdup_printf (_ ("The one _shown: %s"),
                              item != NULL ? mch_slip_item_get_name (item) : "");
    default:
      return g_strdup (_ ("_Pages of the preview:"));
    }
}

static GtkWidget *
pages_new (MchSlipChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *error = mch_text_new ("", FALSE);

  self->pages = GTK_EDITABLE (entry);
  self->pages_error = GTK_LABEL (error);
  gtk_widget_set_margin_start (box, 28);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("1-4, 7"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  mch_a11y_set_label (entry, _ ("Pages of the preview"));
  gtk_widget_add_css_class (error, "error");
  g_signal_connect_object (entry, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), error);
  return box;
}

static GtkWidget *
footer_new (MchSlipChoice *self)
{
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Cancel"), "window.close");

  self->act_button = mch_button_new (_ ("_Print"), NULL);
  gtk_widget_add_css_class (self->act_button, "suggested-action");
  g_signal_connect_object (self->act_button, "clicked", G_CALLBACK (on_act_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (cancel, TRUE);
  gtk_widget_set_halign (cancel, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (footer), cancel);
  gtk_box_append (GTK_BOX (footer), self->act_button);
  gtk_widget_add_css_class (footer, "footer");
  return footer;
}

static void
fill (MchSlipChoice *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled;
  GtkWidget *overlay = adw_toast_overlay_new ();

  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_widget_add_css_class (box, "page");
  gtk_widget_set_margin_top (box, 12);
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Which slips?")));
  for (What what = WHAT_ALL; what < N_WHATS; what++)
    {
      g_autofree char *label = dup_what_label (self, what);

      gtk_box_append (GTK_BOX (box), what_new (self, what, label));
    }
  gtk_box_append (GTK_BOX (box), pages_new (self));
  self->size = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_margin_top (GTK_WIDGET (self->size), 12);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->size));
  scrolled = mch_scroll_new (box);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), scrolled);
  if (self->act == MCH_SLIP_CHOICE_SAVE)
    {
      GtkWidget *warning = mch_text_new (
          _ ("The file will hold provisional passwords: keep it where pupils cannot read it, and "
             "delete it once it is printed."),
          TRUE);

      gtk_widget_set_margin_top (warning, 12);
      gtk_box_append (GTK_BOX (box), warning);
    }
  else
    {
      GtkWidget *calm = mch_text_new (_ ("Printing changes no password: slips that were handed out "
                                         "stay good."),
                                      TRUE);

      gtk_box_append (GTK_BOX (box), calm);
    }
  gtk_box_append (GTK_BOX (outer), footer_new (self));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), outer);
  adw_window_set_content (ADW_WINDOW (self), overlay);
  gtk_check_button_set_active (self->whats[WHAT_ALL], TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->act_button);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->whats[WHAT_ALL]));
  refresh (self);
}

MchSlipChoice *
mch_slip_choice_new (GtkWindow *parent, MchPreviewModel *model, guint current, MchSlipChoiceAct act)
{
  MchSlipChoice *self = g_object_new (
      MCH_TYPE_SLIP_CHOICE, "default-width", 580, "title",
      act == MCH_SLIP_CHOICE_SAVE ? _ ("Save the slips as PDF") : _ ("Print the slips"), NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  self->model = g_object_ref (model);
  self->current = current;
  self->act = act;
  fill (self);
  return self;
}

static void
mch_slip_choice_dispose (GObject *object)
{
  g_clear_object (&MCH_SLIP_CHOICE (object)->model);
  G_OBJECT_CLASS (mch_slip_choice_parent_class)->dispose (object);
}

static void
mch_slip_choice_class_init (MchSlipChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_slip_choice_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);

  chosen_signal = g_signal_new ("chosen", MCH_TYPE_SLIP_CHOICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mch_slip_choice_init (MchSlipChoice *self)
{
}
