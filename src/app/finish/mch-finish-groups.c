/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-groups.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"

#define KEY "mch-key"
#define EVERYBODY "everybody"
#define READY "ready"

struct _MchFinishGroups
{
  AdwBin parent_instance;

  GtkListBox *list;
  char *key; /* of the chosen row: of a cause, or one of the words above */
  gboolean showing;
};

static guint selected_signal;

G_DEFINE_FINAL_TYPE (MchFinishGroups, mch_finish_groups, ADW_TYPE_BIN)

static const char *
fix_to_words (MchBlockerFix fix)
{
  return fix == MCH_BLOCKER_FIX_NONE ? _ ("each has his own answer") : _ ("one answer for all");
}

static GtkWidget *
row_new (const char *key, const char *icon, const char *css, const char *title, const char *detail)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, detail);

  if (css != NULL)
    gtk_widget_add_css_class (image, css);
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (words), mch_text_new (title, FALSE));
  gtk_box_append (GTK_BOX (words), mch_text_new (detail, TRUE));
  gtk_widget_add_css_class (gtk_widget_get_last_child (words), "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_add_css_class (box, "finish-group");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), KEY, g_strdup (key), g_free);
  mch_a11y_set_label (row, name);
  return row;
}

static const char *
key_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), KEY);
}

static void
add_everybody (MchFinishGroups *self, const MchRegistrations *registrations)
{
  guint n = registrations->candidates->len;
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u pre-registered", "%u pre-registered", n), n);

  gtk_list_box_append (self->list, row_new (EVERYBODY, "system-users-symbolic", NULL, title,
                                            _ ("all of them, ready or not")));
}

static void
add_ready (MchFinishGroups *self, const MchRegistrations *registrations)
{
  guint n = registrations->n_ready;
  g_autofree char *title =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u ready", "%u ready", n), n);

  gtk_list_box_append (self->list, row_new (READY, "object-select-symbolic", "success", title,
                                            _ ("nothing is missing")));
}

static void
fill (MchFinishGroups *self, const MchRegistrations *registrations)
{
  mch_boxed_list_clear (self->list);
  add_everybody (self, registrations);
  for (guint i = 0; i < registrations->groups->len; i++)
    {
      const MchBlockerGroup *group = registrations->groups->pdata[i];

      gtk_list_box_append (self->list, row_new (group->key, "dialog-warning-symbolic", "warning",
                                                group->sentence, fix_to_words (group->fix)));
    }
  add_ready (self, registrations);
}

static const char *
find_first_fix (const MchRegistrations *registrations)
{
  for (guint i = 0; i < registrations->groups->len; i++)
    {
      const MchBlockerGroup *group = registrations->groups->pdata[i];

      if (group->fix != MCH_BLOCKER_FIX_NONE)
        return group->key;
    }
  return EVERYBODY;
}

static GtkListBoxRow *
find_row (MchFinishGroups *self, const char *key)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (key_of (row), key) == 0)
      return row;
  return NULL;
}

void
mch_finish_groups_show (MchFinishGroups *self, const MchRegistrations *registrations,
                        gboolean move_on)
{
  gboolean had_focus;
  GtkListBoxRow *row;

  g_return_if_fail (MCH_IS_FINISH_GROUPS (self));
  g_return_if_fail (registrations != NULL);

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  self->showing = TRUE;
  fill (self, registrations);
  row = move_on || self->key == NULL ? NULL : find_row (self, self->key);
  if (row == NULL)
    row = find_row (self, find_first_fix (registrations));
  gtk_list_box_select_row (self->list, row);
  g_free (self->key);
  self->key = g_strdup (key_of (row));
  self->showing = FALSE;
  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

const MchBlockerGroup *
mch_finish_groups_get_selected (MchFinishGroups *self, const MchRegistrations *registrations)
{
  g_return_val_if_fail (MCH_IS_FINISH_GROUPS (self), NULL);

  return self->key != NULL ? mch_blocker_groups_find (registrations->groups, self->key) : NULL;
}

GArray *
mch_finish_groups_dup_positions (MchFinishGroups *self, const MchRegistrations *registrations)
{
  const MchBlockerGroup *group = mch_finish_groups_get_selected (self, registrations);
  GArray *positions;

  if (group != NULL)
    return g_array_copy (group->members);
  if (g_strcmp0 (self->key, READY) != 0)
    return NULL;
  positions = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < registrations->candidates->len; i++)
    if (mch_registrations_get_blockers (registrations, i)->len == 0)
      g_array_append_val (positions, i);
  return positions;
}

static void
on_selected (MchFinishGroups *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (self->showing || row == NULL)
    return;
  g_free (self->key);
  self->key = g_strdup (key_of (row));
  g_signal_emit (self, selected_signal, 0);
}

GtkWidget *
mch_finish_groups_new (void)
{
  return g_object_new (MCH_TYPE_FINISH_GROUPS, NULL);
}

static void
mch_finish_groups_finalize (GObject *object)
{
  g_free (MCH_FINISH_GROUPS (object)->key);
  G_OBJECT_CLASS (mch_finish_groups_parent_class)->finalize (object);
}

static void
mch_finish_groups_class_init (MchFinishGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_finish_groups_finalize;
  selected_signal = g_signal_new ("selected", MCH_TYPE_FINISH_GROUPS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_finish_groups_init (MchFinishGroups *self)
{

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("What is missing"));
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (on_selected), self);
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (mch_scroll_new (GTK_WIDGET (self->list))));
}
