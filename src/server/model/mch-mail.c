/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of messages; the words are in mch-mail-write.c. */
#include "server/model/mch-mail.h"

#include <string.h>

#include "core/mch-backoff.h"
#include "server/model/mch-mail-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-blob.h"
#include "vault/mch-vault-init.h"

#define LEASE_MS (10 * G_TIME_SPAN_MINUTE / 1000) /* longer than a try takes */
#define FIRST_WAIT_MS (30 * G_TIME_SPAN_SECOND / 1000)
#define MOST_WAIT_MS (30 * G_TIME_SPAN_MINUTE / 1000)
#define HOUR_MS (G_TIME_SPAN_HOUR / 1000)
#define FAULT_MAX 500 /* bytes */
#define TYPED_FORMAT "s"
#define WRITTEN_FORMAT "(sss)"

/* worth_ms: how long a message without a link is worth sending. */
static const struct
{
  const char *name;
  gint64 link_ms;
  gint64 worth_ms;
} KINDS[] = {
  [MCH_MAIL_VERIFY] = { "verify", 48 * HOUR_MS, 48 * HOUR_MS }, /* CPT-20 */
  [MCH_MAIL_RESET] = { "reset", HOUR_MS, HOUR_MS },
  [MCH_MAIL_STAFF_RESET] = { "staff-reset", 48 * HOUR_MS, 48 * HOUR_MS },
  [MCH_MAIL_SLIP] = { "slip", 0, 72 * HOUR_MS },
  [MCH_MAIL_MOVED] = { "moved", 0, 72 * HOUR_MS },
  [MCH_MAIL_PASSWORD] = { "password", 0, 72 * HOUR_MS },
};
G_STATIC_ASSERT (G_N_ELEMENTS (KINDS) == MCH_MAIL_N_KINDS);

gint64
mch_mail_get_life_ms (MchMailKind kind)
{
  g_return_val_if_fail ((int) kind >= 0 && kind < MCH_MAIL_N_KINDS, 0);

  return KINDS[kind].link_ms;
}

void
mch_mail_free (MchMail *mail)
{
  if (mail == NULL)
    return;
  g_free (mail->id);
  g_free (mail->to);
  g_free (mail->subject);
  if (mail->text != NULL)
    mch_vault_wipe (mail->text, strlen (mail->text));
  g_free (mail->text);
  g_free (mail);
}

void
mch_mail_entry_free (MchMailEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->id);
  g_free (entry->kind);
  g_free (entry->state);
  g_free (entry->fault);
  g_free (entry);
}

/* Of the pepper: whoever has the database alone opens no link that is on its way. */
static MchSecret *
dup_key (MchServer *server)
{
  g_autofree char *digest = mch_model_digest (server, "mail", "key");
  guint8 key[MCH_KEY_SIZE];
  MchSecret *secret;

  for (guint i = 0; i < sizeof key; i++)
    key[i] = (guint8) (g_ascii_xdigit_value (digest[2 * i]) * 16
                       + g_ascii_xdigit_value (digest[2 * i + 1]));
  secret = mch_secret_new (key, sizeof key);
  mch_vault_wipe (key, sizeof key);
  mch_vault_wipe (digest, strlen (digest));
  return secret;
}

/* @content: floating or not; it is taken. */
static GBytes *
seal (MchServer *server, const char *id, const char *state, GVariant *content)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (content);
  g_autoptr (MchSecret) key = dup_key (server);
  g_autofree char *context = g_strconcat ("mail ", id, " ", state, NULL);

  return mch_blob_seal (key, g_variant_get_data (owned), g_variant_get_size (owned), context);
}

/* (nullable): NULL when the pepper is another one, or somebody has changed the row. */
static GVariant *
open_body (MchServer *server, const char *id, const char *state, const char *format,
           const guint8 *body, gsize size)
{
  g_autoptr (MchSecret) key = dup_key (server);
  g_autofree char *context = g_strconcat ("mail ", id, " ", state, NULL);
  g_autoptr (GBytes) bytes = body != NULL ? mch_blob_open (key, body, size, context, NULL) : NULL;

  if (bytes == NULL)
    return NULL;
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (format), bytes, FALSE));
}

gboolean
mch_mail_ask (MchServer *server, MchDb *db, MchMailKind kind, const char *account,
              const char *typed, const char *cause, GError **error)
{
  gint64 now = mch_server_now (server);
  g_autofree char *id = mch_uuid_new (now, server->random);
  g_autoptr (GBytes) body =
      seal (server, id, "asked", g_variant_new_string (typed != NULL ? typed : ""));

  return mch_db_exec (db, error,
                      "INSERT INTO mail (id, kind, state, account, cause, body, tries, due_ms,"
                      " created_ms) VALUES ($1, $2, 'asked', $3, $4, $5, 0, $6, $6)"
                      " ON CONFLICT (account, cause) WHERE cause IS NOT NULL DO NOTHING",
                      MCH_DB_TEXT (id), MCH_DB_TEXT (KINDS[kind].name), MCH_DB_TEXT (account),
                      MCH_DB_TEXT (cause),
                      MCH_DB_BLOB (g_bytes_get_data (body, NULL), g_bytes_get_size (body)),
                      MCH_DB_INT (now))
         >= 0;
}

typedef struct
{
  MchServer *server;
  const char *holder;
  gint64 now_ms;
  MchMail *mail;
  gboolean more; /* something was done that sent nothing */
} Taking;

static gboolean
find_kind (const char *name, MchMailKind *ret_kind)
{
  for (guint i = 0; i < MCH_MAIL_N_KINDS; i++)
    if (strcmp (KINDS[i].name, name) == 0)
      {
        *ret_kind = (MchMailKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
give_up (MchDb *db, const char *id, const char *why, gint64 now_ms, GError **error)
{
  return mch_db_exec (db, error,
                      "UPDATE mail SET state = 'failed', body = NULL, holder = NULL, fault = $2,"
                      " done_ms = $3 WHERE id = $1 AND done_ms IS NULL",
                      MCH_DB_TEXT (id), MCH_DB_TEXT (why), MCH_DB_INT (now_ms))
         >= 0;
}

static gboolean
drop (MchDb *db, const char *id, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM mail WHERE id = $1", MCH_DB_TEXT (id)) >= 0;
}

static gboolean
keep_written (Taking *taking, MchDb *db, const char *id, const MchMailDraft *draft, GError **error)
{
  g_autoptr (GBytes) body =
      seal (taking->server, id, "waiting",
            g_variant_new (WRITTEN_FORMAT, draft->to, draft->subject, draft->text));

  return mch_db_exec (db, error,
                      "UPDATE mail SET state = 'waiting', body = $2, tries = 0, due_ms = $3,"
                      " holder = NULL WHERE id = $1",
                      MCH_DB_TEXT (id),
                      MCH_DB_BLOB (g_bytes_get_data (body, NULL), g_bytes_get_size (body)),
                      MCH_DB_INT (taking->now_ms))
         >= 0;
}

/* What was asked for becomes a message with a receiver, or nothing at all. */
static gboolean
write_out (Taking *taking, MchDb *db, MchDbResult *row, MchMailKind kind, GError **error)
{
  const char *id = mch_db_result_get_text (row, 0);
  gsize size;
  const guint8 *body = mch_db_result_get_blob (row, 4, &size);
  gboolean done;
  g_autoptr (GVariant) typed = open_body (taking->server, id, "asked", TYPED_FORMAT, body, size);
  MchMailDraft draft = { .server = taking->server,
                         .db = db,
                         .kind = kind,
                         .account = mch_db_result_get_text (row, 3),
                         .now_ms = taking->now_ms };

  taking->more = TRUE;
  if (typed == NULL)
    return give_up (db, id, "unreadable", taking->now_ms, error);
  draft.typed = g_variant_get_string (typed, NULL);
  done =
      mch_mail_write (&draft, error)
      && (draft.to != NULL ? keep_written (taking, db, id, &draft, error) : drop (db, id, error));
  g_free (draft.to);
  g_free (draft.subject);
  g_free (draft.text);
  return done;
}

static gboolean
open_message (Taking *taking, MchDb *db, MchDbResult *row, MchMailKind kind, GError **error)
{
  const char *id = mch_db_result_get_text (row, 0);
  gsize size;
  const guint8 *body = mch_db_result_get_blob (row, 4, &size);
  g_autoptr (GVariant) written =
      open_body (taking->server, id, "waiting", WRITTEN_FORMAT, body, size);

  if (written == NULL)
    {
      taking->more = TRUE;
      return give_up (db, id, "unreadable", taking->now_ms, error);
    }
  taking->mail = g_new0 (MchMail, 1);
  taking->mail->id = g_strdup (id);
  taking->mail->kind = kind;
  taking->mail->tries = (guint) mch_db_result_get_int (row, 5);
  taking->mail->made_ms = mch_db_result_get_int (row, 6);
  g_variant_get (written, WRITTEN_FORMAT, &taking->mail->to, &taking->mail->subject,
                 &taking->mail->text);
  return TRUE;
}

static gboolean
take_one (MchDb *db, gpointer data, GError **error)
{
  Taking *taking = data;
  MchMailKind kind;
  g_autoptr (MchDbResult) row = NULL;

  g_clear_pointer (&taking->mail, mch_mail_free);
  taking->more = FALSE;
  row = mch_db_query (db, error,
                      "UPDATE mail SET holder = $1, due_ms = $2, tries = tries + 1"
                      " WHERE id = (SELECT id FROM mail WHERE done_ms IS NULL AND due_ms <= $3"
                      " ORDER BY due_ms, id LIMIT 1) AND done_ms IS NULL AND due_ms <= $3"
                      " RETURNING id, kind, state, account, body, tries, created_ms",
                      MCH_DB_TEXT (taking->holder), MCH_DB_INT (taking->now_ms + LEASE_MS),
                      MCH_DB_INT (taking->now_ms));
  if (row == NULL)
    return FALSE;
  if (!mch_db_result_next (row))
    return TRUE;
  if (!find_kind (mch_db_result_get_text (row, 1), &kind))
    {
      taking->more = TRUE;
      return give_up (db, mch_db_result_get_text (row, 0), "unknown kind", taking->now_ms, error);
    }
  return strcmp (mch_db_result_get_text (row, 2), "asked") == 0
             ? write_out (taking, db, row, kind, error)
             : open_message (taking, db, row, kind, error);
}

gboolean
mch_mail_take (MchServer *server, const char *holder, MchMail **ret_mail, GError **error)
{
  Taking taking = { .server = server, .holder = holder, .more = TRUE };

  g_return_val_if_fail (server != NULL && holder != NULL && ret_mail != NULL, FALSE);

  while (taking.mail == NULL && taking.more)
    {
      taking.now_ms = mch_server_now (server);
      if (!mch_model_write (server, take_one, &taking, error))
        {
          mch_mail_free (taking.mail);
          return FALSE;
        }
    }
  *ret_mail = taking.mail;
  return TRUE;
}

typedef struct
{
  MchServer *server;
  const char *holder;
  const MchMail *mail;
  const char *why;
  gboolean for_good;
} Outcome;

static gboolean
note_sent (MchDb *db, gpointer data, GError **error)
{
  const Outcome *outcome = data;

  return mch_db_exec (db, error,
                      "UPDATE mail SET state = 'sent', body = NULL, holder = NULL, fault = NULL,"
                      " done_ms = $2 WHERE id = $1 AND done_ms IS NULL",
                      MCH_DB_TEXT (outcome->mail->id),
                      MCH_DB_INT (mch_server_now (outcome->server)))
         >= 0;
}

gboolean
mch_mail_sent (MchServer *server, const char *holder, const MchMail *mail, GError **error)
{
  Outcome outcome = { server, holder, mail, NULL, FALSE };

  g_return_val_if_fail (server != NULL && mail != NULL, FALSE);

  return mch_model_write (server, note_sent, &outcome, error);
}

static gboolean
note_not_sent (MchDb *db, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  const MchMail *mail = outcome->mail;
  gint64 now = mch_server_now (outcome->server);
  gint64 wait = FIRST_WAIT_MS
                + mch_backoff_ms (mail->tries, (guint) FIRST_WAIT_MS, (guint) MOST_WAIT_MS,
                                  outcome->server->random);

  if (outcome->for_good || now + wait >= mail->made_ms + KINDS[mail->kind].worth_ms)
    return give_up (db, mail->id, outcome->why, now, error);
  return mch_db_exec (db, error,
                      "UPDATE mail SET due_ms = $3, holder = NULL, fault = $4"
                      " WHERE id = $1 AND holder = $2 AND done_ms IS NULL",
                      MCH_DB_TEXT (mail->id), MCH_DB_TEXT (outcome->holder),
                      MCH_DB_INT (now + wait), MCH_DB_TEXT (outcome->why))
         >= 0;
}

gboolean
mch_mail_not_sent (MchServer *server, const char *holder, const MchMail *mail, const char *why,
                   gboolean for_good, GError **error)
{
  g_autofree char *cut = NULL;
  g_autofree char *valid = NULL;
  Outcome outcome = { server, holder, mail, NULL, for_good };

  g_return_val_if_fail (server != NULL && mail != NULL && why != NULL, FALSE);

  cut = g_strndup (why, FAULT_MAX);
  valid = g_utf8_make_valid (cut, -1);
  outcome.why = valid;
  return mch_model_write (server, note_not_sent, &outcome, error);
}

typedef struct
{
  guint limit;
  GPtrArray *entries;
} Listing;

static gboolean
list_some (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT id, kind, state, fault, created_ms, due_ms, tries FROM mail"
                    " WHERE state <> 'sent' ORDER BY id LIMIT $1",
                    MCH_DB_INT (listing->limit));

  g_ptr_array_set_size (listing->entries, 0);
  while (result != NULL && mch_db_result_next (result))
    {
      MchMailEntry *entry = g_new0 (MchMailEntry, 1);

      entry->id = g_strdup (mch_db_result_get_text (result, 0));
      entry->kind = g_strdup (mch_db_result_get_text (result, 1));
      entry->state = g_strdup (mch_db_result_get_text (result, 2));
      entry->fault = g_strdup (mch_db_result_get_text (result, 3));
      entry->created_ms = mch_db_result_get_int (result, 4);
      entry->due_ms = mch_db_result_get_int (result, 5);
      entry->tries = mch_db_result_get_int (result, 6);
      g_ptr_array_add (listing->entries, entry);
    }
  return result != NULL;
}

GPtrArray *
mch_mail_list (MchServer *server, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_mail_entry_free);
  Listing listing = { limit, entries };

  g_return_val_if_fail (server != NULL, NULL);

  return mch_model_read (server, list_some, &listing, error) ? g_steal_pointer (&entries) : NULL;
}

typedef struct
{
  gint64 now_ms;
  gint64 n;
} Hurry;

static gboolean
hurry (MchDb *db, gpointer data, GError **error)
{
  Hurry *work = data;

  /* What a server holds is left to it. */
  work->n = mch_db_exec (db, error,
                         "UPDATE mail SET due_ms = $1 WHERE done_ms IS NULL AND holder IS NULL",
                         MCH_DB_INT (work->now_ms));
  return work->n >= 0;
}

gboolean
mch_mail_hurry (MchServer *server, gint64 *ret_n, GError **error)
{
  Hurry work = { mch_server_now (server), 0 };

  g_return_val_if_fail (server != NULL && ret_n != NULL, FALSE);

  if (!mch_model_write (server, hurry, &work, error))
    return FALSE;
  *ret_n = work.n;
  return TRUE;
}

static gboolean
purge (MchDb *db, gpointer data, GError **error)
{
  gint64 now = mch_server_now (data);

  return mch_db_exec (db, error, "DELETE FROM mail WHERE done_ms <= $1",
                      MCH_DB_INT (now - MCH_MAIL_KEPT_MS))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM portal_link WHERE expires_ms <= $1",
                         MCH_DB_INT (now))
                >= 0;
}

gboolean
mch_mail_purge (MchServer *server, GError **error)
{
  g_return_val_if_fail (server != NULL, FALSE);

  return mch_model_write (server, purge, server, error);
}
