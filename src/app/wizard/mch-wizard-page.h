/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a wizard. It knows whether it is complete, skippable or applying; the wizard shows
 * that in its buttons. A page never closes the window and never touches a neighbour. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MCH_TYPE_WIZARD_PAGE (mch_wizard_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (MchWizardPage, mch_wizard_page, MCH, WIZARD_PAGE, AdwBin)

/**
 * MchWizardPageClass: derivable because every page is one; each function may be left unset.
 * @entered: the page is about to be shown, forwards or back. @forward tells which; recompute what
 *   depends on earlier pages, keep what was typed here.
 * @shown: it is on show. Put the focus on the first field, or on the first invalid one; unset, the
 *   wizard does gtk_widget_child_focus(). Never focus the Next button.
 * @apply: the person pressed Next. Begin the work and call mch_wizard_page_apply_done() when it
 *   ended, at once or later; @cancellable ends it. Unset: nothing to do, go on.
 */
struct _MchWizardPageClass
{
  AdwBinClass parent_class;

  void (*entered) (MchWizardPage *self, gboolean forward);
  void (*shown) (MchWizardPage *self);
  void (*apply) (MchWizardPage *self, GCancellable *cancellable);
};

/* The step's name on top: one or two words, translated ("Columns"). */
void mch_wizard_page_set_title (MchWizardPage *self, const char *title);
const char *mch_wizard_page_get_title (MchWizardPage *self);

/**
 * mch_wizard_page_set_why_not:
 * @reason: (nullable): translated sentence: what is missing before one can go on. NULL: complete.
 *
 * A new page is complete.
 */
void mch_wizard_page_set_why_not (MchWizardPage *self, const char *reason);
const char *mch_wizard_page_get_why_not (MchWizardPage *self);
gboolean mch_wizard_page_get_complete (MchWizardPage *self);

/* Whether "Skip" is offered: go on without @apply. */
void mch_wizard_page_set_skippable (MchWizardPage *self, gboolean skippable);
gboolean mch_wizard_page_get_skippable (MchWizardPage *self);

/* What the blue button says, with a mnemonic: "_Generate 188 accounts"; NULL for "_Next". Never
 * "OK". */
void mch_wizard_page_set_next_label (MchWizardPage *self, const char *label);
const char *mch_wizard_page_get_next_label (MchWizardPage *self);

/* FALSE after an act that cannot be taken back (the report page). A new page: TRUE. */
void mch_wizard_page_set_can_go_back (MchWizardPage *self, gboolean can_go_back);
gboolean mch_wizard_page_get_can_go_back (MchWizardPage *self);

/* TRUE for a report: no Cancel, no loss; closing is all that is left. A new page: FALSE. */
void mch_wizard_page_set_final (MchWizardPage *self, gboolean final);
gboolean mch_wizard_page_get_final (MchWizardPage *self);

/* TRUE between @apply and mch_wizard_page_apply_done(); the wizard sets it. */
gboolean mch_wizard_page_get_applying (MchWizardPage *self);

/**
 * mch_wizard_page_apply_done:
 * @error: (nullable): NULL goes to the next page. Otherwise the page stays, the message stands on
 *   top of it in words and is announced; G_IO_ERROR_CANCELLED shows nothing.
 */
void mch_wizard_page_apply_done (MchWizardPage *self, const GError *error);

/**
 * mch_wizard_page_set_progress:
 * @text: (nullable): translated: "142 of 209". NULL takes the bar away.
 * @fraction: 0 to 1; negative: unknown, the bar pulses.
 *
 * Shown beside the buttons while the page applies; the Cancel button then cancels the work.
 */
void mch_wizard_page_set_progress (MchWizardPage *self, const char *text, double fraction);

/* For the wizard. */
void mch_wizard_page_enter (MchWizardPage *self, gboolean forward);
void mch_wizard_page_show (MchWizardPage *self);
void mch_wizard_page_apply (MchWizardPage *self, GCancellable *cancellable);

/* Signals "changed" (): something of the above; "applied" (GError *): apply_done was called;
 * "progress" (const char *, double). */

G_END_DECLS
