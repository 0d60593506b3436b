/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (mch - sync - error - quark, mch_sync_error)

static const struct
{
  const char *key;
  const char *text;
} refusals[] = {
  /* ACC-10, ACC-11 */
  { "service_not_positioned",
    N_ ("The exam office has not positioned the service “management of candidates in "
        "establishments” for yours in this session. Ask your exam officer to open it.") },
  { "portal_unset",
    N_ ("The server has no public address for the candidates' portal, so the slips would lead "
        "nowhere. Nothing was generated. Ask the server's administrator to set portal-url.") },
  { "registration_closed",
    N_ ("Registration is closed. Your changes are kept on this computer; ask your exam officer.") },
  { "forbidden",
    N_ ("You no longer have the right to work for this establishment. What you typed is kept on "
        "this computer; ask your exam officer.") },
  { MCH_REFUSAL_LATE_WAITING, N_ ("Waiting for a decision: typed before the closing, it reached "
                                  "the server after it. The exam "
                                  "office accepts or refuses it.") },
  { "late_refused",
    N_ ("The exam office refused what was typed before the closing and came after it. It is kept "
        "on this computer; ask your exam officer.") },
  { "gone", N_ ("The pupil is not registered there any more, or somebody has decided before you. "
                "Look at the list again.") },
  { "exists", N_ ("The establishment that asks has registered the pupil in the meantime.") },
  { "not_found", N_ ("There is nobody and nothing like that any more. Look at the list again.") },
  { "not_member", N_ ("A colleague who already sees the slips has to admit you first.") },
  { "not_owner",
    N_ ("This account was created by another establishment or by the candidate, so you cannot "
        "give it a new password. The slip that the candidate has still works.") },
  /* ACC-36 */
  { "account_missing", N_ ("This candidate has no account yet: generate the accounts first.") },
  { "verified_email",
    N_ ("The candidate has a verified e-mail address: a link goes there. Print a new slip only if "
        "the candidate cannot read it.") },
  { "no_email", N_ ("The candidate has no verified e-mail address: generate a new password.") },
  { "already_active",
    N_ ("The candidate has already chosen a password: there is no slip to print any more.") },
  { "ineligible", N_ ("This candidate is neither registered nor pre-registered in this session.") },
  { "stale",
    N_ ("Somebody gave this account a new password at the same time. Look at the list again.") },
};

const char *
mch_sync_refusal_text (const char *message_key)
{
  gsize length = message_key != NULL ? strcspn (message_key, "\n") : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (strlen (refusals[i].key) == length && strncmp (refusals[i].key, message_key, length) == 0)
      return _ (refusals[i].text);
  return _ ("The server refused. Nothing was changed.");
}

gboolean
mch_sync_refusal_is_late (const char *reason)
{
  return g_strcmp0 (reason, MCH_REFUSAL_LATE_WAITING) == 0;
}

const char *
mch_sync_refusal_get_words (const char *reason)
{
  const char *end = reason != NULL ? strchr (reason, '\n') : NULL;

  return end != NULL ? end + 1 : NULL;
}

char *
mch_sync_refusal_dup_text (const char *reason)
{
  const char *words = mch_sync_refusal_get_words (reason);
  const char *sentence = mch_sync_refusal_text (reason);

  return words != NULL ? g_strdup_printf (_ ("%s “%s”"), sentence, words) : g_strdup (sentence);
}
