/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-show-window.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-page-paintable.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "sync/mch-desk.h"

#define WIDTH 800 /* of the picture before it is stretched */

struct _MchShowWindow
{
  AdwWindow parent_instance;

  GtkLabel *rest;
  guint seconds;
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (MchShowWindow, mch_show_window, ADW_TYPE_WINDOW)

typedef struct
{
  GtkWindow *parent; /* weak */
  MchContext *context;
  MchSlipRequest *request;
  char *name;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->parent);
  g_object_unref (opening->context);
  mch_slip_request_free (opening->request);
  g_free (opening->name);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
show_rest (MchShowWindow *self)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Closes in %u second", "Closes in %u seconds", self->seconds),
      self->seconds);

  gtk_label_set_label (self->rest, text);
}

static gboolean
on_tick (gpointer user_data)
{
  MchShowWindow *self = user_data;

  if (self->seconds > 0 && --self->seconds > 0)
    {
      show_rest (self);
      return G_SOURCE_CONTINUE;
    }
  self->tick_id = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

static GtkWidget *
footer_new (MchShowWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *close = mch_button_new (_ ("_Close"), "window.close");

  self->rest = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->rest), TRUE);
  gtk_widget_add_css_class (close, "suggested-action");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rest));
  gtk_box_append (GTK_BOX (box), close);
  gtk_widget_add_css_class (box, "footer");
  gtk_window_set_focus (GTK_WINDOW (self), close);
  return box;
}

/* The upper half of the page, where the one slip is. */
static GtkWidget *
picture_new (GBytes *pdf, const char *name, GtkWidget *window)
{
  g_autoptr (MchPageDocument) document = mch_page_document_new (pdf);
  MchPagePaintable *paintable = mch_page_paintable_new (WIDTH);
  GtkWidget *picture;

  mch_page_paintable_set_scale (paintable, gtk_widget_get_scale_factor (window));
  mch_page_paintable_set (paintable, document, 0,
                          mch_papillon_layout_get_grid (MCH_PAPILLON_TWO_PER_PAGE), 0);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (paintable));
  g_object_unref (paintable);
  gtk_widget_set_vexpand (picture, TRUE);
  mch_a11y_set_label (picture, name);
  return picture;
}

static void
present (Opening *opening, GBytes *pdf)
{
  g_autofree char *title = g_strdup_printf (_ ("Slip of %s"), opening->name);
  MchShowWindow *self = g_object_new (MCH_TYPE_SHOW_WINDOW, "title", title, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  mch_dialog_attach (GTK_WINDOW (self), opening->parent);
  gtk_box_append (GTK_BOX (box), picture_new (pdf, title, GTK_WIDGET (self)));
  gtk_box_append (GTK_BOX (box), footer_new (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  show_rest (self);
  self->tick_id = g_timeout_add_seconds (1, on_tick, self);
  gtk_window_fullscreen (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
}

static gpointer
make (MchWork *work, gpointer data, GError **error)
{
  const MchSlipRequest *request = data;
  MchProfile *profile = mch_desk_get_profile (mch_work_get_desk (work));
  g_autoptr (MchSlipMade) made = mch_slip_request_make (work, request, NULL, error);

  if (made == NULL
      || !mch_slip_request_note (work, request, made, MCH_SLIP_ACT_VIEW,
                                 mch_profile_get (profile, MCH_PROFILE_LOGIN), NULL, error))
    return NULL;
  return g_bytes_ref (made->pdf);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (opening->parent == NULL)
    return;
  if (pdf != NULL)
    present (opening, pdf);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mch_message_show (GTK_WIDGET (opening->parent), _ ("This slip cannot be shown"),
                      error->message);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  MchWorker *worker = mch_context_get_worker (opening->context);
  MchSlipRequest *request = opening->request;

  if (mch_password_ensure_finish (result, NULL))
    mch_worker_run_async (worker, "show slip", make, request, NULL, (GDestroyNotify) g_bytes_unref,
                          NULL, NULL, on_made, g_steal_pointer (&opening));
}

void
mch_show_window_open (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                      const char *name)
{
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (request->persons != NULL && g_strv_length (request->persons) == 1);

  g_set_weak_pointer (&opening->parent, parent);
  opening->context = g_object_ref (context);
  opening->request = request;
  opening->name = g_strdup (name);
  mch_password_ensure_async (parent, context, _ ("To show the slip."), on_unlocked, opening);
}

static void
mch_show_window_dispose (GObject *object)
{
  g_clear_handle_id (&MCH_SHOW_WINDOW (object)->tick_id, g_source_remove);
  G_OBJECT_CLASS (mch_show_window_parent_class)->dispose (object);
}

static void
mch_show_window_class_init (MchShowWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_show_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mch_show_window_init (MchShowWindow *self)
{
  self->seconds = MCH_SHOW_SECONDS;
}
