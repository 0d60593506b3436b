/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every act of the server needs: the database, the pepper, the clock, what the administrator
 * set, and where hints of changes go. Made once; then only read, by any thread. */
#pragma once

#include "core/mch-password.h"
#include "core/mch-reference.h"
#include "core/mch-uuid.h"
#include "server/db/mch-db.h"
#include "server/model/mch-address-limit.h"
#include "server/model/mch-document-cache.h"
#include "server/model/mch-model-error.h"
#include "vault/mch-secret.h"

G_BEGIN_DECLS

/* Milliseconds since 1970, UTC. Any thread. */
typedef gint64 (*MchNowFunc) (gpointer data);

/* Tells whoever listens that @scope has reached @seq, after the commit. Any thread; must not block.
 */
typedef void (*MchPublishFunc) (const char *scope, gint64 seq, gpointer data);

/* Ends the event streams of a device whose rights are gone. Likewise. */
typedef void (*MchEndStreamsFunc) (const char *device, gpointer data);

/**
 * MchServerOptions: 0 and NULL mean the default. Everything is copied.
 * @portal_url: (nullable): where candidates sign in; NULL or "" is unset.
 * @demo: slips are specimens and may name a loopback portal.
 * @rules: (nullable): of candidates' own passwords; NULL: the seeds' (CPT-13).
 * @now: (nullable): NULL: the system's clock.
 */
typedef struct
{
  const char *portal_url;
  gboolean demo;
  const MchPasswordRules *rules;
  MchNowFunc now;
  gpointer now_data;
  MchPublishFunc publish;
  MchEndStreamsFunc end_streams;
  gpointer hints_data; /* of both */
} MchServerOptions;

typedef struct
{
  MchDbPool *pool; /* borrowed */
  MchSecret *pepper;
  char *realm;
  char *name;
  char *pepper_check; /* as the database has it */
  char *portal_url;   /* NULL when unset */
  gboolean portal_public;
  gboolean demo;
  MchPasswordRules rules;
  MchNowFunc now;
  gpointer now_data;
  MchRandomFunc random;
  MchPublishFunc publish;
  MchEndStreamsFunc end_streams;
  gpointer hints_data;
  GMutex references_lock;
  GHashTable *references; /* owned digest → MchReference; with the lock */
  MchDocumentCache *documents;
  MchAddressLimit *resets; /* links for forgotten passwords that are asked for */
} MchServer;

/**
 * mch_server_new:
 * @pool: must outlive the server.
 * @pepper: a reference is kept.
 *
 * The first server on a database leaves there what tells @pepper from any other.
 *
 * Returns: (transfer full) (nullable): NULL with MCH_MODEL_ERROR_STATE when the database was never
 *   given its instance (mch_server_create_instance()), MCH_MODEL_ERROR_MISMATCH when it was made
 *   with another pepper, or an MCH_DB_ERROR.
 */
MchServer *mch_server_new (MchDbPool *pool, MchSecret *pepper, const MchServerOptions *options,
                           GError **error);
void mch_server_free (MchServer *server);

/* Where hints go once the HTTP server runs; before it takes requests. */
void mch_server_set_hints (MchServer *server, MchPublishFunc publish, MchEndStreamsFunc end_streams,
                           gpointer data);

/* For `init`: gives the database its realm and epoch; nothing when it has them. @name: as people
 * call this server. */
gboolean
mch_server_create_instance (MchDbPool *pool, const char *name, gint64 now_ms, GError **error);

/* The pepper's file: 32 random bytes in base64, mode 0600. Creating fails where a file is; loading
 * fails on a file that others can read. Errors: G_FILE_ERROR, MCH_MODEL_ERROR_INVALID. */
gboolean mch_server_create_pepper (const char *path, GError **error);
MchSecret *mch_server_load_pepper (const char *path, GError **error); /* (transfer full) */

gint64 mch_server_now (const MchServer *server);

/* The present epoch: (transfer full) (nullable). */
char *mch_server_dup_epoch (MchServer *server, GError **error);

/* Publishes that @scope stands at @seq, for who has just committed it. */
void mch_server_hint_at (MchServer *server, const char *scope, gint64 seq);

/* Publishes where every scope of @scopes stands now. NULL-terminated; errors only cost a hint. */
void mch_server_hint (MchServer *server, const char *const *scopes);

/* Whether a telephone somewhere else could open @url: not loopback, private, link-local, nor a name
 * that only a local network knows. */
gboolean mch_portal_url_is_public (const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchServer, mch_server_free)

G_END_DECLS
