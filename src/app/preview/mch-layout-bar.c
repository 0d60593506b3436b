/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-layout-bar.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-toast.h"

struct _MchLayoutBar
{
  AdwBin parent_instance;

  MchSlipLayout layout;
  gboolean showing; /* the controls are being set, not used */
  GtkDropDown *sheet;
  GtkDropDown *order;
  GtkDropDown *separators;
  GtkWidget *pile_cut;
  GtkDropDown *start_at;
  GtkDropDown *language;
  GtkWidget *text_words; /* that the establishment's own text is left out */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchLayoutBar, mch_layout_bar, ADW_TYPE_BIN)

/* Why @layout cannot be had: (transfer full) (nullable). */
static char *
dup_reason (const MchSlipLayout *layout)
{
  g_autoptr (GError) error = NULL;

  return mch_slip_layout_check (layout, &error) ? NULL : g_strdup (error->message);
}

static void
show_reasons (MchLayoutBar *self)
{
  MchSlipLayout cut = self->layout, later = self->layout, spoken = self->layout;
  g_autofree char *spoken_reason = NULL;
  g_autofree char *cut_reason = NULL;
  g_autofree char *later_reason = NULL;

  cut.options.pile_cut = TRUE;
  later.options.start_at = 2;
  cut_reason = dup_reason (&cut);
  later_reason = dup_reason (&later);
  spoken.options.language = MCH_SLIP_LANGUAGE_EN;
  spoken_reason = dup_reason (&spoken);
  mch_why_not_set (GTK_WIDGET (self->language), spoken_reason);
  if (spoken_reason == NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->language), _ ("Second language"));
  mch_why_not_set (self->pile_cut, cut_reason);
  mch_why_not_set (GTK_WIDGET (self->start_at), later_reason);
  if (later_reason == NULL)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->start_at), _ ("First place used"));
}

/* Where a place is, in words: (transfer full) */
static char *
dup_place_words (const MchSlipGrid *grid, guint slot)
{
  if (grid->columns == 1)
    return g_strdup (slot == 0 ? _ ("the upper half of the first sheet")
                               : _ ("the lower half of the first sheet"));
  return g_strdup_printf (_ ("place %u: row %u, column %u"), slot + 1, slot / grid->columns + 1,
                          slot % grid->columns + 1);
}

/* What has one place shows two, which cannot be chosen and say why. The list stays while it has as
 * many places: a person may have just chosen in it. */
static void
show_places (MchLayoutBar *self)
{
  MchPapillonLayout sheet = self->layout.options.layout;
  gboolean several = mch_papillon_layout_get_per_page (sheet) > 1;
  const MchSlipGrid *grid =
      mch_papillon_layout_get_grid (several ? sheet : MCH_PAPILLON_TWO_PER_PAGE);
  GListModel *shown = gtk_drop_down_get_model (self->start_at);
  guint n = grid->columns * grid->rows;
  g_autoptr (GtkStringList) places = NULL;

  if (shown != NULL && g_list_model_get_n_items (shown) == n)
    return;
  places = gtk_string_list_new (NULL);
  for (guint slot = 0; slot < n; slot++)
    gtk_string_list_take (places, dup_place_words (grid, slot));
  gtk_drop_down_set_model (self->start_at, G_LIST_MODEL (places));
}

static void
show_layout (MchLayoutBar *self)
{
  const MchPapillonOptions *options = &self->layout.options;
  const char *text_words = mch_slip_layout_get_text_words (options->layout);

  self->showing = TRUE;
  show_places (self);
  gtk_label_set_label (GTK_LABEL (self->text_words), text_words != NULL ? text_words : "");
  gtk_widget_set_visible (self->text_words, text_words != NULL);
  gtk_drop_down_set_selected (self->sheet, options->layout);
  gtk_drop_down_set_selected (self->order, self->layout.order);
  gtk_drop_down_set_selected (self->separators, options->separators);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->pile_cut), options->pile_cut);
  gtk_drop_down_set_selected (self->language, options->language);
  gtk_drop_down_set_selected (self->start_at, MAX (options->start_at, 1) - 1);
  show_reasons (self);
  self->showing = FALSE;
}

static void
read_controls (MchLayoutBar *self, MchSlipLayout *layout)
{
  MchPapillonLayout sheet = gtk_drop_down_get_selected (self->sheet);

  *layout = self->layout;
  layout->order = gtk_drop_down_get_selected (self->order);
  layout->options.separators = gtk_drop_down_get_selected (self->separators);
  layout->options.pile_cut = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->pile_cut));
  layout->options.language = gtk_drop_down_get_selected (self->language);
  layout->options.start_at = gtk_drop_down_get_selected (self->start_at) + 1;
  if (sheet != self->layout.options.layout)
    mch_slip_layout_set_sheet (layout, sheet);
}

static void
on_used (MchLayoutBar *self)
{
  MchSlipLayout wanted;
  g_autofree char *reason = NULL;

  if (self->showing)
    return;
  read_controls (self, &wanted);
  reason = dup_reason (&wanted);
  if (reason != NULL)
    {
      show_layout (self);
      mch_toast_show (GTK_WIDGET (self), reason);
      return;
    }
  if (mch_slip_layout_equal (&wanted, &self->layout))
    return;
  self->layout = wanted;
  show_layout (self);
  g_signal_emit (self, chosen_signal, 0);
}

const MchSlipLayout *
mch_layout_bar_get (MchLayoutBar *self)
{
  g_return_val_if_fail (MCH_IS_LAYOUT_BAR (self), NULL);

  return &self->layout;
}

void
mch_layout_bar_set (MchLayoutBar *self, const MchSlipLayout *layout)
{
  g_return_if_fail (MCH_IS_LAYOUT_BAR (self));
  g_return_if_fail (mch_slip_layout_check (layout, NULL));

  self->layout = *layout;
  show_layout (self);
}

static GtkDropDown *
drop_new (MchLayoutBar *self, const char *label, const char *const *choices)
{
  GtkWidget *drop = mch_drop_down_new (label, NULL);
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  gtk_drop_down_set_model (GTK_DROP_DOWN (drop), G_LIST_MODEL (list));
  gtk_widget_set_tooltip_text (drop, label);
  g_signal_connect_object (drop, "notify::selected", G_CALLBACK (on_used), self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (drop);
}

static void
add_labelled (GtkWidget *box, const char *text, GtkWidget *control)
{
  GtkWidget *label = mch_text_new (text, FALSE);

  mch_a11y_label_by (control, label);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), control);
}

/* None, then each by the name that its readers give it. */
static GtkDropDown *
languages_new (MchLayoutBar *self)
{
  const char *names[MCH_N_SLIP_LANGUAGES + 1] = { C_ ("second language", "none") };

  for (int language = 1; language < MCH_N_SLIP_LANGUAGES; language++)
    names[language] = mch_slip_language_get_words (language)->name;
  return drop_new (self, _ ("Second language"), names);
}

static GtkWidget *
more_new (MchLayoutBar *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *calibrate;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->separators = drop_new (self, _ ("Between two classes"),
                               (const char *const[]){ _ ("nothing"), _ ("a new page"),
                                                      _ ("a separator with the class"), NULL });
  self->pile_cut =
      gtk_check_button_new_with_label (_ ("In order once the pile is cut and stacked"));
  mch_a11y_set_label (self->pile_cut, _ ("In order once the pile is cut and stacked"));
  self->start_at = drop_new (self, _ ("First place used"), NULL);
  self->text_words = mch_text_new ("", TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text_words), 44);
  g_signal_connect_object (self->pile_cut, "toggled", G_CALLBACK (on_used), self,
                           G_CONNECT_SWAPPED);
  add_labelled (box, _ ("Between two classes"), GTK_WIDGET (self->separators));
  gtk_box_append (GTK_BOX (box), self->pile_cut);
  add_labelled (box, _ ("First place used"), GTK_WIDGET (self->start_at));
  self->language = languages_new (self);
  add_labelled (box, _ ("Second language"), GTK_WIDGET (self->language));
  gtk_box_append (GTK_BOX (box), self->text_words);
  calibrate = mch_button_new (_ ("Cali_brate a printer…"), "preview.calibrate");
  g_signal_connect_object (calibrate, "clicked", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), calibrate);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Layout"));
  mch_a11y_set_label (button, _ ("Layout: separators, cutting, first place"));
  gtk_widget_set_tooltip_text (button, _ ("Layout: separators, cutting, first place"));
  return button;
}

GtkWidget *
mch_layout_bar_new (void)
{
  return g_object_new (MCH_TYPE_LAYOUT_BAR, NULL);
}

static void
mch_layout_bar_dispose (GObject *object)
{
  MCH_LAYOUT_BAR (object)->showing = TRUE;
  G_OBJECT_CLASS (mch_layout_bar_parent_class)->dispose (object);
}

static void
mch_layout_bar_class_init (MchLayoutBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_layout_bar_dispose;
  chosen_signal = g_signal_new ("chosen", MCH_TYPE_LAYOUT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
mch_layout_bar_init (MchLayoutBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->showing = TRUE;
  self->sheet = drop_new (
      self, _ ("Slips on a page"),
      (const char *const[]){ _ ("1 per page"), _ ("2 per page"), _ ("4 per page"), _ ("8 per page"),
                             _ ("Large print"), _ ("Labels of 99.1 × 139 mm, 4"),
                             _ ("Labels of 105 × 74 mm, 8"), _ ("Labels of 99.1 × 67.7 mm, 8"),
                             _ ("Labels of 99.1 × 57 mm, 10"), _ ("Window envelope"), NULL });
  mch_drop_down_set_narrow (GTK_WIDGET (self->sheet));
  self->order = drop_new (self, _ ("Order"),
                          (const char *const[]){ _ ("Class, then name"), _ ("Name"), NULL });
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sheet));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->order));
  gtk_box_append (GTK_BOX (box), more_new (self));
  adw_bin_set_child (ADW_BIN (self), box);
  show_layout (self);
}
