/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mes documents (DOC-01): what was deposited for the candidate who is signed in, and nobody else's.
 */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>

#include "core/mch-label.h"
#include "print/mch-sheet-frame.h"
#include "server/model/mch-documents.h"
#include "server/model/mch-model.h"

/* A link, or only the name of what may not be had any more. */
static void
add_name (MchNode *item, const MchDeposited *document)
{
  g_autofree char *path = g_strconcat ("/documents/", document->id, NULL);
  /* REG-46, REG-47: under this name in "Mes documents"; "confirmation" on the paper itself. */
  g_autofree char *name =
      g_strdup_printf (_ ("Registration recap, version %d"), (int) document->version);
  MchNode *link;

  if (document->terms.access != MCH_RECAP_OPEN)
    {
      mch_html_add_text (item, "strong", NULL, name);
      return;
    }
  link = mch_html_add (item, "a", "href", path, "type", "application/pdf", NULL);
  mch_html_append (link, name);
  mch_html_append (link, _ (" (PDF)"));
}

static void
add_document (MchNode *list, const MchDeposited *document)
{
  MchNode *item = mch_html_add (list, "li", NULL);
  g_autofree char *date = mch_model_dup_paris_date (document->made_ms);
  g_autofree char *day = mch_sheet_dup_date (date);
  g_autofree char *when = g_strdup_printf (_ ("deposited on %s"), day);

  add_name (item, document);
  mch_html_append (item, " – ");
  mch_html_append (item, when);
  if (!document->current)
    {
      mch_html_append (item, " – ");
      mch_html_add_text (item, "em", NULL, _ ("replaced by a later version"));
    }
}

/* The documents of one registration, from @first on; returns how many. */
static guint
add_registration (MchNode *parent, GPtrArray *documents, guint first)
{
  const MchDeposited *leader = documents->pdata[first];
  g_autofree char *context = mch_label_dup_context (leader->session, NULL);
  g_autofree char *title = g_strdup_printf (
      "%s – %s", context, leader->establishment != NULL ? leader->establishment : "");
  g_autofree char *terms = mch_portal_dup_recap_terms (&leader->terms);
  MchNode *list;
  guint n = 0;

  mch_html_add_text (parent, "h2", NULL, title);
  if (terms != NULL)
    mch_html_add_text (parent, "p", NULL, terms);
  list = mch_html_add (parent, "ul", NULL);
  for (; first + n < documents->len; n++)
    {
      const MchDeposited *document = documents->pdata[first + n];

      if (g_strcmp0 (document->candidature, leader->candidature) != 0)
        break;
      add_document (list, document);
    }
  return n;
}

static void
add_end (MchNode *parent)
{
  /* REG-44, REG-46, REG-51 */
  mch_html_add_text (parent, "p", NULL,
                     _ ("The registration recap is also called registration confirmation: it is "
                        "one document. Read it. If something is wrong, tell your school: it "
                        "corrects it, and the next version comes here. The one that you sign is "
                        "the paper that your school gives you."));
  /* INS-22 */
  mch_html_add_text (
      parent, "p", NULL,
      _ ("Here are the documents that you get. Supporting documents that you have to "
         "give are handed in on paper to your school, not on this site."));
}

MchResponse *
mch_portal_get_documents (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  documents = mch_documents_list (server, candidate->account, &error);
  if (documents == NULL)
    return mch_portal_fail (request, server, error);
  mch_portal_page_init (&page, server, _ ("My documents"), candidate, FALSE);
  if (documents->len == 0)
    mch_html_add_text (page.main, "p", NULL,
                       _ ("Nothing has been deposited for you yet. Your confirmation comes here as "
                          "soon as your school has finished your registration."));
  else
    add_end (page.main);
  for (guint i = 0; i < documents->len;)
    i += add_registration (page.main, documents, i);
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "href", "/compte", NULL),
                   _ ("Back to my account"));
  return mch_portal_page_respond (&page, 200);
}

MchResponse *
mch_portal_get_document (MchRequest *request, gpointer server)
{
  MchResponse *refusal = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  return mch_portal_send_document (request, server, candidate,
                                   mch_request_get_param (request, "id"), FALSE);
}
