/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The references of exams: loading a file, which one a session uses, and giving it to desktops,
 * which learn its digest from the service record. Blocks; any thread. */
#pragma once

#include "core/mch-reference.h"
#include "server/db/mch-db.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

typedef struct
{
  char *digest;
  char *domain;
  char *version;
  char *month;      /* NULL: for every session of the exam */
  gboolean changed; /* FALSE: it was in use already */
  guint n_sessions; /* sessions that use it from now on */
  guint n_specialties;
} MchReferenceLoad;

void mch_reference_load_clear (MchReferenceLoad *load);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchReferenceLoad, mch_reference_load_clear)

/**
 * mch_references_load:
 * @text: (array length=length): the file as it is.
 *
 * Checks the whole file, then writes it and tells every session of its exam. Loading the same file
 * again changes nothing. Errors: those of mch_reference_new(); nothing is written then.
 */
gboolean mch_references_load (MchServer *server, const char *text, gsize length,
                              MchReferenceLoad *ret_load, GError **error);

/* (transfer full): the text of a loaded file; NOT_FOUND. @ret_domain: (out) (transfer full). */
char *
mch_references_dup_text (MchServer *server, const char *digest, char **ret_domain, GError **error);

/* What the service record of a session says of its reference; nothing when it has none. Inside a
 * transaction. */
gboolean mch_references_describe (MchDb *db, const char *domain, const char *month,
                                  MchRecord *service, GError **error);

/* (transfer full) (nullable): the reference that @service names, NULL without @error when it names
 * none. Inside a transaction; what was read before is kept in memory. */
MchReference *
mch_references_find (MchServer *server, MchDb *db, const MchRecord *service, GError **error);

G_END_DECLS
