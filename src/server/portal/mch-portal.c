/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the portal's paths, and the pages for what cannot be answered. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>

static const MchRoute ROUTES[] = {
  { MCH_METHOD_GET, "/", mch_portal_get_home, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/papillon", mch_portal_get_slip, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/connexion", mch_portal_post_sign_in, MCH_PORTAL_FORM_MAX, MCH_POOL_ARGON,
    MCH_TYPE_FORM },
  /* Whoever reloads or bookmarks the answer to a form. */
  { MCH_METHOD_GET, "/connexion", mch_portal_get_home, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/deconnexion", mch_portal_post_sign_out, MCH_PORTAL_FORM_MAX, MCH_POOL_WRITE,
    MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/mot-de-passe", mch_portal_get_password, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/mot-de-passe", mch_portal_post_password, MCH_PORTAL_FORM_MAX, MCH_POOL_ARGON,
    MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/compte-active", mch_portal_get_activated, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/compte", mch_portal_get_account, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/compte/modifier", mch_portal_get_own, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/compte/adresse", mch_portal_post_own_email, MCH_PORTAL_FORM_MAX,
    MCH_POOL_ARGON, MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/compte/adresse", mch_portal_get_own, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/compte/mot-de-passe", mch_portal_post_own_password, MCH_PORTAL_FORM_MAX,
    MCH_POOL_ARGON, MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/compte/mot-de-passe", mch_portal_get_own, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/mot-de-passe-oublie", mch_portal_get_forgotten, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/mot-de-passe-oublie", mch_portal_post_forgotten, MCH_PORTAL_FORM_MAX,
    MCH_POOL_WRITE, MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/mot-de-passe-oublie/envoye", mch_portal_get_forgotten_sent, 0, MCH_POOL_READ,
    NULL },
  { MCH_METHOD_GET, "/adresse/:token", mch_portal_get_verify, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/adresse/:token", mch_portal_post_verify, MCH_PORTAL_FORM_MAX, MCH_POOL_WRITE,
    MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/nouveau-mot-de-passe/:token", mch_portal_get_reset, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/nouveau-mot-de-passe/:token", mch_portal_post_reset, MCH_PORTAL_FORM_MAX,
    MCH_POOL_ARGON, MCH_TYPE_FORM },
  { MCH_METHOD_GET, "/inscriptions", mch_portal_get_registrations, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/inscriptions/:id/recapitulatif", mch_portal_get_recap, 0, MCH_POOL_PRINT,
    NULL },
  { MCH_METHOD_GET, "/documents", mch_portal_get_documents, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/documents/:id", mch_portal_get_document, 0, MCH_POOL_PRINT, NULL },
  { MCH_METHOD_GET, "/style.css", mch_portal_get_style, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/logo.svg", mch_portal_get_logo, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/favicon.ico", mch_portal_get_logo, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/robots.txt", mch_portal_get_robots, 0, MCH_POOL_INLINE, NULL },
};

void
mch_portal_add_routes (MchRouter *router)
{
  g_return_if_fail (router != NULL);

  mch_router_add (router, ROUTES, G_N_ELEMENTS (ROUTES));
}

static const struct
{
  guint status;
  const char *title;
  const char *text;
} ERRORS[] = {
  { 400, N_ ("This request cannot be read"),
    N_ ("Nothing was changed. Go back to the first page and start again.") },
  { 403, N_ ("This form was not accepted"),
    N_ ("It does not come from a page that is still open here. Nothing was changed. Go back to "
        "the first page and start again.") },
  { 404, N_ ("Page not found"),
    N_ ("There is no page at this address. Compare it with the one on your slip.") },
  { 405, N_ ("Page not found"), N_ ("This page cannot be opened in this way.") },
  { 413, N_ ("This is too long"),
    N_ ("What was sent is too long for this page. Nothing was kept. Start again.") },
  { 415, N_ ("This request cannot be read"),
    N_ ("Nothing was changed. Go back to the first page and start again.") },
  { 503, N_ ("Many people are here at the moment"),
    N_ ("The site cannot answer right now. Nothing is lost: wait ten seconds and try again.") },
  { 500, N_ ("The site has met a problem"),
    N_ ("It is not your fault. Try again in a few minutes. If it goes on, tell your school, with "
        "this number:") },
};

MchResponse *
mch_portal_error_page (MchRequest *request, guint status, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *text = NULL;
  guint i = 0;

  g_return_val_if_fail (request != NULL && server != NULL, NULL);

  while (i < G_N_ELEMENTS (ERRORS) - 1 && ERRORS[i].status != status)
    i++;
  mch_portal_page_init (&page, server, _ (ERRORS[i].title), NULL, FALSE);
  text = mch_html_add_text (page.main, "p", NULL, _ (ERRORS[i].text));
  if (ERRORS[i].status == 500)
    {
      mch_html_append (text, " ");
      mch_html_add_text (text, "strong", NULL, mch_request_get_id (request));
    }
  text = mch_html_add (page.main, "p", NULL);
  mch_html_append (mch_html_add (text, "a", "class", "button", "href", "/", NULL),
                   _ ("Go to the first page"));
  return mch_portal_page_respond (&page, status);
}

MchResponse *
mch_portal_fail (MchRequest *request, MchServer *server, const GError *error)
{
  g_printerr ("event=portal-fault id=%s domain=%s code=%d\n", mch_request_get_id (request),
              error != NULL ? g_quark_to_string (error->domain) : "-",
              error != NULL ? error->code : 0);
  return mch_portal_error_page (request, 500, server);
}
