/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A candidate's file of the return, as far as it is completed with the supporting documents that he
 * has to join (INS-24). */
#pragma once

#include <gio/gio.h>

#include "core/mch-record.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * MchFile:
 * @candidature: its id. @version: of the record that was read.
 * @name: "AUBIN Antoine". @division: (nullable).
 * @pieces: NULL-terminated: what he has to join; empty when nobody has said.
 * @received: what has come back, as the record holds it; "" for nothing.
 */
typedef struct
{
  char *candidature;
  gint64 version;
  char *name;
  char *division;
  char **pieces;
  char *received;
} MchFile;

void mch_file_free (MchFile *file);

/* (transfer full) (element-type MchFile): of all registered candidates of @session, by name; none
 * is an empty array. NULL on error, as mch_document_new(). */
GPtrArray *mch_files_list (MchStore *store, const char *scope, const char *session, gint64 now_ms,
                           GError **error);

gboolean mch_file_has (const MchFile *file, const char *piece);

/* Notes that @piece has come back or has not, and returns what goes into the outbox: (transfer
 * full) (nullable), NULL when nothing changes. Pieces that are not asked for any more stay noted.
 */
MchChange *mch_file_set (MchFile *file, const char *piece, gboolean received);

/* "Photocopie, Attestation": (transfer full) (nullable): NULL when no piece lacks. */
char *mch_file_dup_lacking (const MchFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFile, mch_file_free)

G_END_DECLS
