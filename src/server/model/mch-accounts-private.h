/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about accounts and candidates. */
#pragma once

#include "server/db/mch-records.h"
#include "server/model/mch-accounts.h"
#include "vault/mch-verifier.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *scope;
  char *session;
  char *mode;
  gint64 key_version;
  gint64 expires_ms;
} MchEdition;

/* An account as its tables have it. */
typedef struct
{
  char *id;
  char *login;
  char *owner_scope;
  char *state;
  char *edition;    /* (nullable) */
  GBytes *verifier; /* (nullable) */
  char *email;      /* (nullable): the candidate's own, verified */
  gint64 secret_version;
  gint64 created_ms;
} MchAccount;

void mch_edition_free (MchEdition *edition);
void mch_account_free (MchAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchEdition, mch_edition_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchAccount, mch_account_free)

/* One chunk being taken in, inside its transaction. */
typedef struct
{
  MchServer *server;
  MchDb *db;
  const char *login; /* who sends it */
  MchEdition *edition;
  char *academy;
  gint64 now_ms;
  MchBatch *batch;
  GPtrArray *results;  /* of MchSlipResult */
  GPtrArray *touched;  /* scopes to hint */
  GPtrArray *odd_ines; /* person ids: the INE is on another account, of somebody else */
  GPtrArray *renewed;  /* person ids whose secret was replaced */
  GPtrArray *despite;  /* those among them who have an address */
  guint n_created;
} MchChunk;

/* SERVICE_NOT_POSITIONED, or NOT_FOUND where there is no such session. */
gboolean
mch_accounts_check_service (MchDb *db, const char *scope, const char *session, GError **error);

/* (transfer full): whose account @person of @scope has, or NULL. */
gboolean mch_account_find (MchDb *db, const char *scope, const char *person,
                           MchAccount **ret_account, GError **error);

/* Whether @person of the chunk's establishment is pre-registered or registered in its session. */
gboolean
mch_chunk_is_eligible (MchChunk *chunk, const char *person, gboolean *ret_eligible, GError **error);

void mch_chunk_answer (MchChunk *chunk, const MchWireSlip *slip, MchSlipOutcome outcome,
                       const char *login, const char *message_key);

/* Whether the account holds this very slip of this edition. */
gboolean mch_chunk_is_resent (MchChunk *chunk, const MchAccount *account, const MchWireSlip *slip);

gboolean mch_chunk_generate (MchChunk *chunk, const MchWireSlip *slip, GError **error);
gboolean mch_chunk_regenerate (MchChunk *chunk, const MchWireSlip *slip, GError **error);

/* Puts a record with these values in place of whatever is there. @record: (transfer none) */
gboolean
mch_account_put (MchDb *db, MchBatch *batch, const char *scope, MchRecord *record, GError **error);

/* Puts the sealed slip over the one before it, whose ciphertext is then gone. */
gboolean mch_chunk_put_slip (MchChunk *chunk, const MchWireSlip *slip, GError **error);

/* A tombstone for the slip of @account: what was sealed is gone. */
gboolean mch_account_shred_slip (MchDb *db, MchBatch *batch, const char *account, GError **error);

/* What a record shows of the candidate's own address, or that there is none. @email: (nullable). */
void mch_account_set_email (MchRecord *record, const char *email);

/* Whether the account may get a new password at the wish of the chunk's establishment: NULL when it
 * may. @account: (nullable). @owners: whether the record is the owner's. */
const char *mch_chunk_find_refusal (MchChunk *chunk, const MchAccount *account, gboolean owners,
                                    gboolean eligible);

/* Whether @person's record is that of the establishment as the owner of its account. */
gboolean
mch_chunk_is_owners (MchChunk *chunk, const char *person, gboolean *ret_owners, GError **error);

/* Ends what a candidate is signed in with, everywhere. */
gboolean mch_account_end_sessions (MchDb *db, const char *account, GError **error);

/* Writes @value into the record of every establishment that has the account's person; adds the
 * scopes to @touched. @value: (nullable). */
gboolean mch_account_put_value (MchDb *db, MchBatch *batch, const char *account, const char *name,
                                const char *value, GPtrArray *touched, GError **error);

/* Writes @state into the record of every establishment that has the account's person; adds the
 * scopes to @touched. */
gboolean mch_account_put_state (MchDb *db, MchBatch *batch, const char *account, const char *state,
                                GPtrArray *touched, GError **error);

void mch_account_touch (GPtrArray *touched, const char *scope);

/* Hints of all @touched; adds the NULL at its end. */
void mch_account_hint (MchServer *server, GPtrArray *touched);

G_END_DECLS
