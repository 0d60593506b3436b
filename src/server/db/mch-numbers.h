/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidate numbers: one a human of an académie, kept over sessions and establishments, never
 * given twice. They are drawn, not counted: a counter would be one row for which all the
 * establishments of an académie wait on the last evening. Inside a write transaction. */
#pragma once

#include "core/mch-uuid.h"
#include "server/db/mch-db.h"

G_BEGIN_DECLS

/**
 * MchNumberOwner: whose number it is or will be.
 * @identity: (nullable): mch_person_identity_key().
 * @person: the id of the record that holds it.
 */
typedef struct
{
  const char *academy;
  const char *identity;
  const char *person;
  gint64 now_ms;
} MchNumberOwner;

/**
 * mch_number_allot:
 * @ret_number: (out) (transfer full): the number that the same human has already, else a new one:
 *   0, two digits of the year, two of the académie, six drawn.
 */
gboolean mch_number_allot (MchDb *db, const MchNumberOwner *owner, MchRandomFunc random,
                           char **ret_number, GError **error);

/* Notes a number that a file brought. @ret_taken: (out) (optional): somebody else has it; then
 * nothing is written. */
gboolean mch_number_claim (MchDb *db, const MchNumberOwner *owner, const char *number,
                           gboolean *ret_taken, GError **error);

/* Forgets the numbers that files brought for @person: the record goes and was never finalised. */
gboolean mch_number_release (MchDb *db, const char *person, GError **error);

/* The owner's identity is another one since a correction; where that one has a number already, each
 * keeps its own. */
gboolean mch_number_identify (MchDb *db, const MchNumberOwner *owner, GError **error);

/* The next registration made under @number: 1, 2, 3… -1 on error. */
gint64 mch_number_next_rank (MchDb *db, const char *number, GError **error);

G_END_DECLS
