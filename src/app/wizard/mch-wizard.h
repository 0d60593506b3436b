/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wizard: a modal window with its steps named on top, one page at a time, and a button that says
 * what it will do. Pages stay alive, so Back never loses input; Escape asks before it throws
 * anything away; the focus goes to the page's first field. Usable at 1024×700.
 *
 *   MchWizard *wizard = mch_wizard_new (parent, _("Import a file of pupils"));
 *   mch_wizard_add_page (wizard, MCH_WIZARD_PAGE (my_file_page_new (model)));
 *   mch_wizard_add_page (wizard, MCH_WIZARD_PAGE (my_columns_page_new (model)));
 *   mch_wizard_start (wizard);
 *
 * Pages share a model object of the feature; they do not know each other. */
#pragma once

#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_WIZARD (mch_wizard_get_type ())
G_DECLARE_FINAL_TYPE (MchWizard, mch_wizard, MCH, WIZARD, AdwWindow)

/* @parent: modal for it. @title: translated. Not shown until mch_wizard_start(). */
MchWizard *mch_wizard_new (GtkWindow *parent, const char *title);

/* In the order of the steps. A page that is not visible (gtk_widget_set_visible()) is passed over
 * and its step is not named. */
void mch_wizard_add_page (MchWizard *self, MchWizardPage *page);

/* Shows the window at its first visible page. */
void mch_wizard_start (MchWizard *self);

/* The button's own acts, for pages that go on by themselves (a file was dropped). next() applies
 * the current page first; after the last page it closes the window. */
void mch_wizard_next (MchWizard *self);
void mch_wizard_back (MchWizard *self);

/* Goes to @page without applying anything ("Review the columns"). */
void mch_wizard_go (MchWizard *self, MchWizardPage *page);

/**
 * mch_wizard_set_loss:
 * @sentence: (nullable): translated: what closing now would lose ("The file was not imported.").
 *   With it, Escape and Cancel ask first; NULL lets them close at once. A page that applies is
 *   always asked about.
 */
void mch_wizard_set_loss (MchWizard *self, const char *sentence);

/* Closes without asking; when @activity is not NULL the main window then opens it: the next act. */
void mch_wizard_finish (MchWizard *self, const char *activity, const char *argument);

/* Asks when something would be lost, then closes. */
void mch_wizard_cancel (MchWizard *self);

MchWizardPage *mch_wizard_get_current (MchWizard *self);

/* mch_toast_show() with any widget of a page shows its toast in the wizard. */

G_END_DECLS
