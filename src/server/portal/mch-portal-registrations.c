/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mes inscriptions (REG-47): each registration of the candidate who is signed in, and its recap
 * under "Visualiser / imprimer". Read only: a school's pupil is registered by the school. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-model.h"

/* REG-49 */
static gboolean
is_shown (const MchOwnRegistration *registration)
{
  return registration->terms.access != MCH_RECAP_WITHDRAWN && !registration->over;
}

static void
add_fact (MchNode *list, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  mch_html_add_text (list, "dt", NULL, label);
  mch_html_add_text (list, "dd", NULL, value);
}

/* INS-22: there is no sending on line here, whatever the exam office would allow; where it forbids
 * it, nobody has to look for it elsewhere either. (transfer full) */
static char *
dup_pieces (const MchOwnRegistration *registration)
{
  g_autofree char *how =
      registration->return_until != NULL
          ? g_strdup_printf (_ ("To be handed in on paper to your school, by %s at the latest."),
                             registration->return_until)
          : g_strdup (_ ("To be handed in on paper to your school."));

  return g_strjoin (
      " ", how,
      registration->paper_only ? _ ("The exam office takes none on line for this exam.") : NULL,
      NULL);
}

static void
add_facts (MchNode *parent, const MchOwnRegistration *registration)
{
  MchNode *list = mch_html_add (parent, "dl", NULL);
  g_autofree char *pieces = dup_pieces (registration);
  g_autofree char *closing = NULL;

  if (registration->terms.closes_ms > 0)
    closing = mch_model_dup_paris_moment (registration->terms.closes_ms,
                                          _ ("%d/%m/%Y at %H:%M (Paris time)"));
  add_fact (list, _ ("Establishment"), registration->establishment);
  add_fact (list, _ ("State"), registration->state);
  add_fact (list, _ ("Candidate number"), registration->candidate_number);
  add_fact (list, _ ("Registration number"), registration->number);
  /* REG-38 */
  add_fact (list, _ ("Registration closes"), closing);
  add_fact (list, _ ("Supporting documents to give"), pieces);
}

/* REG-41, REG-47 */
static void
add_recap (MchNode *parent, const MchOwnRegistration *registration)
{
  g_autofree char *path = g_strdup_printf ("/inscriptions/%s/recapitulatif", registration->id);
  g_autofree char *terms = mch_portal_dup_recap_terms (&registration->terms);
  g_autofree char *what =
      g_strdup_printf (_ (" the registration recap, %s (PDF)"), registration->context);
  MchNode *link;

  if (registration->document == NULL || !registration->registered)
    {
      mch_html_add_text (parent, "p", NULL,
                         _ ("Your school has not finished this registration yet. The recap comes "
                            "here as soon as it has."));
      return;
    }
  if (terms != NULL)
    mch_html_add_text (parent, "p", NULL, terms);
  if (registration->terms.access != MCH_RECAP_OPEN)
    return;
  link = mch_html_add (mch_html_add (parent, "p", NULL), "a", "class", "button", "href", path,
                       "type", "application/pdf", NULL);
  mch_html_append (link, _ ("View / print"));
  mch_html_add_text (link, "span", "hidden", what);
}

static guint
add_registrations (MchNode *parent, const GPtrArray *registrations)
{
  guint shown = 0;

  for (guint i = 0; i < registrations->len; i++)
    {
      const MchOwnRegistration *registration = registrations->pdata[i];

      if (!is_shown (registration))
        continue;
      shown++;
      mch_html_add_text (parent, "h2", NULL, registration->context);
      add_facts (parent, registration);
      add_recap (parent, registration);
    }
  return shown;
}

MchResponse *
mch_portal_get_registrations (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) registrations = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  registrations = mch_own_registrations_list (server, candidate->account, &error);
  if (registrations == NULL)
    return mch_portal_fail (request, server, error);
  mch_portal_page_init (&page, server, _ ("My registrations"), candidate, FALSE);
  if (add_registrations (page.main, registrations) == 0)
    mch_html_add_text (page.main, "p", NULL, _ ("You have no registration for a coming session."));
  else
    mch_html_add_text (page.main, "p", NULL,
                       _ ("Is something wrong? Tell your school: it corrects it, and the next "
                          "version of the recap (also called registration confirmation) comes "
                          "here."));
  mch_html_add_text (page.main, "p", NULL,
                     _ ("Registrations that were withdrawn and those of past sessions are not "
                        "shown."));
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "href", "/compte", NULL),
                   _ ("Back to my account"));
  return mch_portal_page_respond (&page, 200);
}

/* The registration @id of @registrations, if it has a recap or had one before it was withdrawn. */
static const MchOwnRegistration *
find_registration (const GPtrArray *registrations, const char *id)
{
  for (guint i = 0; i < registrations->len; i++)
    {
      const MchOwnRegistration *registration = registrations->pdata[i];

      if (strcmp (registration->id, id) == 0)
        return registration->document != NULL
                       && (registration->registered
                           || registration->terms.access == MCH_RECAP_WITHDRAWN)
                   ? registration
                   : NULL;
    }
  return NULL;
}

/* The address stays the same whatever the version, so that a kept link leads to the present one. */
MchResponse *
mch_portal_get_recap (MchRequest *request, gpointer server)
{
  MchResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) registrations = NULL;
  const MchOwnRegistration *registration;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  registrations = mch_own_registrations_list (server, candidate->account, &error);
  if (registrations == NULL)
    return mch_portal_fail (request, server, error);
  registration = find_registration (registrations, mch_request_get_param (request, "id"));
  if (registration == NULL)
    return mch_portal_error_page (request, 404, server);
  return mch_portal_send_document (request, server, candidate, registration->document, TRUE);
}
