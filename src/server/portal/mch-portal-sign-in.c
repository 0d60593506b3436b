/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in and out. Two faces of one form: with a slip, whose password is shown as it is typed
 * because it is copied from paper, and with a password of one's own, which is not. Either face
 * takes either password; what was typed decides. */
#include "core/mch-slip-code.h"
#include "server/model/mch-candidate-own.h"
#include "server/portal/mch-portal-private.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>

/**
 * SignInForm: what is shown.
 * @login, @password: as typed; @password is given back only when @keep.
 * @group: of the slip that is wrongly copied, or 0.
 * @was_code: the password that was refused is a well-copied slip's.
 * @notice: (nullable): something else to say.
 */
typedef struct
{
  gboolean slip;
  const char *login;
  const char *password;
  gboolean keep;
  char *login_fault;
  char *password_fault;
  guint group;
  gboolean wrong;
  gboolean was_code;
  guint wait_s;
  const char *notice;
} SignInForm;

static void
sign_in_form_clear (SignInForm *form)
{
  g_free (form->login_fault);
  g_free (form->password_fault);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignInForm, sign_in_form_clear)

static void
add_choice (MchNode *list, const char *path, const char *label, gboolean current)
{
  mch_html_append (mch_html_add (mch_html_add (list, "li", NULL), "a", "href", path, "aria-current",
                                 current ? "page" : NULL, NULL),
                   label);
}

static void
add_choices (MchPortalPage *page, gboolean slip)
{
  MchNode *nav = mch_html_add (page->main, "nav", "class", "choices", "aria-label",
                               _ ("Ways to sign in"), NULL);
  MchNode *list = mch_html_add (nav, "ul", NULL);

  add_choice (list, "/papillon", _ ("I have a slip"), slip);
  add_choice (list, "/", _ ("I have my password"), !slip);
}

/* The same words whether the login exists or not; the help goes by what was typed alone. */
static void
add_wrong (MchPortalPage *page, gboolean was_code)
{
  MchNode *box = mch_html_add (page->main, "div", "class", "box bad", "role", "alert", NULL);
  MchNode *list = NULL;

  mch_html_add_text (box, "h2", NULL, _ ("The login or the password is not right"));
  list = mch_html_add (box, "ul", NULL);
  mch_html_add_text (list, "li", NULL, _ ("Compare the login with your slip, letter by letter."));
  if (was_code)
    {
      mch_html_add_text (list, "li", NULL,
                         _ ("Have you chosen a password already? Use that one: the slip's does not "
                            "work any more."));
      mch_html_add_text (list, "li", NULL,
                         _ ("Has the date on the slip passed? Ask the secretary's office for a new "
                            "slip. If you have a newer slip already, use that one."));
      return;
    }
  mch_html_add_text (list, "li", NULL,
                     _ ("Capitals and small letters count in the password that you have chosen."));
  mch_html_add_text (list, "li", NULL,
                     _ ("Is this your first time here? Type the password of your slip."));
}

static void
add_help (MchPortalPage *page, const MchServer *server)
{
  MchNode *block = mch_html_add (page->main, "section", "class", "help", NULL);
  MchNode *details = NULL;

  mch_html_add_text (block, "h2", NULL, _ ("Need help?"));
  details = mch_html_add (block, "details", NULL);
  mch_html_add_text (details, "summary", NULL, _ ("I have lost my slip"));
  mch_html_add_text (details, "p", NULL,
                     _ ("Ask the secretary's office of your school for a new slip. The old one "
                        "stops working then."));
  details = mch_html_add (block, "details", NULL);
  mch_html_add_text (details, "summary", NULL, _ ("I have forgotten the password that I chose"));
  mch_html_add_text (details, "p", NULL,
                     _ ("Ask the secretary's office of your school for a new slip, and choose "
                        "another password with it."));
  if (mch_candidate_may_get_mail (server))
    mch_html_add_text (details, "p", NULL,
                       _ ("If you have verified an e-mail address, take “Forgotten password” "
                          "instead: a link is sent there."));
  details = mch_html_add (block, "details", NULL);
  mch_html_add_text (details, "summary", NULL, _ ("I have no account"));
  /* POR-05 */
  mch_html_add_text (details, "p", NULL,
                     _ ("I am a pupil registered by my school: I must not create an account but "
                        "use the connection slip that my school gave me."));
}

enum
{
  FIELD_LOGIN,
  FIELD_PASSWORD,
  N_FIELDS,
};

/* @login_faults, @password_faults: room for one sentence each, NULL-terminated; the fields borrow
 * them. */
static void
fill_fields (const SignInForm *what, MchPageField *fields, char **login_faults,
             char **password_faults)
{
  login_faults[0] = what->login_fault;
  password_faults[0] = what->password_fault;
  fields[FIELD_LOGIN] = (MchPageField){
    .name = "login",
    .label = _ ("Your login name"),
    .hint = what->slip ? _ ("It stands on your slip, for example: camille.durand")
                       : _ ("The one of your slip, or your e-mail address"),
    .value = what->login,
    .autocomplete = "username",
    .faults = what->login_fault != NULL ? login_faults : NULL,
    .focus = what->login_fault != NULL,
  };
  fields[FIELD_PASSWORD] = (MchPageField){
    .name = "password",
    .label = _ ("Your password"),
    .hint = what->slip ? _ ("Three groups of five. Capitals or small letters, with or without "
                            "hyphens: all are right.")
                       : _ ("The one that you have chosen. For your first time here, take "
                            "“I have a slip”."),
    .value = what->keep ? what->password : NULL,
    .autocomplete = what->slip ? "off" : "current-password",
    .faults = what->password_fault != NULL ? password_faults : NULL,
    .group = what->group,
    .code = what->slip,
    .secret = !what->slip,
    .focus = what->login_fault == NULL && what->password_fault != NULL,
  };
}

static void
add_form (MchPortalPage *page, const SignInForm *what, const MchPageField *fields)
{
  MchNode *form = mch_portal_page_add_form (page->main, "/connexion", NULL);

  if (what->slip)
    mch_html_add (form, "input", "type", "hidden", "name", "papillon", "value", "1", NULL);
  mch_portal_page_add_field (form, &fields[FIELD_LOGIN]);
  mch_portal_page_add_field (form, &fields[FIELD_PASSWORD]);
  mch_portal_page_add_button (form, "main", NULL, _ ("Sign in"));
  /* CPT-02 */
  mch_html_append (mch_html_add (mch_html_add (page->main, "p", NULL), "a", "href",
                                 "/mot-de-passe-oublie", NULL),
                   _ ("Forgotten password"));
}

static MchResponse *
respond (MchServer *server, const SignInForm *what, guint status)
{
  MchPageField fields[N_FIELDS];
  char *login_faults[2] = { NULL };
  char *password_faults[2] = { NULL };
  g_auto (MchPortalPage) page = { 0 };

  fill_fields (what, fields, login_faults, password_faults);
  mch_portal_page_init (&page, server, _ ("Sign in"), NULL, status >= 400);
  if (what->notice != NULL)
    mch_html_add_text (mch_html_add (page.main, "div", "class", "box", "role", "status", NULL), "p",
                       NULL, what->notice);
  if (what->wait_s > 0)
    mch_portal_page_add_wait (&page, what->wait_s,
                              _ ("Nothing was checked and nothing is blocked: wait, then press "
                                 "“Sign in” again."));
  if (what->wrong)
    add_wrong (&page, what->was_code);
  mch_portal_page_add_summary (&page, fields, N_FIELDS);
  /* ACC-27 */
  mch_html_add_text (page.main, "p", NULL,
                     _ ("Identify yourself with the account that was given to you."));
  add_choices (&page, what->slip);
  add_form (&page, what, fields);
  add_help (&page, server);
  return mch_portal_page_respond_after (&page, status, what->wait_s);
}

/* Whoever is signed in has no use for the form. */
static MchResponse *
show_form (MchRequest *request, MchServer *server, gboolean slip)
{
  g_auto (SignInForm) what = { .slip = slip };
  MchResponse *refusal = NULL;
  g_autoptr (MchPortalCandidate) candidate = mch_portal_read_candidate (request, server, &refusal);

  if (refusal != NULL)
    return refusal;
  if (candidate != NULL)
    return mch_response_new_redirect (candidate->restricted ? "/mot-de-passe" : "/compte");
  if (mch_request_get_query (request, "deconnexion") != NULL)
    what.notice = _ ("Done: your session is closed.");
  else if (mch_request_get_query (request, "nouveau") != NULL)
    what.notice = _ ("Your new password is saved. Sign in with it; slips of before do not work "
                     "any more.");
  else if (mch_request_get_query (request, "fin") != NULL)
    what.notice = _ ("Your session is over; nothing was changed since. If you have just chosen a "
                     "password, sign in with it. If not, sign in with your slip again.");
  return respond (server, &what, 200);
}

MchResponse *
mch_portal_get_home (MchRequest *request, gpointer server)
{
  return show_form (request, server, FALSE);
}

MchResponse *
mch_portal_get_slip (MchRequest *request, gpointer server)
{
  return show_form (request, server, TRUE);
}

/* What the typed text alone tells: no try is spent on it. */
static gboolean
check_typed (SignInForm *what, const char *login, const char *password)
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  MchSlipCodeStatus code = mch_slip_code_check (password, secret, &what->group);

  mch_vault_wipe (secret, sizeof secret);
  what->login = login;
  what->password = password;
  what->was_code = code == MCH_SLIP_CODE_OK;
  if (*login == '\0')
    what->login_fault = g_strdup (_ ("Type your login."));
  if (*password == '\0')
    what->password_fault = g_strdup (_ ("Type your password."));
  else
    what->password_fault = mch_slip_code_dup_message (code, what->group);
  /* Whoever is to correct one group must see all of them. */
  if (*password != '\0' && what->password_fault != NULL)
    what->slip = TRUE;
  what->keep = code != MCH_SLIP_CODE_NOT_A_CODE && what->slip;
  return what->login_fault == NULL && what->password_fault == NULL;
}

static MchResponse *
answer (MchRequest *request, MchServer *server, SignInForm *what, MchCandidateSignIn *sign_in)
{
  MchResponse *response = NULL;

  switch (sign_in->outcome)
    {
    case MCH_CANDIDATE_WAIT:
      what->wait_s = MAX (sign_in->wait_s, 1);
      what->keep = TRUE;
      return respond (server, what, 429);
    case MCH_CANDIDATE_SIGNED_IN:
      /* A pupil who takes another one's place at this computer ends that one's session. */
      mch_candidate_sign_out (server, mch_portal_get_session (request), NULL);
      response = mch_response_new_redirect (sign_in->restricted ? "/mot-de-passe" : "/compte");
      mch_portal_set_session (response, sign_in);
      return response;
    case MCH_CANDIDATE_BAD_CODE:
    case MCH_CANDIDATE_WRONG:
    default:
      what->wrong = TRUE;
      return respond (server, what, 403);
    }
}

MchResponse *
mch_portal_post_sign_in (MchRequest *request, gpointer server)
{
  g_auto (SignInForm) what = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) sign_in = NULL;
  MchResponse *refusal = NULL;
  g_autoptr (MchForm) form = mch_portal_read_form (request, server, NULL, &refusal);

  if (form == NULL)
    return refusal;
  what.slip = mch_form_get (form, "papillon") != NULL;
  if (!check_typed (&what, mch_portal_get_value (form, "login"),
                    mch_portal_get_value (form, "password")))
    return respond (server, &what, 422);
  sign_in =
      mch_candidate_sign_in (server, what.login, what.password, mch_request_get_address (request),
                             mch_portal_get_device (request), &error);
  if (sign_in == NULL)
    return mch_portal_fail (request, server, error);
  return answer (request, server, &what, sign_in);
}

MchResponse *
mch_portal_post_sign_out (MchRequest *request, gpointer server)
{
  MchResponse *refusal = NULL;
  MchResponse *response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchForm) form = NULL;
  g_autoptr (MchPortalCandidate) candidate = mch_portal_read_candidate (request, server, &refusal);

  if (refusal != NULL)
    return refusal;
  form =
      mch_portal_read_form (request, server, candidate != NULL ? candidate->csrf : NULL, &refusal);
  if (form == NULL)
    return refusal;
  if (!mch_candidate_sign_out (server, mch_portal_get_session (request), &error))
    return mch_portal_fail (request, server, error);
  response = mch_response_new_redirect ("/?deconnexion");
  mch_portal_drop_session (response);
  return response;
}
