/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of a record: which value became which, by whom and when; also the values that lost a
 * conflict. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Lines of one answer at most. */
#define MCH_WIRE_MAX_HISTORY 500

/**
 * MchHistoryLine:
 * @name: of the field.
 * @before, @after: (nullable): NULL for no value.
 * @kept: FALSE: @after was typed, and another value stayed.
 * @by: login; "" for the server itself and for candidates.
 */
typedef struct
{
  char *name;
  char *before;
  char *after;
  gboolean kept;
  char *by;
  gint64 at_ms;
} MchHistoryLine;

MchHistoryLine *mch_history_line_new (const char *name, const char *before, const char *after,
                                      gboolean kept, const char *by, gint64 at_ms);
void mch_history_line_free (MchHistoryLine *line);

/* @lines: (element-type MchHistoryLine). (transfer full) */
JsonObject *mch_wire_history_to_json (GPtrArray *lines);

/* (transfer full) (element-type MchHistoryLine): NULL with MCH_WIRE_ERROR. */
GPtrArray *mch_wire_history_from_json (JsonObject *object, GError **error);

G_END_DECLS
