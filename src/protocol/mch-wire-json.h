/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON as it may come from anybody: parsed with limits, read with the type that is asked for,
 * and refused in words a developer can act on. PROTOCOL.md says what the messages mean. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define MCH_WIRE_SCHEMA 3             /* 2: records of kind transfer; 3: of kind review */
#define MCH_WIRE_MAX_DEPTH 12         /* nested arrays and objects */
#define MCH_WIRE_MAX_PART_CHANGES 500 /* changes in one uploaded part */
#define MCH_WIRE_MAX_PART_BYTES (512 * 1024)
#define MCH_WIRE_MAX_PARTS 1000
#define MCH_WIRE_MAX_INLINE_CHANGES 200
#define MCH_WIRE_MAX_CHUNK_SLIPS 200
#define MCH_WIRE_MAX_ROWS 2000  /* rows of one answer to "changes" */
#define MCH_WIRE_MAX_VALUE 8192 /* bytes of one text value of a record */

/**
 * MchWireError:
 * @MCH_WIRE_ERROR_MALFORMED: not the message that was expected; nothing of it was used.
 */
typedef enum
{
  MCH_WIRE_ERROR_MALFORMED,
} MchWireError;

#define MCH_WIRE_ERROR (mch_wire_error_quark ())
GQuark mch_wire_error_quark (void);

/**
 * mch_wire_parse:
 * @data: (array length=length): need not be terminated.
 *
 * Returns: (transfer full): the root object, or NULL with MCH_WIRE_ERROR_MALFORMED when @data is
 *   not UTF-8, not one JSON object, or nested deeper than MCH_WIRE_MAX_DEPTH.
 */
JsonObject *mch_wire_parse (const char *data, gsize length, GError **error);

/* (transfer full): one line of JSON, NUL-terminated; @ret_length may be NULL. */
char *mch_wire_to_text (JsonObject *object, gsize *ret_length);

/* Readers of a member. A member that is absent, null or of another type is MALFORMED, but for
 * the _opt_ ones, which give @fallback when it is absent or null. What they give is borrowed
 * from @object unless said otherwise. */

/* A text of 1 to @max bytes. */
const char *mch_wire_get_text (JsonObject *object, const char *name, gsize max, GError **error);
const char *mch_wire_opt_text (JsonObject *object, const char *name, const char *fallback);
gboolean mch_wire_get_int (JsonObject *object, const char *name, gint64 min, gint64 max,
                           gint64 *ret_value, GError **error);
gint64 mch_wire_opt_int (JsonObject *object, const char *name, gint64 fallback);
gboolean mch_wire_opt_bool (JsonObject *object, const char *name, gboolean fallback);
JsonObject *mch_wire_get_object (JsonObject *object, const char *name, GError **error);
JsonArray *mch_wire_get_array (JsonObject *object, const char *name, guint max, GError **error);

/* Element @index as an object, or NULL with an error. */
JsonObject *mch_wire_array_object (JsonArray *array, guint index, GError **error);

/* An element of a list: (transfer full); NULL with an error. */
typedef gpointer (*MchWireReadFunc) (JsonObject *object, GError **error);

/* (transfer full): the elements of an array of at most @max objects, each as @read makes it of one;
 * NULL when one of them fails. @destroy frees an element. */
GPtrArray *mch_wire_get_list (JsonObject *object, const char *name, guint max,
                              GDestroyNotify destroy, MchWireReadFunc read, GError **error);

/* (transfer full): a base64 member of @min to @max decoded bytes. */
GBytes *
mch_wire_get_bytes (JsonObject *object, const char *name, gsize min, gsize max, GError **error);
void mch_wire_set_bytes (JsonObject *object, const char *name, const void *data, gsize length);

/* Sets a text member, or null when @value is NULL. */
void mch_wire_set_text (JsonObject *object, const char *name, const char *value);

G_END_DECLS
