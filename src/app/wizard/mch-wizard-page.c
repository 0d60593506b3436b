/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wizard/mch-wizard-page.h"

typedef struct
{
  char *title;
  char *why_not;
  char *next_label;
  gboolean skippable;
  gboolean can_go_back;
  gboolean final;
  gboolean applying;
} MchWizardPagePrivate;

enum
{
  SIGNAL_CHANGED,
  SIGNAL_APPLIED,
  SIGNAL_PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MchWizardPage, mch_wizard_page, ADW_TYPE_BIN)

#define PRIV(self) ((MchWizardPagePrivate *) mch_wizard_page_get_instance_private (self))

static void
set_text (MchWizardPage *self, char **field, const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return;
  g_free (*field);
  *field = g_strdup (text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_flag (MchWizardPage *self, gboolean *field, gboolean flag)
{
  if (*field == flag)
    return;
  *field = flag;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mch_wizard_page_set_title (MchWizardPage *self, const char *title)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_text (self, &PRIV (self)->title, title);
}

const char *
mch_wizard_page_get_title (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), NULL);

  return PRIV (self)->title;
}

void
mch_wizard_page_set_why_not (MchWizardPage *self, const char *reason)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_text (self, &PRIV (self)->why_not, reason);
}

const char *
mch_wizard_page_get_why_not (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), NULL);

  return PRIV (self)->why_not;
}

gboolean
mch_wizard_page_get_complete (MchWizardPage *self)
{
  return mch_wizard_page_get_why_not (self) == NULL;
}

void
mch_wizard_page_set_skippable (MchWizardPage *self, gboolean skippable)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_flag (self, &PRIV (self)->skippable, skippable);
}

gboolean
mch_wizard_page_get_skippable (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), FALSE);

  return PRIV (self)->skippable;
}

void
mch_wizard_page_set_next_label (MchWizardPage *self, const char *label)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_text (self, &PRIV (self)->next_label, label);
}

const char *
mch_wizard_page_get_next_label (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), NULL);

  return PRIV (self)->next_label;
}

void
mch_wizard_page_set_can_go_back (MchWizardPage *self, gboolean can_go_back)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_flag (self, &PRIV (self)->can_go_back, can_go_back);
}

gboolean
mch_wizard_page_get_can_go_back (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), FALSE);

  return PRIV (self)->can_go_back;
}

void
mch_wizard_page_set_final (MchWizardPage *self, gboolean final)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  set_flag (self, &PRIV (self)->final, final);
}

gboolean
mch_wizard_page_get_final (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), FALSE);

  return PRIV (self)->final;
}

gboolean
mch_wizard_page_get_applying (MchWizardPage *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD_PAGE (self), FALSE);

  return PRIV (self)->applying;
}

void
mch_wizard_page_set_progress (MchWizardPage *self, const char *text, double fraction)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, text, fraction);
}

void
mch_wizard_page_apply_done (MchWizardPage *self, const GError *error)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));
  g_return_if_fail (PRIV (self)->applying);

  mch_wizard_page_set_progress (self, NULL, 0);
  set_flag (self, &PRIV (self)->applying, FALSE);
  g_signal_emit (self, signals[SIGNAL_APPLIED], 0, error);
}

void
mch_wizard_page_enter (MchWizardPage *self, gboolean forward)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  if (MCH_WIZARD_PAGE_GET_CLASS (self)->entered != NULL)
    MCH_WIZARD_PAGE_GET_CLASS (self)->entered (self, forward);
}

void
mch_wizard_page_show (MchWizardPage *self)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));

  if (MCH_WIZARD_PAGE_GET_CLASS (self)->shown != NULL)
    MCH_WIZARD_PAGE_GET_CLASS (self)->shown (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
mch_wizard_page_apply (MchWizardPage *self, GCancellable *cancellable)
{
  g_return_if_fail (MCH_IS_WIZARD_PAGE (self));
  g_return_if_fail (!PRIV (self)->applying);

  set_flag (self, &PRIV (self)->applying, TRUE);
  if (MCH_WIZARD_PAGE_GET_CLASS (self)->apply != NULL)
    MCH_WIZARD_PAGE_GET_CLASS (self)->apply (self, cancellable);
  else
    mch_wizard_page_apply_done (self, NULL);
}

static void
mch_wizard_page_finalize (GObject *object)
{
  MchWizardPagePrivate *priv = PRIV (MCH_WIZARD_PAGE (object));

  g_free (priv->title);
  g_free (priv->why_not);
  g_free (priv->next_label);
  G_OBJECT_CLASS (mch_wizard_page_parent_class)->finalize (object);
}

static void
mch_wizard_page_class_init (MchWizardPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_wizard_page_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_WIZARD_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_APPLIED] = g_signal_new ("applied", MCH_TYPE_WIZARD_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_PROGRESS] =
      g_signal_new ("progress", MCH_TYPE_WIZARD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
}

static void
mch_wizard_page_init (MchWizardPage *self)
{
  PRIV (self)->can_go_back = TRUE;
}
