/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that were typed before registration closed and arrived after it: the list that the
 * exam office decides on, and what one of them says. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

#define MCH_WIRE_MAX_LATE 100       /* operations of one answer */
#define MCH_WIRE_MAX_LATE_ITEMS 200 /* records of one answer */

typedef enum
{
  MCH_LATE_INVALID = -1,
  MCH_LATE_WAITING,
  MCH_LATE_ACCEPTED,
  MCH_LATE_REFUSED,
  MCH_N_LATE_STATES
} MchLateState;

const char *mch_late_state_to_string (MchLateState state);  /* "waiting", "accepted", "refused" */
MchLateState mch_late_state_from_string (const char *text); /* MCH_LATE_INVALID; @text nullable */

/**
 * MchLateOp: times are milliseconds UTC.
 * @scope: "etab:UAI"; @establishment: the UAI.
 * @login, @name: of the person who typed it.
 * @kind: "edit" or "import"; @file: (nullable): of an import.
 * @sessions: "DOMAIN/YYYY-MM", separated by blanks.
 * @changes: how many records it writes.
 * @closed_ms: when registration had closed; 0 when that is not known any more.
 * @decided_by, @reason: (nullable): of the exam office.
 */
typedef struct
{
  char *scope;
  char *establishment;
  char *establishment_name;
  char *op;
  char *login;
  char *name;
  char *kind;
  char *sessions;
  char *file;
  gint64 changes;
  gint64 made_ms;
  gint64 received_ms;
  gint64 closed_ms;
  MchLateState state;
  char *decided_by;
  gint64 decided_ms;
  char *reason;
} MchLateOp;

void mch_late_op_free (MchLateOp *late);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchLateOp, mch_late_op_free)

JsonObject *mch_late_op_to_json (const MchLateOp *late);               /* (transfer full) */
MchLateOp *mch_late_op_from_json (JsonObject *object, GError **error); /* (transfer full) */

/* {"version":1,"late":[…],"more":bool}; (transfer full) (element-type MchLateOp). */
JsonObject *mch_late_list_to_json (GPtrArray *list, gboolean more);
GPtrArray *mch_late_list_from_json (JsonObject *message, gboolean *ret_more, GError **error);

/* One value that was typed: @from as its desktop saw it, @now as it stands; "" is no value. */
typedef struct
{
  char *name;
  char *from;
  char *to;
  char *now;
} MchLateValue;

/**
 * MchLateItem: one record that the operation writes.
 * @kind: "person", "candidature"…
 * @family_name, @given_name, @birth_date: whom it is about; "" where that is nobody.
 */
typedef struct
{
  char *kind;
  char *id;
  gboolean create;
  char *family_name;
  char *given_name;
  char *birth_date;
  GPtrArray *values; /* of MchLateValue, sorted by name */
} MchLateItem;

MchLateItem *mch_late_item_new (const char *kind, const char *id, gboolean create);
void mch_late_item_free (MchLateItem *item);
void mch_late_item_add (MchLateItem *item, const char *name, const char *from, const char *to,
                        const char *now);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchLateItem, mch_late_item_free)

/* Adds "items" and "next" (-1: no more) to the LATE @object. */
void mch_late_items_to_json (JsonObject *object, GPtrArray *items, gint64 next);
GPtrArray *mch_late_items_from_json (JsonObject *object, gint64 *ret_next, GError **error);

G_END_DECLS
