/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-screen.h"

#include "app/widgets/mch-dialog.h"

typedef struct
{
  MchContext *context;
  char *title;
  gboolean stale;
} MchScreenPrivate;

enum
{
  PROP_0,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MchScreen, mch_screen, ADW_TYPE_BIN)

static void
refresh_now (MchScreen *self)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  priv->stale = FALSE;
  if (MCH_SCREEN_GET_CLASS (self)->refresh != NULL)
    MCH_SCREEN_GET_CLASS (self)->refresh (self);
}

static void
on_changed (MchScreen *self)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh_now (self);
  else
    priv->stale = TRUE;
}

static void
on_switched (MchScreen *self)
{
  if (MCH_SCREEN_GET_CLASS (self)->switched != NULL)
    MCH_SCREEN_GET_CLASS (self)->switched (self);
}

void
mch_screen_set_context (MchScreen *self, MchContext *context)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  g_return_if_fail (MCH_IS_SCREEN (self));
  g_return_if_fail (MCH_IS_CONTEXT (context) && priv->context == NULL);

  priv->context = g_object_ref (context);
  g_signal_connect_object (context, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "switched", G_CALLBACK (on_switched), self, G_CONNECT_SWAPPED);
  on_switched (self);
  refresh_now (self);
}

MchContext *
mch_screen_get_context (MchScreen *self)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  g_return_val_if_fail (MCH_IS_SCREEN (self), NULL);

  return priv->context;
}

MchStore *
mch_screen_get_store (MchScreen *self)
{
  return mch_context_get_store (mch_screen_get_context (self));
}

void
mch_screen_set_title (MchScreen *self, const char *title)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  g_return_if_fail (MCH_IS_SCREEN (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
mch_screen_get_title (MchScreen *self)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  g_return_val_if_fail (MCH_IS_SCREEN (self), NULL);

  return priv->title;
}

void
mch_screen_open (MchScreen *self, const char *argument)
{
  g_return_if_fail (MCH_IS_SCREEN (self));

  if (MCH_SCREEN_GET_CLASS (self)->open != NULL)
    MCH_SCREEN_GET_CLASS (self)->open (self, argument);
}

void
mch_screen_show (MchScreen *self)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (self);

  g_return_if_fail (MCH_IS_SCREEN (self));

  if (priv->stale)
    refresh_now (self);
  if (MCH_SCREEN_GET_CLASS (self)->shown != NULL)
    MCH_SCREEN_GET_CLASS (self)->shown (self);
}

void
mch_screen_go (GtkWidget *widget, const char *id, const char *argument)
{
  GtkWidget *at = widget;

  /* A dialog's actions are not the main window's: go through what it belongs to. */
  while (
      at != NULL
      && !gtk_widget_activate_action (at, "win.show", "(ss)", id, argument != NULL ? argument : ""))
    {
      GtkRoot *root = gtk_widget_get_root (at);

      at = GTK_IS_WINDOW (root) ? (GtkWidget *) gtk_window_get_transient_for (GTK_WINDOW (root))
                                : NULL;
    }
}

void
mch_screen_leave_for (GtkWindow *dialog, const char *id, const char *argument)
{
  GtkWindow *main_window = mch_dialog_get_main_window (dialog);

  while (dialog != main_window)
    {
      GtkWindow *below = gtk_window_get_transient_for (dialog);

      gtk_window_destroy (dialog);
      dialog = below;
    }
  mch_screen_go (GTK_WIDGET (main_window), id, argument);
}

static void
mch_screen_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, mch_screen_get_title (MCH_SCREEN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mch_screen_finalize (GObject *object)
{
  MchScreenPrivate *priv = mch_screen_get_instance_private (MCH_SCREEN (object));

  g_clear_object (&priv->context);
  g_free (priv->title);
  G_OBJECT_CLASS (mch_screen_parent_class)->finalize (object);
}

static void
mch_screen_class_init (MchScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mch_screen_get_property;
  object_class->finalize = mch_screen_finalize;
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
mch_screen_init (MchScreen *self)
{
}
