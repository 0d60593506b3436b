/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-notices.h"

#include <glib/gi18n-lib.h>

#include "app/sign-in/mch-members-window.h"
#include "app/sign-in/mch-words-window.h"
#include "app/sync/mch-sync-notices.h"
#include "app/widgets/mch-a11y.h"

struct _MchNotices
{
  AdwBin parent_instance;

  MchContext *context;
  GtkBox *box;
  char *shown; /* what the notices say; rebuilt only when it changes */
  gboolean keyring_hidden;
  GHashTable *hidden; /* texts that a person has understood */
};

G_DEFINE_FINAL_TYPE (MchNotices, mch_notices, ADW_TYPE_BIN)

/* One line with a button, which is returned. */
static GtkWidget *
add_notice (MchNotices *self, const char *icon, const char *text, const char *button_label)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = mch_text_new (text, FALSE);
  GtkWidget *button = mch_button_new (button_label, NULL);

  gtk_widget_add_css_class (line, "notice");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (self->box, line);
  mch_a11y_set_description (button, text);
  return button;
}

static void
on_hide_keyring (MchNotices *self)
{
  self->keyring_hidden = TRUE;
  gtk_widget_set_visible (gtk_widget_get_first_child (GTK_WIDGET (self->box)), FALSE);
}

static void
on_words (GtkWidget *button, MchNotices *self)
{
  mch_words_window_open (GTK_WINDOW (gtk_widget_get_root (button)), self->context);
}

static void
on_admit (GtkWidget *button, MchNotices *self)
{
  mch_members_window_admit (GTK_WINDOW (gtk_widget_get_root (button)), self->context,
                            g_object_get_data (G_OBJECT (button), "login"),
                            g_object_get_data (G_OBJECT (button), "name"));
}

static void
add_requests (MchNotices *self)
{
  MchStore *store = mch_context_get_store (self->context);
  g_autoptr (GPtrArray) members =
      mch_store_list_records (store, mch_context_get_scope (self->context), MCH_KIND_MEMBER);

  for (guint i = 0; i < members->len; i++)
    {
      MchRecord *member = members->pdata[i];
      const char *name = mch_record_get (member, "name");
      g_autofree char *text = NULL;
      GtkWidget *button;

      if (g_strcmp0 (mch_record_get (member, "state"), "pending") != 0
          || mch_record_get (member, "public") == NULL)
        continue;
      name = name != NULL ? name : member->id;
      text = g_strdup_printf (_ ("%s asks to see the slips"), name);
      button = add_notice (self, "avatar-default-symbolic", text, _ ("_Allow…"));
      g_object_set_data_full (G_OBJECT (button), "login", g_strdup (member->id), g_free);
      g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_admit), self);
    }
}

static void
add_membership (MchNotices *self, MchDeskFacts *facts)
{
  const char *chosen = mch_context_get_scope (self->context);
  const MchScopeFacts *scope = chosen != NULL ? mch_desk_facts_find (facts, chosen) : NULL;

  if (scope == NULL || mch_context_get_store (self->context) == NULL
      || mch_context_is_office (self->context))
    return;
  if (scope->member)
    add_requests (self);
  else
    {
      GtkWidget *button = add_notice (
          self, "dialog-information-symbolic",
          _ ("You can register and finalise. To see the slips, read six words to a colleague who "
             "already sees them."),
          _ ("My _six words…"));

      g_signal_connect (button, "clicked", G_CALLBACK (on_words), self);
    }
}

static void
on_hide (GtkWidget *button, MchNotices *self)
{
  g_hash_table_add (self->hidden, g_strdup (g_object_get_data (G_OBJECT (button), "text")));
  gtk_widget_set_visible (gtk_widget_get_parent (button), FALSE);
}

static void
add_sync (MchNotices *self)
{
  g_autoptr (GPtrArray) notices = mch_sync_notices_list (self->context);

  for (guint i = 0; i < notices->len; i++)
    {
      const MchSyncNotice *notice = notices->pdata[i];
      GtkWidget *button;

      if (g_hash_table_contains (self->hidden, notice->text))
        continue;
      button = add_notice (self, notice->icon, notice->text, notice->button);
      if (notice->action != NULL)
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), notice->action);
      else
        {
          g_object_set_data_full (G_OBJECT (button), "text", g_strdup (notice->text), g_free);
          g_signal_connect (button, "clicked", G_CALLBACK (on_hide), self);
        }
    }
}

/* Where there is none that is all; one that went away can be had back. */
static void
add_keyring (MchNotices *self, MchDeskFacts *facts)
{
  GtkWidget *button;

  if (facts->keyring_warning == NULL || (self->keyring_hidden && !facts->persistent))
    return;
  button = add_notice (self, "channel-insecure-symbolic", facts->keyring_warning,
                       facts->persistent ? _ ("_Open the keyring…") : _ ("_Understood"));
  if (facts->persistent)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-keyring");
  else
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_hide_keyring), self);
}

static void
rebuild (MchNotices *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  if (facts == NULL)
    return;
  add_keyring (self, facts);
  add_sync (self);
  add_membership (self, facts);
}

/* Rebuilding takes the focus away from a button, so only news rebuild. */
static char *
dup_news (MchNotices *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  g_autoptr (GString) news = g_string_new (mch_context_get_scope (self->context));
  MchStore *store = mch_context_get_store (self->context);
  g_autofree char *reason = mch_context_dup_member_reason (self->context);
  g_autoptr (GPtrArray) notices = mch_sync_notices_list (self->context);

  g_string_append_printf (news, "|%s|%s", facts != NULL ? facts->keyring_warning : "",
                          reason != NULL ? reason : "");
  for (guint i = 0; i < notices->len; i++)
    g_string_append_printf (news, "|%s", ((MchSyncNotice *) notices->pdata[i])->text);
  if (store != NULL && mch_context_get_scope (self->context) != NULL)
    {
      g_autoptr (GPtrArray) members =
          mch_store_list_records (store, mch_context_get_scope (self->context), MCH_KIND_MEMBER);

      for (guint i = 0; i < members->len; i++)
        {
          MchRecord *member = members->pdata[i];

          g_string_append_printf (news, "|%s %s", member->id, mch_record_get (member, "state"));
        }
    }
  return g_string_free (g_steal_pointer (&news), FALSE);
}

static void
refresh (MchNotices *self)
{
  g_autofree char *news = dup_news (self);

  if (g_strcmp0 (news, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&news);
  rebuild (self);
}

GtkWidget *
mch_notices_new (MchContext *context)
{
  MchNotices *self = g_object_new (MCH_TYPE_NOTICES, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mch_context_get_sync (context), "changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}

static void
mch_notices_dispose (GObject *object)
{
  MchNotices *self = MCH_NOTICES (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  G_OBJECT_CLASS (mch_notices_parent_class)->dispose (object);
}

static void
mch_notices_class_init (MchNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_notices_dispose;
}

static void
mch_notices_init (MchNotices *self)
{
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}
