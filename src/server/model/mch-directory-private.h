/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about the directory. */
#pragma once

#include "server/db/mch-records.h"
#include "server/model/mch-directory.h"

G_BEGIN_DECLS

/* Puts the service record of one session into the batch for @scope ("etab:…" or "acad:…"), as the
 * settings say; nothing when the record says so already. */
gboolean
mch_directory_put_service (MchDb *db, MchBatch *batch, const char *scope, const char *academy,
                           const char *domain, const char *month, GError **error);

/* (transfer full): the scopes that see the services of an académie: its own and those of its
 * establishments. NULL-terminated. */
char **mch_directory_dup_scopes (MchDb *db, const char *academy, GError **error);

/* Puts @record unless the feed holds the same values. @record: (transfer none); gets the version
 * that the feed has. */
gboolean mch_directory_put_changed (MchDb *db, MchBatch *batch, const char *scope,
                                    MchRecord *record, GError **error);

G_END_DECLS
