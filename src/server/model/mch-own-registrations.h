/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidate's own registrations, and whether what lies in his area for them may be had now.
 *
 * The "récapitulatif d'inscription" and the "confirmation d'inscription" are one document under two
 * names (REG-46): the copy that was deposited when the registration was finalised (INS-17). There
 * is no second drawing of it: before a registration is finalised there is no recap, and afterwards
 * the recap is the deposited copy of its present version, byte for byte. Blocks; any thread. */
#pragma once

#include "server/db/mch-db.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/**
 * MchRecapAccess:
 * @MCH_RECAP_OPEN: it may be downloaded.
 * @MCH_RECAP_CLOSED: registration is closed, and the exam office does not keep it afterwards
 *   (REG-45, setting confirmation_after_closing=gone).
 * @MCH_RECAP_WITHDRAWN: the registration was withdrawn or taken away.
 */
typedef enum
{
  MCH_RECAP_OPEN,
  MCH_RECAP_CLOSED,
  MCH_RECAP_WITHDRAWN,
} MchRecapAccess;

/**
 * MchRecapTerms:
 * @kept: it stays after the closing.
 * @closes_ms: when registration closes or has closed; 0 when nobody has said.
 */
typedef struct
{
  MchRecapAccess access;
  gboolean kept;
  gint64 closes_ms;
} MchRecapTerms;

/**
 * MchOwnRegistration:
 * @context: "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON".
 * @establishment, @state, @candidate_number, @number: (nullable): as people read them; @number with
 *   its version.
 * @document: (nullable): the id of the deposited copy of the present version.
 * @return_until: (nullable): the last day for giving back the signed confirmation and the
 * supporting documents, as people write it.
 * @paper_only: the exam office forbids sending documents on line.
 * @registered: it is finalised and in force; when not, @document is of before.
 * @over: its session has passed.
 */
typedef struct
{
  char *id;
  char *session;
  char *context;
  char *establishment;
  char *state;
  char *candidate_number;
  char *number;
  char *document;
  char *return_until;
  gboolean paper_only;
  gboolean registered;
  gboolean over;
  MchRecapTerms terms;
} MchOwnRegistration;

void mch_own_registration_free (MchOwnRegistration *registration);

/* (transfer full) (element-type MchOwnRegistration): those of @account, the newest session first,
 * withdrawn ones and past ones among them; NULL on error. */
GPtrArray *mch_own_registrations_list (MchServer *server, const char *account, GError **error);

/* The same inside a transaction. */
GPtrArray *
mch_own_registrations_read (MchServer *server, MchDb *db, const char *account, GError **error);

/* The terms of the registration @id among @registrations; one that is not there was taken away. */
MchRecapTerms mch_own_registrations_get_terms (const GPtrArray *registrations, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOwnRegistration, mch_own_registration_free)

G_END_DECLS
