/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How verbs answer on stdout: one JSON value, or a list as JSON, CSV or a table for people. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_FORMAT_INVALID = -1,
  MCH_FORMAT_TABLE,
  MCH_FORMAT_CSV,
  MCH_FORMAT_JSON,
} MchFormat;

/* "table", "csv" or "json"; NULL is table. */
MchFormat mch_format_from_string (const char *text, GError **error);

/* Prints @object as one line and frees it. */
void mch_output_object (JsonObject *object);

/* Prints @array as one line and frees it. */
void mch_output_array (JsonArray *array);

/**
 * mch_output_failure:
 * @message: (nullable): the sentence that says why, when it is known here.
 *
 * For a verb that was asked for JSON and failed: prints {"error":MESSAGE|null,"status":N} unless
 * the verb has already printed its value. stdout then holds one JSON value whatever the status.
 */
void mch_output_failure (int status, const char *message);

/* The name of part @part, from 0, of a document in several files: "slips.pdf" as "slips-2.pdf".
 * (transfer full) */
char *mch_output_dup_part_path (const char *path, guint part, guint n_parts);

/* A list with named columns. */
typedef struct _MchList MchList;

/**
 * mch_list_new:
 * @names: NULL-terminated: the members in JSON and the headings of the CSV file.
 * @labels: (nullable): NULL-terminated, as many: msgids of the table's headings; NULL repeats the
 *   names.
 * @n_shown: how many of the first columns the table shows.
 *
 * Both arrays are borrowed.
 */
MchList *mch_list_new (const char *const *names, const char *const *labels, guint n_shown);
void mch_list_free (MchList *list);

/* A row: one value a column, NULL for none. Values are copied. */
void mch_list_add (MchList *list, const char *const *values);

void mch_list_print (const MchList *list, MchFormat format);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchList, mch_list_free)

G_END_DECLS
