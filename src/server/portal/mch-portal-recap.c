/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recap of a registration as a file, and the words for it not being there (REG-45). */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>

#include "server/model/mch-documents.h"
#include "server/model/mch-model.h"

char *
mch_portal_dup_recap_terms (const MchRecapTerms *terms)
{
  g_autofree char *moment = NULL;

  g_return_val_if_fail (terms != NULL, NULL);

  if (terms->access == MCH_RECAP_WITHDRAWN)
    return g_strdup (_ ("This registration was withdrawn, and its documents are not here any more. "
                        "Is that a mistake, or do you need a copy? Ask your school."));
  if (terms->closes_ms == 0)
    return terms->kept
               ? NULL
               : g_strdup (_ ("Download the recap now: it is here only until registration closes, "
                              "and the day is not known yet."));
  moment = mch_model_dup_paris_moment (terms->closes_ms, _ ("%d/%m/%Y at %H:%M"));
  if (terms->access == MCH_RECAP_CLOSED)
    return g_strdup_printf (_ ("Registration closed on %s (Paris time): since then this document "
                               "cannot be downloaded any more. Do you need it? Ask your school, "
                               "which prints it for you."),
                            moment);
  if (!terms->kept)
    return g_strdup_printf (
        _ ("Download the recap before registration closes: it is here until %s (Paris "
           "time) and not afterwards."),
        moment);
  return NULL;
}

static MchResponse *
show_gone (MchServer *server, const MchPortalCandidate *candidate, const MchRecapTerms *terms)
{
  g_auto (MchPortalPage) page = { 0 };
  g_autofree char *words = mch_portal_dup_recap_terms (terms);

  mch_portal_page_init (&page, server, _ ("This document is not here any more"), candidate, FALSE);
  if (words != NULL)
    mch_html_add_text (page.main, "p", NULL, words);
  mch_html_append (
      mch_html_add (mch_html_add (page.main, "p", NULL), "a", "href", "/documents", NULL),
      _ ("Back to my documents"));
  return mch_portal_page_respond (&page, 410);
}

MchResponse *
mch_portal_send_document (MchRequest *request, MchServer *server,
                          const MchPortalCandidate *candidate, const char *id, gboolean look)
{
  MchRecapTerms terms = { 0 };
  MchResponse *response = NULL;
  g_autofree char *name = NULL;
  g_autofree char *disposition = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf =
      mch_documents_draw (server, candidate->account, id, &name, &terms, &error);

  if (g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND))
    return mch_portal_error_page (request, 404, server);
  if (g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_REGISTRATION_CLOSED)
      || g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_GONE))
    return show_gone (server, candidate, &terms);
  if (pdf == NULL)
    return mch_portal_fail (request, server, error);
  disposition = g_strdup_printf ("%s; filename=\"%s\"", look ? "inline" : "attachment", name);
  response = mch_response_new_bytes (200, "application/pdf", pdf);
  mch_response_set_header (response, "Content-Disposition", disposition);
  return response;
}
