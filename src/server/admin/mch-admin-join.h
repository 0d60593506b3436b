/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A further server on the database of a first one: what the two must share, and its way from one
 * machine to the other. Blocks. */
#pragma once

#include "server/admin/mch-admin.h"

G_BEGIN_DECLS

/**
 * MchJoin: what a further server needs.
 * @database: of the first one, as its machaond.conf has it.
 * @config: its machaond.conf.
 * @pepper, @authority_key: secrets; the key is NULL where the first one has none.
 * @authority, @certificate: PEM; the certificate only for its names.
 */
typedef struct
{
  char *database;
  char *config;
  char *pepper;
  char *authority;
  char *authority_key;
  char *certificate;
} MchJoin;

void mch_join_free (MchJoin *join);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchJoin, mch_join_free)

/* (transfer full): from the file that `admin join-file` wrote, or from a first server's folder. A
 * file that others can read is refused. */
MchJoin *mch_join_read (const char *path, GError **error);

/**
 * mch_join_make:
 * @hostnames: (nullable): for the certificate; NULL: those of the first server.
 * @database: (nullable): where this machine finds the database; NULL: as the first one.
 *
 * Writes DIR's secrets, certificate and machaond.conf, and opens the database: refused when it is
 * not the one that these secrets belong to. What was written stays on failure.
 */
gboolean mch_join_make (MchAdmin *admin, const MchJoin *join, const char *const *hostnames,
                        const char *database, GError **error);

G_END_DECLS
