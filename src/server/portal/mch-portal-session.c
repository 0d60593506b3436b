/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose request it is: cookies, and whether a form was sent from a page of ours. */
#include "server/portal/mch-portal-private.h"
#include "vault/mch-vault-init.h"

#include <string.h>

#define SESSION_COOKIE "__Host-sid"
#define DEVICE_COOKIE "__Host-appareil"

const char *
mch_portal_get_session (const MchRequest *request)
{
  return mch_request_get_cookie (request, SESSION_COOKIE);
}

const char *
mch_portal_get_device (const MchRequest *request)
{
  return mch_request_get_cookie (request, DEVICE_COOKIE);
}

const char *
mch_portal_get_value (const MchForm *form, const char *name)
{
  const char *value = mch_form_get (form, name);

  return value != NULL ? value : "";
}

/* Whether @origin ("https://candidat.example.org") is that of @url. */
static gboolean
is_origin_of (const char *origin, const char *url)
{
  size_t length = strlen (origin);

  return url != NULL && g_ascii_strncasecmp (url, origin, length) == 0
         && (url[length] == '\0' || url[length] == '/');
}

gboolean
mch_portal_is_own_form (const MchRequest *request, const MchServer *server)
{
  const char *site = mch_request_get_header (request, "Sec-Fetch-Site");
  const char *origin = mch_request_get_header (request, "Origin");
  const char *host = mch_request_get_header (request, "Host");
  g_autofree char *own = NULL;

  /* Every browser of today sends one of them with a form, another site's above all; what sends
   * neither is not a browser, and has nobody's cookies. */
  if (site != NULL)
    return strcmp (site, "same-origin") == 0;
  if (origin == NULL)
    return TRUE;
  own = g_strconcat ("https://", host != NULL ? host : "", NULL);
  return g_ascii_strcasecmp (origin, own) == 0 || is_origin_of (origin, server->portal_url);
}

MchForm *
mch_portal_read_form (MchRequest *request, MchServer *server, const char *csrf,
                      MchResponse **ret_refusal)
{
  g_autoptr (MchForm) form = NULL;
  const char *sent = NULL;

  if (!mch_portal_is_own_form (request, server))
    {
      *ret_refusal = mch_portal_error_page (request, 403, server);
      return NULL;
    }
  form = mch_request_parse_form (request, NULL);
  if (form == NULL)
    {
      *ret_refusal = mch_portal_error_page (request, 400, server);
      return NULL;
    }
  sent = mch_portal_get_value (form, "csrf");
  if (csrf != NULL
      && (strlen (sent) != strlen (csrf) || !mch_vault_equal (sent, csrf, strlen (csrf))))
    {
      *ret_refusal = mch_portal_error_page (request, 403, server);
      return NULL;
    }
  return g_steal_pointer (&form);
}

MchPortalCandidate *
mch_portal_read_candidate (MchRequest *request, MchServer *server, MchResponse **ret_refusal)
{
  g_autoptr (GError) error = NULL;
  MchPortalCandidate *candidate = NULL;

  *ret_refusal = NULL;
  candidate = mch_candidate_authenticate (server, mch_portal_get_session (request), &error);
  if (error != NULL)
    *ret_refusal = mch_portal_fail (request, server, error);
  return candidate;
}

static void
set_session_cookie (MchResponse *response, const char *token, const char *end)
{
  g_autofree char *value = g_strdup_printf ("%s=%s; Path=/; HttpOnly; Secure; SameSite=Strict%s",
                                            SESSION_COOKIE, token, end);

  /* Replaces every cookie set before, so this one comes first. */
  mch_response_set_header (response, "Set-Cookie", value);
}

void
mch_portal_set_session (MchResponse *response, const MchCandidateSignIn *sign_in)
{
  set_session_cookie (response, sign_in->token, "");
  if (sign_in->device != NULL)
    mch_response_add_cookie (response, DEVICE_COOKIE, sign_in->device,
                             MCH_CANDIDATE_DEVICE_LIFE_MS / 1000);
}

void
mch_portal_drop_session (MchResponse *response)
{
  set_session_cookie (response, "", "; Max-Age=0");
}

MchPortalCandidate *
mch_portal_need_candidate (MchRequest *request, MchServer *server, gboolean restricted,
                           MchResponse **ret_refusal)
{
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_read_candidate (request, server, ret_refusal);

  if (*ret_refusal != NULL)
    return NULL;
  if (candidate != NULL && candidate->restricted == restricted)
    return g_steal_pointer (&candidate);
  if (candidate != NULL)
    *ret_refusal = mch_response_new_redirect (restricted ? "/compte" : "/mot-de-passe");
  else
    {
      *ret_refusal =
          mch_response_new_redirect (mch_portal_get_session (request) != NULL ? "/?fin" : "/");
      mch_portal_drop_session (*ret_refusal);
    }
  return NULL;
}
