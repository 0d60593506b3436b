/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a message goes to, its link and its words. What a stranger may learn from a message is what
 * the owner of its address may. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-email.h"
#include "server/db/mch-person-email.h"
#include "server/model/mch-candidate-private.h"
#include "server/model/mch-mail-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-digest.h"

#define MAX_RESETS 3 /* links of one account that work at the same time */

/* The account that the message is about. */
typedef struct
{
  char *id;
  char *login;
  char *email; /* verified; or NULL */
  char *establishment;
} Subject;

static void
subject_clear (Subject *subject)
{
  g_free (subject->id);
  g_free (subject->login);
  g_free (subject->email);
  g_free (subject->establishment);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

typedef enum
{
  BY_ID,
  BY_LOGIN,
  BY_EMAIL,
} By;

static gboolean
read_subject (const MchMailDraft *draft, By by, const char *value, Subject *subject, GError **error)
{
  static const char *const questions[] = {
    [BY_ID] = "SELECT a.id, a.login, a.email, e.data FROM account a"
              " LEFT JOIN record e ON e.scope = a.owner_scope AND e.kind = 'establishment'"
              " AND e.deleted = 0 WHERE a.id = $1",
    [BY_LOGIN] = "SELECT id, login, email, NULL FROM account WHERE login = $1",
    [BY_EMAIL] = "SELECT id, login, email, NULL FROM account WHERE email = $1",
  };
  g_autoptr (MchDbResult) result =
      mch_db_query (draft->db, error, questions[by], MCH_DB_TEXT (value));
  g_autoptr (MchRecord) record = NULL;

  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  subject->id = g_strdup (mch_db_result_get_text (result, 0));
  subject->login = g_strdup (mch_db_result_get_text (result, 1));
  subject->email = g_strdup (mch_db_result_get_text (result, 2));
  record = mch_record_new (MCH_KIND_ESTABLISHMENT, "-");
  if (!mch_db_result_is_null (result, 3)
      && mch_records_values_from_json (record, mch_db_result_get_text (result, 3), NULL))
    subject->establishment = g_strdup (mch_record_get (record, "name"));
  return TRUE;
}

static char *
dup_moment (gint64 at_ms)
{
  /* TRANSLATORS: strftime's: a date and a time. */
  return mch_model_dup_paris_moment (at_ms, _ ("%d/%m/%Y at %H:%M"));
}

/* Makes the link and notes its digest: (transfer full) (nullable). */
static char *
make_link (const MchMailDraft *draft, const Subject *subject, const char *purpose,
           const char *email, const char *path, GError **error)
{
  g_autofree char *token = mch_token_new ();
  g_autofree char *digest = mch_model_digest (draft->server, "portal-link", token);

  if (mch_db_exec (draft->db, error,
                   "INSERT INTO portal_link (hash, account, purpose, email, created_ms,"
                   " expires_ms) VALUES ($1, $2, $3, $4, $5, $6)",
                   MCH_DB_TEXT (digest), MCH_DB_TEXT (subject->id), MCH_DB_TEXT (purpose),
                   MCH_DB_TEXT (email), MCH_DB_INT (draft->now_ms),
                   MCH_DB_INT (draft->now_ms + mch_mail_get_life_ms (draft->kind)))
      < 0)
    return NULL;
  return g_strconcat (draft->server->portal_url, path, token, NULL);
}

/* CPT-21 */
static void
address (MchMailDraft *draft, const char *to, const char *subject, GString *text)
{
  g_string_prepend (text, _ ("Hello,\n\n"));
  g_string_append (text, _ ("\nSee you soon on Machaon.\n\nKind regards,\nThe examinations "
                            "service\n\nThis message was sent by a program: nobody reads "
                            "answers to it.\n"));
  draft->to = g_strdup (to);
  draft->subject = g_strconcat ("[MACHAON] ", subject, NULL);
  draft->text = g_string_free (text, FALSE);
}

static void
append_link (GString *text, const char *link, gint64 until_ms)
{
  g_autofree char *until = dup_moment (until_ms);

  g_string_append_printf (text, "%s\n\n", link);
  g_string_append (text, _ ("If the link above does not work, copy the address into the address "
                            "bar of your browser.\n\n"));
  g_string_append_printf (text, _ ("This link works once, until %s (Paris time).\n"), until);
}

static gboolean
write_taken (MchMailDraft *draft)
{
  GString *text = g_string_new (NULL);

  /* CPT-10 to CPT-12, CPT-04 */
  g_string_append (text, _ ("Somebody has given this e-mail address for a candidate's account. "
                            "There is already a Machaon candidate who has the same e-mail address "
                            "(with or without an account). Nothing was changed.\n\n"));
  g_string_append (text, _ ("- Was it you, and you have an account already? Sign in with it, or "
                            "take “Forgotten password” on the sign-in page.\n"));
  g_string_append (text, _ ("- Does somebody of your family use this address already? Give "
                            "another address for your own account.\n"));
  g_string_append (text, _ ("- Was it not you? You need not do anything.\n"));
  address (draft, draft->typed, _ ("This e-mail address is in use already"), text);
  return TRUE;
}

static gboolean
find_taken (MchMailDraft *draft, gboolean *ret_taken, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (draft->db, error, "SELECT 1 FROM account WHERE email = $1 AND id <> $2",
                    MCH_DB_TEXT (draft->typed), MCH_DB_TEXT (draft->account));

  if (result == NULL)
    return FALSE;
  *ret_taken = mch_db_result_next (result);
  return *ret_taken
         || mch_person_email_find (draft->db, draft->typed, draft->account, ret_taken, error);
}

/* CPT-17 to CPT-20 */
static gboolean
write_verify (MchMailDraft *draft, const Subject *subject, GError **error)
{
  gboolean taken = FALSE;
  g_autofree char *link = NULL;
  GString *text;

  if (!find_taken (draft, &taken, error))
    return FALSE;
  if (taken)
    return write_taken (draft);
  if (mch_db_exec (draft->db, error,
                   "DELETE FROM portal_link WHERE account = $1 AND purpose = 'verify'",
                   MCH_DB_TEXT (subject->id))
      < 0)
    return FALSE;
  link = make_link (draft, subject, "verify", draft->typed, "/adresse/", error);
  if (link == NULL)
    return FALSE;
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          _ ("You have just given this e-mail address for your Machaon account "
                             "(login %s). It will be of use only when you have verified it.\n\n"),
                          subject->login);
  g_string_append (text, _ ("To verify your address, please open this link:\n\n"));
  append_link (text, link, draft->now_ms + mch_mail_get_life_ms (draft->kind));
  g_string_append (text, _ ("After that, the address has to be given anew.\n\n"
                            "If you have asked for nothing, do not open the link: nothing will "
                            "change.\n"));
  address (draft, draft->typed, _ ("Verify my e-mail address"), text);
  return TRUE;
}

static gboolean
count_resets (MchMailDraft *draft, const Subject *subject, gint64 *ret_n, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (draft->db, error,
                    "SELECT COUNT (*) FROM portal_link WHERE account = $1"
                    " AND purpose = 'reset' AND expires_ms > $2",
                    MCH_DB_TEXT (subject->id), MCH_DB_INT (draft->now_ms));

  if (result == NULL)
    return FALSE;
  mch_db_result_next (result);
  *ret_n = mch_db_result_get_int (result, 0);
  return TRUE;
}

/* CPT-02 */
static gboolean
write_reset (MchMailDraft *draft, const Subject *subject, GError **error)
{
  gboolean by_staff = draft->kind == MCH_MAIL_STAFF_RESET;
  gint64 n = 0;
  g_autofree char *link = NULL;
  GString *text;

  /* A stranger who asks again and again fills nobody's letter box. */
  if (!by_staff && !count_resets (draft, subject, &n, error))
    return FALSE;
  if (n >= MAX_RESETS)
    return TRUE;
  link = make_link (draft, subject, "reset", subject->email, "/nouveau-mot-de-passe/", error);
  if (link == NULL)
    return FALSE;
  text = g_string_new (NULL);
  if (by_staff)
    g_string_append_printf (text,
                            _ ("Your establishment (%s) has asked for a new password for your "
                               "Machaon account (login %s). A slip that you have does not work "
                               "any more; a password that you have chosen works until you choose "
                               "another one.\n\n"),
                            subject->establishment != NULL ? subject->establishment : "Machaon",
                            subject->login);
  else
    g_string_append_printf (text,
                            _ ("Somebody, you probably, has said that the password of your "
                               "Machaon account (login %s) is forgotten.\n\n"),
                            subject->login);
  g_string_append (text, _ ("To choose a new password, please open this link:\n\n"));
  append_link (text, link, draft->now_ms + mch_mail_get_life_ms (draft->kind));
  if (!by_staff)
    g_string_append (text, _ ("If it was not you, do not open the link: nothing will change.\n"));
  address (draft, subject->email, _ ("Choose a new password"), text);
  return TRUE;
}

static gboolean
write_slip (MchMailDraft *draft, const Subject *subject)
{
  g_autofree char *when = dup_moment (draft->now_ms);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _ ("Your establishment (%s) has printed a new connection slip for your "
                             "Machaon account (login %s) on %s. The password that you used until "
                             "now does not work any more: ask your establishment for the "
                             "slip.\n\n"),
                          subject->establishment != NULL ? subject->establishment : "Machaon",
                          subject->login, when);
  g_string_append (text, _ ("If you did not ask for it, tell your establishment. You can also "
                            "choose a new password at once with “Forgotten password” on the "
                            "sign-in page; the slip will not work any more then.\n"));
  address (draft, subject->email, _ ("A new slip was printed for your account"), text);
  return TRUE;
}

static gboolean
write_moved (MchMailDraft *draft, const Subject *subject)
{
  g_autofree char *mask = subject->email != NULL ? mch_email_mask (subject->email) : g_strdup ("");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _ ("The e-mail address of your Machaon account (login %s) is now %s. "
                             "The one that you read here does not sign in any more and gets no "
                             "messages.\n\n"),
                          subject->login, mask);
  g_string_append (text, _ ("If it was not you, ask your establishment for a new slip at once.\n"));
  address (draft, draft->typed, _ ("Your e-mail address was changed"), text);
  return TRUE;
}

static gboolean
write_password (MchMailDraft *draft, const Subject *subject)
{
  g_autofree char *when = dup_moment (draft->now_ms);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _ ("The password of your Machaon account (login %s) was changed on "
                             "%s. Whoever was signed in to it is so no longer.\n\n"),
                          subject->login, when);
  g_string_append (text, _ ("If it was not you, ask your establishment for a new slip at once.\n"));
  address (draft, subject->email, _ ("Your password was changed"), text);
  return TRUE;
}

gboolean
mch_mail_write (MchMailDraft *draft, GError **error)
{
  By by = BY_ID;
  g_autofree char *login = NULL;
  g_auto (Subject) subject = { 0 };

  if (draft->kind == MCH_MAIL_RESET)
    login = mch_candidate_fold_login (draft->typed);
  if (login != NULL && strchr (login, '@') != NULL)
    by = BY_EMAIL;
  else if (login != NULL)
    by = BY_LOGIN;
  if (!read_subject (draft, by, login != NULL ? login : draft->account, &subject, error))
    return FALSE;
  if (subject.id == NULL)
    return TRUE;
  if (draft->kind == MCH_MAIL_MOVED)
    return write_moved (draft, &subject);
  if (draft->server->portal_url == NULL)
    return TRUE;
  if (draft->kind == MCH_MAIL_VERIFY)
    return write_verify (draft, &subject, error);
  if (subject.email == NULL)
    return TRUE;
  if (draft->kind == MCH_MAIL_SLIP)
    return write_slip (draft, &subject);
  if (draft->kind == MCH_MAIL_PASSWORD)
    return write_password (draft, &subject);
  return write_reset (draft, &subject, error);
}
