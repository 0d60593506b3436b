/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-activity.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-screen.h"
#include "app/candidates/mch-candidates-screen.h"
#include "app/compare/mch-compare-wizard.h"
#include "app/distribution/mch-handout-screen.h"
#include "app/distribution/mch-returns-screen.h"
#include "app/documents/mch-documents-screen.h"
#include "app/establishment/mch-establishment-screen.h"
#include "app/finish/mch-finish-screen.h"
#include "app/generation/mch-generation-wizard.h"
#include "app/generation/mch-regenerate-window.h"
#include "app/home/mch-home-screen.h"
#include "app/import/mch-import-wizard.h"
#include "app/imports/mch-imports-screen.h"
#include "app/office/mch-late-screen.h"
#include "app/office/mch-office-screen.h"
#include "app/office/mch-search-screen.h"
#include "app/office/mch-services-screen.h"
#include "app/preview/mch-preview-screen.h"
#include "app/prints/mch-print-log-window.h"
#include "app/sync/mch-conflict-screen.h"
#include "app/transfers/mch-transfers-screen.h"

void
mch_mark_clear (MchMark *mark)
{
  g_clear_pointer (&mark->text, g_free);
  mark->kind = MCH_MARK_NONE;
}

static void
set_lock (MchMark *mark, char *reason)
{
  mark->kind = reason != NULL ? MCH_MARK_LOCK : MCH_MARK_NONE;
  mark->text = reason;
}

static void
set_number (MchMark *mark, guint n, char *text)
{
  mark->kind = n > 0 ? MCH_MARK_NUMBER : MCH_MARK_NONE;
  mark->number = n;
  mark->text = text;
}

static void
mark_establishment (const MchOverview *overview, MchMark *ret_mark)
{
  if (overview->contact_confirmed)
    {
      ret_mark->kind = MCH_MARK_DONE;
      ret_mark->text = g_strdup (_ ("The contact details are confirmed."));
    }
}

static void
mark_generate (const MchOverview *overview, MchMark *ret_mark)
{
  char *reason = mch_overview_dup_generate_reason (overview);

  if (reason != NULL && overview->service_reason == NULL && overview->n_candidates > 0)
    {
      /* ACC-31: the activity stays reachable, so that one can make sure (ACC-09). */
      ret_mark->kind = MCH_MARK_DONE;
      ret_mark->text = reason;
    }
  else if (reason != NULL)
    set_lock (ret_mark, reason);
  else
    set_number (ret_mark, overview->n_without_account,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil has no account yet.",
                                              "%u pupils have no account yet.",
                                              overview->n_without_account),
                                 overview->n_without_account));
}

static void
mark_regenerate (const MchOverview *overview, MchMark *ret_mark)
{
  set_lock (ret_mark, mch_overview_dup_regenerate_reason (overview));
}

static void
mark_to_finish (const MchOverview *overview, MchMark *ret_mark)
{
  if (overview->n_to_finish == 0 && overview->n_registered > 0)
    {
      ret_mark->kind = MCH_MARK_DONE;
      ret_mark->text = g_strdup (_ ("Every registration is finished."));
      return;
    }
  set_number (
      ret_mark, overview->n_to_finish,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u registration is to be finished.",
                                    "%u registrations are to be finished.", overview->n_to_finish),
                       overview->n_to_finish));
}

static void
mark_late (const MchOverview *overview, MchMark *ret_mark)
{
  set_number (
      ret_mark, overview->n_late,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u operation waits for your decision.",
                                    "%u operations wait for your decision.", overview->n_late),
                       overview->n_late));
}

static void
mark_transfers (const MchOverview *overview, MchMark *ret_mark)
{
  set_number (
      ret_mark, overview->n_transfers,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u transfer waits for your answer.",
                                    "%u transfers wait for your answer.", overview->n_transfers),
                       overview->n_transfers));
}

static void
mark_conflicts (const MchOverview *overview, MchMark *ret_mark)
{
  set_number (
      ret_mark, overview->n_conflicts,
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u value was changed by somebody else too.",
                                    "%u values were changed by somebody else too.",
                                    overview->n_conflicts),
                       overview->n_conflicts));
}

static void
mark_preview (const MchOverview *overview, MchMark *ret_mark)
{
  set_lock (ret_mark, mch_overview_dup_preview_reason (overview));
}

#define OFFICE N_ ("Exam office")
#define ESTABLISHMENT N_ ("My establishment")
#define REGISTRATION N_ ("Registration")
#define SLIPS N_ ("Slips")
#define DOCUMENTS N_ ("Documents")

/* clang-format off */
const MchActivity mch_activities[] = {
  { .id = "home", .label = N_ ("Home"), .screen = mch_home_screen_get_type },

  { .id = "establishments", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Establishments"), .screen = mch_office_screen_get_type, .argument = "" },
  { .id = "follow-up", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Follow-up"), .screen = mch_office_screen_get_type,
    .argument = MCH_OFFICE_SHOW_LATE },
  { .id = "academy-candidates", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Candidates of the académie"), .screen = mch_search_screen_get_type },
  { .id = "services", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Services and calendar"), .screen = mch_services_screen_get_type },
  { .id = "late", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Typed offline before the closing"), .screen = mch_late_screen_get_type,
    .mark = mark_late },
  { .id = "office-transfers", .audience = MCH_AUDIENCE_OFFICE, .section = OFFICE,
    .label = N_ ("Transfer requests"), .screen = mch_transfers_screen_get_type,
    .mark = mark_transfers },

  { .id = "establishment", .section = ESTABLISHMENT, .label = N_ ("Set up my establishment"),
    .screen = mch_establishment_screen_get_type, .mark = mark_establishment },
  { .id = "generate", .section = ESTABLISHMENT, .label = N_ ("Generate my pupils' Machaon accounts"),
    .run = mch_generation_wizard_open, .mark = mark_generate },
  { .id = "regenerate", .section = ESTABLISHMENT,
    .label = N_ ("Regenerate the password of a pupil's account"),
    .run = mch_regenerate_window_open, .mark = mark_regenerate },

  { .id = "import", .section = REGISTRATION, .label = N_ ("Import a file of pupils"),
    .run = mch_import_wizard_open },
  { .id = "compare", .section = REGISTRATION, .label = N_ ("Compare with a new file"),
    .run = mch_compare_wizard_open },
  { .id = "imports", .section = REGISTRATION, .label = N_ ("History of imports"),
    .screen = mch_imports_screen_get_type },
  { .id = "candidates", .audience = MCH_AUDIENCE_BOTH, .section = REGISTRATION, .label = N_ ("Candidates"),
    .screen = mch_candidates_screen_get_type },
  { .id = "to-finish", .audience = MCH_AUDIENCE_BOTH, .section = REGISTRATION, .label = N_ ("Registrations to finish"),
    .screen = mch_finish_screen_get_type, .mark = mark_to_finish },
  { .id = "transfers", .section = REGISTRATION, .label = N_ ("Transfer requests"),
    .screen = mch_transfers_screen_get_type, .mark = mark_transfers },
  { .id = "conflicts", .section = REGISTRATION, .label = N_ ("Values to decide on"),
    .screen = mch_conflict_screen_get_type, .mark = mark_conflicts },

  { .id = "preview", .audience = MCH_AUDIENCE_BOTH, .section = SLIPS, .label = N_ ("Preview and printing"),
    .screen = mch_preview_screen_get_type, .mark = mark_preview },
  { .id = "hand-out", .section = SLIPS, .label = N_ ("Handing out to pupils"),
    .screen = mch_handout_screen_get_type },

  { .id = "documents", .audience = MCH_AUDIENCE_BOTH, .section = DOCUMENTS, .label = N_ ("Documents to print"),
    .screen = mch_documents_screen_get_type },
  { .id = "returns", .section = DOCUMENTS, .label = N_ ("Return of the files"),
    .screen = mch_returns_screen_get_type },
  { .id = "print-log", .audience = MCH_AUDIENCE_ALL, .section = DOCUMENTS, .label = N_ ("Print log"),
    .run = mch_print_log_window_open },
  { 0 },
};
/* clang-format on */

const MchActivity *
mch_activity_find (const char *id)
{
  for (const MchActivity *activity = mch_activities; activity->id != NULL; activity++)
    if (g_strcmp0 (activity->id, id) == 0)
      return activity;
  return NULL;
}

gboolean
mch_activity_is_for (const MchActivity *activity, gboolean office)
{
  g_return_val_if_fail (activity != NULL, FALSE);

  return activity->audience == MCH_AUDIENCE_BOTH || activity->audience == MCH_AUDIENCE_ALL
         || (activity->audience == MCH_AUDIENCE_OFFICE) == office;
}

const char *
mch_activity_get_home (gboolean office)
{
  return office ? "establishments" : "home";
}

void
mch_activity_mark (const MchActivity *activity, const MchOverview *overview, MchMark *ret_mark)
{
  g_return_if_fail (activity != NULL && ret_mark != NULL);

  *ret_mark = (MchMark){ 0 };
  if (activity->screen == NULL && activity->run == NULL)
    set_lock (ret_mark, g_strdup (_ ("This version of Machaon does not hold this activity yet.")));
  else if (activity->audience == MCH_AUDIENCE_BOTH && overview->no_establishment)
    set_lock (ret_mark, g_strdup (_ ("Open an establishment in “Establishments” first.")));
  else if (activity->mark != NULL)
    activity->mark (overview, ret_mark);
}
