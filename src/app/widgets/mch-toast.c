/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"

#define LATEST "mch-latest"
#define ACTS "mch-acts"
#define UNDO_SECONDS 10
#define MAX_ACTS 20

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_closer (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    mch_a11y_set_label (widget, _ ("Close"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_closer (child);
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    {
      AdwToast *before = g_object_get_data (G_OBJECT (overlay), LATEST);

      /* News do not wait until older news have been read. */
      if (before != NULL)
        adw_toast_dismiss (before);
      g_object_set_data_full (G_OBJECT (overlay), LATEST, g_object_ref (toast), g_object_unref);
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
      if (gtk_widget_get_last_child (overlay)
          != adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)))
        name_closer (gtk_widget_get_last_child (overlay));
    }
  else
    {
      mch_message_show (widget, adw_toast_get_title (toast), NULL);
      g_object_unref (toast);
    }
}

static AdwToast *
toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

void
mch_toast_show (GtkWidget *widget, const char *text)
{
  add_toast (widget, toast_new (text));
}

/* An act that can be taken back, long after its toast has gone. */
typedef struct
{
  GCallback undo;
  gpointer data;
  GDestroyNotify free_data;
  AdwToast *toast;
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  if (act->free_data != NULL)
    act->free_data (act->data);
  g_object_unref (act->toast);
  g_free (act);
}

static void
acts_free (gpointer acts)
{
  g_queue_free_full (acts, act_free);
}

static GQueue *
find_acts (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GQueue *acts;

  if (overlay == NULL)
    return NULL;
  acts = g_object_get_data (G_OBJECT (overlay), ACTS);
  if (acts == NULL)
    {
      acts = g_queue_new ();
      g_object_set_data_full (G_OBJECT (overlay), ACTS, acts, acts_free);
    }
  return acts;
}

static void
take_back (Act *act)
{
  ((void (*) (gpointer)) act->undo) (act->data);
  adw_toast_dismiss (act->toast);
  act_free (act);
}

/* The button is that of the latest act: an older toast has been dismissed by it. */
static void
on_undo_clicked (AdwToast *toast, GtkWidget *overlay)
{
  GQueue *acts = find_acts (adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)));
  Act *latest = g_queue_peek_head (acts);

  if (latest != NULL && latest->toast == toast)
    take_back (g_queue_pop_head (acts));
}

gboolean
mch_toast_undo (GtkWidget *widget)
{
  GQueue *acts = find_acts (widget);

  if (acts == NULL || g_queue_is_empty (acts))
    return FALSE;
  take_back (g_queue_pop_head (acts));
  return TRUE;
}

void
mch_toast_forget_acts (GtkWidget *widget)
{
  GQueue *acts = find_acts (widget);

  if (acts != NULL)
    g_queue_clear_full (acts, act_free);
}

void
mch_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                     GDestroyNotify free_data)
{
  AdwToast *toast = toast_new (text);
  GQueue *acts = find_acts (widget);
  Act *act = g_new0 (Act, 1);

  act->undo = undo;
  act->data = data;
  act->free_data = free_data;
  act->toast = g_object_ref (toast);
  if (acts == NULL)
    {
      act_free (act);
      add_toast (widget, toast);
      return;
    }
  g_queue_push_head (acts, act);
  if (g_queue_get_length (acts) > MAX_ACTS)
    act_free (g_queue_pop_tail (acts));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_clicked),
                           gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY), 0);
  add_toast (widget, toast);
}
