/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Mot de passe oublié" (CPT-02), and what links of messages open. A link that is merely looked at,
 * as programs that guard letter boxes do, changes nothing: there is a button. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-candidate-own.h"

static char **
dup_sentence (const char *sentence)
{
  return g_strsplit (sentence, "\n", -1);
}

static void
add_button_link (MchPortalPage *page, const char *path, const char *label)
{
  mch_html_append (mch_html_add (mch_html_add (page->main, "p", NULL), "a", "class", "button",
                                 "href", path, NULL),
                   label);
}

static MchResponse *
show_forgotten (MchServer *server, const char *login, char **faults, guint wait_s)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *form = NULL;
  guint status = wait_s > 0 ? 429 : faults != NULL ? 422 : 200;
  const MchPageField field = { .name = "login",
                               .label = _ ("Your login name, or your e-mail address"),
                               .hint = _ ("The login of your slip, or the address that you have "
                                          "verified"),
                               .value = login,
                               .autocomplete = "username",
                               .faults = faults,
                               .focus = faults != NULL };

  mch_portal_page_init (&page, server, _ ("Forgotten password"), NULL, status >= 400);
  if (wait_s > 0)
    mch_portal_page_add_wait (&page, wait_s, _ ("Nothing was sent: wait, then try again."));
  mch_portal_page_add_summary (&page, &field, 1);
  mch_html_add_text (page.main, "p", NULL,
                     _ ("If your account has a verified e-mail address, a link is sent there with "
                        "which you choose a new password."));
  mch_html_add_text (page.main, "p", NULL,
                     _ ("If you have given no address, ask the secretary's office of your school "
                        "for a new slip."));
  form = mch_portal_page_add_form (page.main, "/mot-de-passe-oublie", NULL);
  mch_portal_page_add_field (form, &field);
  mch_portal_page_add_button (form, "main", NULL, _ ("Send me the link"));
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "href", "/", NULL),
                   _ ("Back to sign-in"));
  return mch_portal_page_respond_after (&page, status, wait_s);
}

MchResponse *
mch_portal_get_forgotten (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };

  if (mch_candidate_may_get_mail (server))
    return show_forgotten (server, NULL, NULL, 0);
  mch_portal_page_init (&page, server, _ ("Forgotten password"), NULL, FALSE);
  mch_html_add_text (page.main, "p", NULL,
                     _ ("Ask the secretary's office of your school for a new slip, and choose "
                        "another password with it."));
  add_button_link (&page, "/", _ ("Back to sign-in"));
  return mch_portal_page_respond (&page, 200);
}

MchResponse *
mch_portal_post_forgotten (MchRequest *request, gpointer server)
{
  MchResponse *refusal = NULL;
  guint wait_s = 0;
  const char *login;
  g_auto (GStrv) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchForm) form = mch_portal_read_form (request, server, NULL, &refusal);

  if (form == NULL)
    return refusal;
  if (!mch_candidate_may_get_mail (server))
    return mch_portal_error_page (request, 404, server);
  login = mch_portal_get_value (form, "login");
  if (strspn (login, " \t") == strlen (login))
    {
      faults = dup_sentence (_ ("Type your login, or your e-mail address."));
      return show_forgotten (server, login, faults, 0);
    }
  if (!mch_candidate_ask_reset (server, login, mch_request_get_address (request), &wait_s, &error))
    return mch_portal_fail (request, server, error);
  return wait_s > 0 ? show_forgotten (server, login, NULL, wait_s)
                    : mch_response_new_redirect ("/mot-de-passe-oublie/envoye");
}

/* The same for everybody: who has an account, and who an address, is nobody else's concern. */
MchResponse *
mch_portal_get_forgotten_sent (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *box = NULL;
  MchNode *list = NULL;

  mch_portal_page_init (&page, server, _ ("Look into your letter box"), NULL, FALSE);
  box = mch_html_add (page.main, "div", "class", "box good", "role", "status", NULL);
  mch_html_add_text (box, "p", NULL,
                     _ ("If there is an account with this login or this address, and it has a "
                        "verified e-mail address, a message has just left for that address."));
  mch_html_add_text (page.main, "p", NULL,
                     _ ("The link in it works once, for one hour. It may take a few minutes."));
  mch_html_add_text (page.main, "h2", NULL, _ ("Nothing has come?"));
  list = mch_html_add (page.main, "ul", NULL);
  mch_html_add_text (list, "li", NULL, _ ("Look among the unwanted messages."));
  mch_html_add_text (list, "li", NULL, _ ("Ask again, and compare the login with your slip."));
  mch_html_add_text (list, "li", NULL,
                     _ ("You have given no address? Ask the secretary's office of your school for "
                        "a new slip."));
  add_button_link (&page, "/", _ ("Back to sign-in"));
  return mch_portal_page_respond (&page, 200);
}

static MchResponse *
show_over (MchServer *server, gboolean verify)
{
  g_auto (MchPortalPage) page = { 0 };

  mch_portal_page_init (&page, server, _ ("This link is over"), NULL, FALSE);
  mch_html_add_text (page.main, "p", NULL,
                     _ ("It was used already, a newer one was sent, or its time is over. Nothing "
                        "was changed."));
  if (verify)
    {
      mch_html_add_text (page.main, "p", NULL,
                         _ ("Sign in and give your address once more in “Change my account”."));
      add_button_link (&page, "/", _ ("Sign in"));
    }
  else
    add_button_link (&page, "/mot-de-passe-oublie", _ ("Ask for a new link"));
  return mch_portal_page_respond (&page, 410);
}

/* The link of the path: NULL with the answer. */
static MchOwnLink *
need_link (MchRequest *request, MchServer *server, const char *purpose, MchResponse **ret_refusal)
{
  g_autoptr (GError) error = NULL;
  MchOwnLink *link =
      mch_candidate_find_link (server, mch_request_get_param (request, "token"), purpose, &error);

  if (error != NULL)
    *ret_refusal = mch_portal_fail (request, server, error);
  else if (link == NULL)
    *ret_refusal = show_over (server, strcmp (purpose, "verify") == 0);
  return link;
}

MchResponse *
mch_portal_get_verify (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *list = NULL;
  MchResponse *refusal = NULL;
  g_autofree char *action = NULL;
  g_autoptr (MchOwnLink) link = need_link (request, server, "verify", &refusal);

  if (link == NULL)
    return refusal;
  action = g_strconcat ("/adresse/", mch_request_get_param (request, "token"), NULL);
  mch_portal_page_init (&page, server, _ ("Verify my e-mail address"), NULL, FALSE);
  list = mch_html_add (page.main, "dl", NULL);
  mch_html_add_text (list, "dt", NULL, _ ("E-mail address"));
  mch_html_add_text (list, "dd", NULL, link->email);
  mch_html_add_text (list, "dt", NULL, _ ("For the account"));
  mch_html_add_text (list, "dd", "login", link->login);
  mch_html_add_text (page.main, "p", NULL,
                     _ ("After that, this address signs in to the account and receives its "
                        "messages. If this is not your account, close this page."));
  mch_portal_page_add_button (mch_portal_page_add_form (page.main, action, NULL), "main", NULL,
                              _ ("Verify this address"));
  return mch_portal_page_respond (&page, 200);
}

static MchResponse *
show_verified (MchServer *server, gboolean taken)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *box = NULL;

  mch_portal_page_init (&page, server,
                        taken ? _ ("This e-mail address is in use already")
                              : _ ("Your address is verified"),
                        NULL, FALSE);
  box = mch_html_add (page.main, "div", "class", taken ? "box bad" : "box good", "role", "status",
                      NULL);
  /* CPT-10; whoever has opened the link reads this letter box. */
  mch_html_add_text (box, "p", NULL,
                     taken ? _ ("There is already a Machaon candidate who has the same e-mail "
                                "address (with or without an account). Nothing was changed: give "
                                "another address.")
                           : _ ("From now on you sign in with it, or with your login; and a "
                                "forgotten password is no trouble any more."));
  add_button_link (&page, "/", _ ("Sign in"));
  return mch_portal_page_respond (&page, taken ? 409 : 200);
}

MchResponse *
mch_portal_post_verify (MchRequest *request, gpointer server)
{
  MchOwnOutcome outcome = MCH_OWN_OVER;
  MchResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchForm) form = mch_portal_read_form (request, server, NULL, &refusal);

  if (form == NULL)
    return refusal;
  if (!mch_candidate_verify_email (server, mch_request_get_param (request, "token"), &outcome,
                                   &error))
    return mch_portal_fail (request, server, error);
  return outcome == MCH_OWN_OVER ? show_over (server, TRUE)
                                 : show_verified (server, outcome == MCH_OWN_TAKEN);
}

static MchResponse *
show_reset (MchRequest *request, MchServer *server, const MchOwnLink *link, char **password_faults,
            char **again_faults)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *form = NULL;
  gboolean faulty = password_faults != NULL || again_faults != NULL;
  g_autofree char *rule = mch_password_rules_dup_sentence (&server->rules);
  g_autofree char *action =
      g_strconcat ("/nouveau-mot-de-passe/", mch_request_get_param (request, "token"), NULL);
  const MchPageField fields[] = {
    { .name = "password",
      .label = _ ("Your new password"),
      .hint = rule,
      .autocomplete = "new-password",
      .faults = password_faults,
      .secret = TRUE,
      .focus = password_faults != NULL },
    { .name = "password-again",
      .label = _ ("The same password once more"),
      .autocomplete = "new-password",
      .faults = again_faults,
      .secret = TRUE,
      .focus = password_faults == NULL && again_faults != NULL },
  };

  mch_portal_page_init (&page, server, _ ("Choose a new password"), NULL, faulty);
  mch_portal_page_add_summary (&page, fields, G_N_ELEMENTS (fields));
  form = mch_html_add (page.main, "dl", NULL);
  mch_html_add_text (form, "dt", NULL, _ ("For the account"));
  mch_html_add_text (form, "dd", "login", link->login);
  form = mch_portal_page_add_form (page.main, action, NULL);
  mch_html_add (form, "input", "type", "hidden", "name", "login", "autocomplete", "username",
                "value", link->login, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (fields); i++)
    mch_portal_page_add_field (form, &fields[i]);
  mch_portal_page_add_button (form, "main", NULL, _ ("Save this password"));
  return mch_portal_page_respond (&page, faulty ? 422 : 200);
}

MchResponse *
mch_portal_get_reset (MchRequest *request, gpointer server)
{
  MchResponse *refusal = NULL;
  g_autoptr (MchOwnLink) link = need_link (request, server, "reset", &refusal);

  return link != NULL ? show_reset (request, server, link, NULL, NULL) : refusal;
}

static MchResponse *
reset (MchRequest *request, MchServer *server, const MchOwnLink *link, const char *password)
{
  MchOwnOutcome outcome = MCH_OWN_OVER;
  MchPasswordFaults faults = MCH_PASSWORD_FAULT_NONE;
  MchResponse *response = NULL;
  g_auto (GStrv) sentences = NULL;
  g_autoptr (GError) error = NULL;

  if (!mch_candidate_reset_password (server, mch_request_get_param (request, "token"), password,
                                     &outcome, &faults, &error))
    return mch_portal_fail (request, server, error);
  if (outcome == MCH_OWN_OVER)
    return show_over (server, FALSE);
  if (outcome == MCH_OWN_REFUSED)
    {
      sentences = mch_password_faults_dup_sentences (&server->rules, faults);
      return show_reset (request, server, link, sentences, NULL);
    }
  response = mch_response_new_redirect ("/?nouveau");
  mch_portal_drop_session (response);
  return response;
}

MchResponse *
mch_portal_post_reset (MchRequest *request, gpointer server)
{
  MchServer *ours = server;
  MchResponse *refusal = NULL;
  const char *password;
  g_auto (GStrv) password_faults = NULL;
  g_auto (GStrv) again_faults = NULL;
  g_autoptr (MchOwnLink) link = NULL;
  g_autoptr (MchForm) form = mch_portal_read_form (request, ours, NULL, &refusal);

  if (form == NULL)
    return refusal;
  link = need_link (request, ours, "reset", &refusal);
  if (link == NULL)
    return refusal;
  password = mch_portal_get_value (form, "password");
  mch_portal_check_new_password (&ours->rules, link->login, password,
                                 mch_portal_get_value (form, "password-again"), &password_faults,
                                 &again_faults);
  if (password_faults != NULL || again_faults != NULL)
    return show_reset (request, ours, link, password_faults, again_faults);
  return reset (request, ours, link, password);
}
