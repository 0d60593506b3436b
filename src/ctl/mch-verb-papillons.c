/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons: opens the slips of an edition and writes them as PDF, without the server.
 * Names, logins and divisions are those of today, so a corrected name reprints. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-slip-audit.h"
#include "slips/mch-slip-pile.h"
#include "sync/mch-engine.h"

#include <glib/gi18n-lib.h>

/* Who printed what and when goes to the server's log, now or with the next sync. */
static void
note_printing (MchCtl *ctl, const char *scope, const char *edition, guint per_page,
               const MchPapillonResult *result)
{
  MchClient *client = mch_desk_get_client (ctl->desk, NULL);

  if (!mch_slip_audit_note (mch_desk_get_store (ctl->desk), scope, edition, MCH_SLIP_ACT_PRINT,
                            per_page, result, NULL)
      || client == NULL)
    return;
  mch_client_set_patience (client, 0);
  mch_engine_sync (ctl->desk, NULL, NULL, NULL);
}

static void
print_result (MchCtl *ctl, const MchPapillonResult *result, const char *output)
{
  JsonObject *object;

  for (guint i = 0; result->warnings != NULL && i < result->warnings->len; i++)
    g_printerr ("%s\n", (const char *) result->warnings->pdata[i]);
  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u slip on ", "%u slips on ", result->n_slips),
               result->n_slips);
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u page: %s\n", "%u pages: %s\n", result->n_pages),
               result->n_pages, output);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "slips", result->n_slips);
  json_object_set_int_member (object, "pages", result->n_pages);
  json_object_set_string_member (object, "sha256", result->sha256);
  json_object_set_string_member (object, "output", output);
  mch_output_object (object);
}

static MchExit
print_edition (MchCtl *ctl, const char *scope, const char *edition, guint per_page,
               const char *output, GError **error)
{
  g_autoptr (MchSlipPile) pile =
      mch_slip_pile_open (ctl->desk, scope, edition, MCH_SLIP_ORDER_DIVISION, FALSE, error);
  g_auto (MchPapillonResult) result = { 0 };

  if (pile == NULL
      || !mch_slip_pile_write_pdf_file (pile, NULL, per_page, output, NULL, &result, error))
    return MCH_EXIT_FAILED;
  note_printing (ctl, scope, edition, per_page, &result);
  print_result (ctl, &result, output);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_papillons (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *edition = NULL;
  g_autofree char *output = NULL;
  g_autofree char *scope = NULL;
  int per_page = 1;
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_ ("The edition"), "ID" },
    { "per-page", 0, 0, G_OPTION_ARG_INT, &per_page, N_ ("Slips on a page"), "1|2" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("The file to write"), "FILE.pdf" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (edition == NULL || output == NULL || per_page < 1 || per_page > 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--edition, --output and --per-page 1 or 2 are needed."));
      return MCH_EXIT_USAGE;
    }
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL || !mch_ctl_unlock (ctl, error))
    return MCH_EXIT_FAILED;
  return print_edition (ctl, scope, edition, (guint) per_page, output, error);
}
