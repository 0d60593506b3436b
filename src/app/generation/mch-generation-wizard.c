/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-wizard.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-generation-check-page.h"
#include "app/generation/mch-generation-count-page.h"
#include "app/generation/mch-generation-report-page.h"
#include "app/widgets/mch-dialog.h"

MchWizard *
mch_generation_wizard_new (GtkWindow *parent, MchGenerationModel *model)
{
  MchWizard *wizard = mch_wizard_new (parent, _ ("Generate my pupils' Machaon accounts"));

  mch_wizard_add_page (wizard, mch_generation_check_page_new (model));
  mch_wizard_add_page (wizard, mch_generation_count_page_new (model));
  mch_wizard_add_page (wizard, mch_generation_report_page_new (model));
  return wizard;
}

void
mch_generation_wizard_open (GtkWindow *parent, MchContext *context, const char *argument)
{
  g_autoptr (MchGenerationModel) model = NULL;

  if (mch_context_get_session (context) == NULL)
    {
      g_autofree char *reason = mch_context_dup_service_reason (context);

      mch_message_show (GTK_WIDGET (parent), _ ("No account can be generated yet"), reason);
      return;
    }
  model = mch_generation_model_new (context);
  mch_wizard_start (mch_generation_wizard_new (parent, model));
}
