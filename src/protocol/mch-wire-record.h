/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and changes as JSON: the rows of "changes" and the parts of an operation. */
#pragma once

#include "core/mch-record.h"
#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

/* (transfer full): {name: text, …} with the names sorted, so equal values give equal text. */
JsonObject *mch_wire_values_to_json (GHashTable *values);

/* Adds the members of @object to @values (owned char* → owned char*). Names must be snake_case of
 * at most 64 bytes, values texts of at most MCH_WIRE_MAX_VALUE bytes. */
gboolean mch_wire_values_from_json (JsonObject *object, GHashTable *values, GError **error);

JsonObject *mch_wire_record_to_json (const MchRecord *record);             /* (transfer full) */
MchRecord *mch_wire_record_from_json (JsonObject *object, GError **error); /* (transfer full) */

JsonObject *mch_wire_change_to_json (const MchChange *change);             /* (transfer full) */
MchChange *mch_wire_change_from_json (JsonObject *object, GError **error); /* (transfer full) */

/* (transfer full): the text of {"version":1,"changes":[…]} for changes[first, first + n). */
char *mch_wire_part_to_text (GPtrArray *changes, guint first, guint n, gsize *ret_length);

/* (transfer full): an array of MchChange, at most @max long. */
GPtrArray *mch_wire_changes_from_json (JsonObject *message, guint max, GError **error);

G_END_DECLS
