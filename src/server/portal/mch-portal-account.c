/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a password, and the account that is then open. A session that began with a slip reaches
 * the former and nothing else. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-candidate-own.h"

/* What was typed, and what is wrong with it. */
typedef struct
{
  const char *password;
  const char *again;
  gboolean shown;
  char **password_faults; /* NULL when there are none */
  char **again_faults;
} PasswordForm;

static void
password_form_clear (PasswordForm *form)
{
  g_strfreev (form->password_faults);
  g_strfreev (form->again_faults);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PasswordForm, password_form_clear)

static char **
dup_sentence (const char *sentence)
{
  return g_strsplit (sentence, "\n", -1);
}

static void
add_password_fields (MchPortalPage *page, MchServer *server, const MchPortalCandidate *candidate,
                     const PasswordForm *what)
{
  g_autofree char *rule = mch_password_rules_dup_sentence (&server->rules);
  const MchPageField fields[] = {
    { .name = "password",
      .label = _ ("Your new password"),
      .hint = rule,
      .value = what->password,
      .autocomplete = "new-password",
      .faults = what->password_faults,
      .secret = !what->shown,
      .focus = what->password_faults != NULL },
    { .name = "password-again",
      .label = _ ("The same password once more"),
      .value = what->again,
      .autocomplete = "new-password",
      .faults = what->again_faults,
      .secret = !what->shown,
      .focus = what->password_faults == NULL && what->again_faults != NULL },
  };
  MchNode *form = NULL;

  mch_portal_page_add_summary (page, fields, G_N_ELEMENTS (fields));
  mch_html_add_text (page->main, "p", NULL,
                     _ ("Your slip is right. Last step: choose a password that nobody else knows. "
                        "It takes the place of the slip's."));
  form = mch_portal_page_add_form (page->main, "/mot-de-passe", candidate->csrf);
  /* Tells password managers whose password it is. */
  mch_html_add (form, "input", "type", "hidden", "name", "login", "autocomplete", "username",
                "value", candidate->login, NULL);
  if (what->shown)
    mch_html_add (form, "input", "type", "hidden", "name", "visible", "value", "1", NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (fields); i++)
    mch_portal_page_add_field (form, &fields[i]);
  mch_portal_page_add_button (form, "main", NULL, _ ("Save this password"));
  /* After the other one: the Enter key presses the first. */
  if (what->shown)
    mch_portal_page_add_button (form, "second", "masquer", _ ("Hide what I type"));
  else
    mch_portal_page_add_button (form, "second", "afficher", _ ("Show what I type"));
}

static void
add_sign_out (MchNode *parent, const MchPortalCandidate *candidate, const char *label)
{
  mch_portal_page_add_button (mch_portal_page_add_form (parent, "/deconnexion", candidate->csrf),
                              "second", NULL, label);
}

static MchResponse *
show_password_form (MchServer *server, const MchPortalCandidate *candidate,
                    const PasswordForm *what)
{
  g_auto (MchPortalPage) page = { 0 };
  gboolean faulty = what->password_faults != NULL || what->again_faults != NULL;

  mch_portal_page_init (&page, server, _ ("Choose your password"), candidate, faulty);
  add_password_fields (&page, server, candidate, what);
  add_sign_out (page.main, candidate, _ ("Not now: sign out"));
  return mch_portal_page_respond (&page, faulty ? 422 : 200);
}

MchResponse *
mch_portal_get_password (MchRequest *request, gpointer server)
{
  PasswordForm what = { 0 };
  MchResponse *refusal = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, TRUE, &refusal);

  if (candidate == NULL)
    return refusal;
  return show_password_form (server, candidate, &what);
}

void
mch_portal_check_new_password (const MchPasswordRules *rules, const char *login,
                               const char *password, const char *again, char ***ret_password_faults,
                               char ***ret_again_faults)
{
  MchPasswordFaults faults = mch_password_check (rules, password, login);

  if (*password == '\0')
    *ret_password_faults = dup_sentence (_ ("Choose a password."));
  else if (faults != MCH_PASSWORD_FAULT_NONE)
    *ret_password_faults = mch_password_faults_dup_sentences (rules, faults);
  else if (*again == '\0')
    *ret_again_faults = dup_sentence (_ ("Type the same password once more."));
  else if (strcmp (password, again) != 0)
    *ret_again_faults = dup_sentence (_ ("The two passwords are not the same."));
}

static MchResponse *
choose (MchRequest *request, MchServer *server, const MchPortalCandidate *candidate,
        PasswordForm *what)
{
  MchPasswordFaults faults = MCH_PASSWORD_FAULT_NONE;
  MchResponse *response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) sign_in =
      mch_candidate_choose_password (server, candidate, what->password, &faults, &error);

  if (g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED))
    {
      response = mch_response_new_redirect ("/?fin");
      mch_portal_drop_session (response);
      return response;
    }
  if (error != NULL)
    return mch_portal_fail (request, server, error);
  if (sign_in == NULL)
    {
      what->password_faults = mch_password_faults_dup_sentences (&server->rules, faults);
      return show_password_form (server, candidate, what);
    }
  response = mch_response_new_redirect ("/compte-active");
  mch_portal_set_session (response, sign_in);
  return response;
}

MchResponse *
mch_portal_post_password (MchRequest *request, gpointer server)
{
  g_auto (PasswordForm) what = { 0 };
  MchResponse *refusal = NULL;
  gboolean hide = FALSE;
  gboolean show = FALSE;
  g_autoptr (MchForm) form = NULL;
  MchServer *ours = server;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, ours, TRUE, &refusal);

  if (candidate == NULL)
    return refusal;
  form = mch_portal_read_form (request, ours, candidate->csrf, &refusal);
  if (form == NULL)
    return refusal;
  what.password = mch_portal_get_value (form, "password");
  what.again = mch_portal_get_value (form, "password-again");
  hide = mch_form_get (form, "masquer") != NULL;
  show = mch_form_get (form, "afficher") != NULL;
  what.shown = show || (!hide && mch_form_get (form, "visible") != NULL);
  if (show || hide)
    return show_password_form (ours, candidate, &what);
  mch_portal_check_new_password (&ours->rules, candidate->login, what.password, what.again,
                                 &what.password_faults, &what.again_faults);
  if (what.password_faults != NULL || what.again_faults != NULL)
    return show_password_form (ours, candidate, &what);
  return choose (request, ours, candidate, &what);
}

/* POR-15 */
static void
add_purpose (MchNode *parent)
{
  mch_html_add_text (parent, "h2", NULL, _ ("What this account is for"));
  mch_html_add_text (parent, "p", NULL,
                     _ ("Your exam documents will be here as they come out: confirmation of "
                        "registration, invitation to the tests, marks, certificates, notice of "
                        "arrangements for a disability."));
}

MchResponse *
mch_portal_get_activated (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *text = NULL;
  MchResponse *refusal = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  mch_portal_page_init (&page, server, _ ("Your account is active"), candidate, FALSE);
  text = mch_html_add (page.main, "div", "class", "box good", "role", "status", NULL);
  sentence = g_strdup_printf (
      _ ("From now on, use your login %s and the password that you have just chosen."),
      candidate->login);
  mch_html_add_text (text, "p", NULL, sentence);
  mch_html_add_text (page.main, "p", NULL, _ ("The password of your slip does not work any more."));
  /* CPT-31 */
  mch_html_add_text (page.main, "p", NULL,
                     _ ("Keep your password carefully, so that you can sign in during the whole "
                        "session and reach the documents that are put at your disposal."));
  text = mch_html_add (page.main, "p", NULL);
  mch_html_append (mch_html_add (text, "a", "class", "button", "href", "/compte", NULL),
                   _ ("Go to my account"));
  return mch_portal_page_respond (&page, 200);
}

MchResponse *
mch_portal_get_account (MchRequest *request, gpointer server)
{
  g_auto (MchPortalPage) page = { 0 };
  MchNode *list = NULL;
  MchResponse *refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchOwnEmail) own = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  own = mch_candidate_read_email (server, candidate, &error);
  if (own == NULL)
    return mch_portal_fail (request, server, error);
  mch_portal_page_init (&page, server, _ ("My account"), candidate, FALSE);
  list = mch_html_add (page.main, "dl", NULL);
  mch_html_add_text (list, "dt", NULL, _ ("Your login name"));
  mch_html_add_text (list, "dd", "login", candidate->login);
  mch_html_add_text (list, "dt", NULL, _ ("State"));
  mch_html_add_text (list, "dd", "active", _ ("Your account is active"));
  mch_html_add_text (list, "dt", NULL, _ ("Your e-mail address"));
  mch_html_add_text (list, "dd", NULL,
                     own->email != NULL ? own->email : _ ("None that is verified"));
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "class", "button",
                                 "href", "/inscriptions", NULL),
                   _ ("My registrations"));
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "class", "button",
                                 "href", "/documents", NULL),
                   _ ("My documents"));
  mch_html_append (mch_html_add (mch_html_add (page.main, "p", NULL), "a", "class", "button second",
                                 "href", "/compte/modifier", NULL),
                   _ ("Change my account"));
  add_purpose (page.main);
  add_sign_out (page.main, candidate, _ ("Sign out"));
  return mch_portal_page_respond (&page, 200);
}
