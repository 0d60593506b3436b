/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Modifier mon compte" (CPT-24, CPT-25, CPT-29): the candidate's own address and password. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-email.h"
#include "server/model/mch-candidate-own.h"
#include "server/model/mch-model.h"

/* What was typed into either form, and what is wrong with it. */
typedef struct
{
  const char *email;
  const char *present; /* for the address */
  char **email_faults;
  char **present_faults;
  const char *old;
  const char *password;
  const char *again;
  char **old_faults;
  char **password_faults;
  char **again_faults;
  guint wait_s;
  const char *notice; /* (nullable): what was done */
} OwnForm;

static void
own_form_clear (OwnForm *form)
{
  g_strfreev (form->email_faults);
  g_strfreev (form->present_faults);
  g_strfreev (form->old_faults);
  g_strfreev (form->password_faults);
  g_strfreev (form->again_faults);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OwnForm, own_form_clear)

enum
{
  FIELD_EMAIL,
  FIELD_PRESENT,
  FIELD_OLD,
  FIELD_PASSWORD,
  FIELD_AGAIN,
  N_FIELDS,
};

static MchPageField
secret_field (const char *name, const char *label, const char *hint, const char *autocomplete,
              char **faults)
{
  return (MchPageField){ .name = name,
                         .label = label,
                         .hint = hint,
                         .autocomplete = autocomplete,
                         .faults = faults,
                         .secret = TRUE };
}

/* @rule: of a password; the fields borrow it. */
static void
fill_fields (const OwnForm *what, const char *rule, MchPageField *fields)
{
  fields[FIELD_EMAIL] = (MchPageField){
    .name = "email",
    .label = _ ("Your e-mail address"),
    /* CPT-03, CPT-07 */
    .hint = _ ("One that you alone use and read regularly, at least until December of the year "
               "of your exam. One address, one account."),
    .value = what->email,
    .autocomplete = "email",
    .faults = what->email_faults,
  };
  fields[FIELD_PRESENT] =
      secret_field ("present", _ ("Your present password"),
                    _ ("It is asked again so that nobody else can change your address."),
                    "current-password", what->present_faults);
  fields[FIELD_OLD] = secret_field ("old", _ ("Your present password, before the change"), NULL,
                                    "current-password", what->old_faults);
  fields[FIELD_PASSWORD] = secret_field ("password", _ ("Your new password"), rule, "new-password",
                                         what->password_faults);
  fields[FIELD_AGAIN] = secret_field ("password-again", _ ("The same password once more"), NULL,
                                      "new-password", what->again_faults);
  for (guint i = 0; i < N_FIELDS; i++)
    if (fields[i].faults != NULL)
      {
        fields[i].focus = TRUE;
        break;
      }
}

static void
add_state (MchPortalPage *page, const MchPortalCandidate *candidate, const MchOwnEmail *own)
{
  MchNode *list = mch_html_add (page->main, "dl", NULL);
  g_autofree char *waiting = NULL;
  g_autofree char *until = NULL;

  mch_html_add_text (list, "dt", NULL, _ ("Your login name"));
  mch_html_add_text (list, "dd", "login", candidate->login);
  mch_html_add_text (list, "dt", NULL, _ ("Your e-mail address"));
  if (own->email != NULL)
    mch_html_add_text (list, "dd", "active", own->email);
  else
    mch_html_add_text (list, "dd", NULL, _ ("None that is verified"));
  if (own->asked == NULL)
    return;
  until = mch_model_dup_paris_moment (own->asked_until_ms, _ ("%d/%m/%Y at %H:%M"));
  waiting =
      g_strdup_printf (_ ("%s – open the link that was sent there before %s"), own->asked, until);
  mch_html_add_text (list, "dt", NULL, _ ("Waits to be verified"));
  mch_html_add_text (list, "dd", "waiting", waiting);
}

static void
add_email_form (MchPortalPage *page, const MchPortalCandidate *candidate, const OwnForm *what,
                const MchOwnEmail *own, const MchPageField *fields)
{
  MchNode *form = NULL;

  mch_html_add_text (page->main, "h2", NULL,
                     own->email != NULL ? _ ("Change my e-mail address")
                                        : _ ("Give my e-mail address"));
  /* CPT-25 */
  mch_html_add_text (page->main, "p", NULL,
                     _ ("You get a link at this address, which works for 48 hours. Once you have "
                        "opened it, you can sign in with your address as with your login, and "
                        "choose a new password yourself if you forget yours."));
  form = mch_portal_page_add_form (page->main, "/compte/adresse", candidate->csrf);
  mch_html_add (form, "input", "type", "hidden", "name", "login", "autocomplete", "username",
                "value", candidate->login, NULL);
  mch_portal_page_add_field (form, &fields[FIELD_EMAIL]);
  mch_portal_page_add_field (form, &fields[FIELD_PRESENT]);
  mch_portal_page_add_button (form, "main", NULL, _ ("Send me the link"));
}

static void
add_password_form (MchPortalPage *page, const MchPortalCandidate *candidate,
                   const MchPageField *fields)
{
  MchNode *form = NULL;

  mch_html_add_text (page->main, "h2", NULL, _ ("Change my password"));
  form = mch_portal_page_add_form (page->main, "/compte/mot-de-passe", candidate->csrf);
  mch_html_add (form, "input", "type", "hidden", "name", "login", "autocomplete", "username",
                "value", candidate->login, NULL);
  mch_portal_page_add_field (form, &fields[FIELD_OLD]);
  mch_portal_page_add_field (form, &fields[FIELD_PASSWORD]);
  mch_portal_page_add_field (form, &fields[FIELD_AGAIN]);
  mch_portal_page_add_button (form, "main", NULL, _ ("Save this password"));
}

static void
add_notices (MchPortalPage *page, const OwnForm *what)
{
  if (what->notice != NULL)
    mch_html_add_text (
        mch_html_add (page->main, "div", "class", "box good", "role", "status", NULL), "p", NULL,
        what->notice);
  if (what->wait_s > 0)
    mch_portal_page_add_wait (page, what->wait_s,
                              _ ("Nothing was checked and nothing was changed: wait, then try "
                                 "again."));
}

static MchResponse *
show (MchRequest *request, MchServer *server, const MchPortalCandidate *candidate,
      const OwnForm *what, guint status)
{
  MchPageField fields[N_FIELDS];
  g_auto (MchPortalPage) page = { 0 };
  MchNode *back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *rule = mch_password_rules_dup_sentence (&server->rules);
  g_autoptr (MchOwnEmail) own = mch_candidate_read_email (server, candidate, &error);

  if (own == NULL)
    return mch_portal_fail (request, server, error);
  fill_fields (what, rule, fields);
  mch_portal_page_init (&page, server, _ ("Change my account"), candidate, status >= 400);
  add_notices (&page, what);
  mch_portal_page_add_summary (&page, fields, N_FIELDS);
  add_state (&page, candidate, own);
  if (mch_candidate_may_get_mail (server))
    add_email_form (&page, candidate, what, own, fields);
  add_password_form (&page, candidate, fields);
  back = mch_html_add (page.main, "p", NULL);
  mch_html_append (mch_html_add (back, "a", "href", "/compte", NULL), _ ("Back to my account"));
  return mch_portal_page_respond_after (&page, status, what->wait_s);
}

MchResponse *
mch_portal_get_own (MchRequest *request, gpointer server)
{
  g_auto (OwnForm) what = { 0 };
  MchResponse *refusal = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  if (mch_request_get_query (request, "envoye") != NULL)
    what.notice = _ ("A message is on its way to the address that you gave. Open the link in it "
                     "within 48 hours. Nothing there? Look among the unwanted messages, and "
                     "whether the address below is right.");
  else if (mch_request_get_query (request, "change") != NULL)
    what.notice = _ ("Your password is changed. Every other session of your account is over.");
  return show (request, server, candidate, &what, 200);
}

static char **
dup_sentence (const char *sentence)
{
  return g_strsplit (sentence, "\n", -1);
}

static char **
dup_wrong_present (void)
{
  return dup_sentence (_ ("This is not your present password."));
}

static MchResponse *
give_email (MchRequest *request, MchServer *server, const MchPortalCandidate *candidate,
            OwnForm *what, const char *email)
{
  MchOwnOutcome outcome = MCH_OWN_WRONG;
  g_autoptr (GError) error = NULL;

  if (!mch_candidate_give_email (server, candidate, email, what->present,
                                 mch_request_get_address (request), &outcome, &what->wait_s,
                                 &error))
    return mch_portal_fail (request, server, error);
  if (outcome == MCH_OWN_DONE)
    return mch_response_new_redirect ("/compte/modifier?envoye");
  if (outcome == MCH_OWN_WAIT)
    return show (request, server, candidate, what, 429);
  what->present_faults = dup_wrong_present ();
  return show (request, server, candidate, what, 422);
}

MchResponse *
mch_portal_post_own_email (MchRequest *request, gpointer server)
{
  g_auto (OwnForm) what = { 0 };
  MchResponse *refusal = NULL;
  g_autofree char *email = NULL;
  g_autoptr (MchForm) form = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, server, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  form = mch_portal_read_form (request, server, candidate->csrf, &refusal);
  if (form == NULL)
    return refusal;
  if (!mch_candidate_may_get_mail (server))
    return mch_portal_error_page (request, 404, server);
  what.email = mch_portal_get_value (form, "email");
  what.present = mch_portal_get_value (form, "present");
  email = mch_email_read (what.email);
  if (*what.email == '\0')
    what.email_faults = dup_sentence (_ ("Type your e-mail address."));
  else if (email == NULL)
    what.email_faults =
        dup_sentence (_ ("This is not an e-mail address. It looks like this: name@example.org"));
  if (*what.present == '\0')
    what.present_faults = dup_sentence (_ ("Type your present password."));
  if (what.email_faults != NULL || what.present_faults != NULL)
    return show (request, server, candidate, &what, 422);
  return give_email (request, server, candidate, &what, email);
}

static MchResponse *
change_password (MchRequest *request, MchServer *server, const MchPortalCandidate *candidate,
                 OwnForm *what)
{
  MchOwnOutcome outcome = MCH_OWN_REFUSED;
  MchPasswordFaults faults = MCH_PASSWORD_FAULT_NONE;
  MchResponse *response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) sign_in = mch_candidate_change_password (
      server, candidate, what->old, what->password, mch_request_get_address (request), &outcome,
      &what->wait_s, &faults, &error);

  if (sign_in != NULL)
    {
      response = mch_response_new_redirect ("/compte/modifier?change");
      mch_portal_set_session (response, sign_in);
      return response;
    }
  if (g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED))
    return mch_response_new_redirect ("/?fin");
  if (error != NULL)
    return mch_portal_fail (request, server, error);
  if (outcome == MCH_OWN_WAIT)
    return show (request, server, candidate, what, 429);
  if (outcome == MCH_OWN_WRONG)
    what->old_faults = dup_wrong_present ();
  else
    what->password_faults = mch_password_faults_dup_sentences (&server->rules, faults);
  return show (request, server, candidate, what, 422);
}

MchResponse *
mch_portal_post_own_password (MchRequest *request, gpointer server)
{
  g_auto (OwnForm) what = { 0 };
  MchResponse *refusal = NULL;
  MchServer *ours = server;
  g_autoptr (MchForm) form = NULL;
  g_autoptr (MchPortalCandidate) candidate =
      mch_portal_need_candidate (request, ours, FALSE, &refusal);

  if (candidate == NULL)
    return refusal;
  form = mch_portal_read_form (request, ours, candidate->csrf, &refusal);
  if (form == NULL)
    return refusal;
  what.old = mch_portal_get_value (form, "old");
  what.password = mch_portal_get_value (form, "password");
  what.again = mch_portal_get_value (form, "password-again");
  if (*what.old == '\0')
    what.old_faults = dup_sentence (_ ("Type your present password."));
  mch_portal_check_new_password (&ours->rules, candidate->login, what.password, what.again,
                                 &what.password_faults, &what.again_faults);
  if (what.old_faults != NULL || what.password_faults != NULL || what.again_faults != NULL)
    return show (request, ours, candidate, &what, 422);
  return change_password (request, ours, candidate, &what);
}
