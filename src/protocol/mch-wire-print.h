/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of an establishment's log that say who saw, printed or saved slips and documents. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

#define MCH_WIRE_MAX_PRINTS 100 /* lines of one answer */

/**
 * MchPrintLine:
 * @n: its number in the log of the establishment.
 * @at_ms: when it was done, by the clock of who did it.
 * @by: login.
 * @action: "view", "print" or "export".
 * @values: (element-type utf8 utf8): what the desktop said of it, as the meta of its operation.
 */
typedef struct
{
  gint64 n;
  gint64 at_ms;
  char *by;
  char *action;
  GHashTable *values;
} MchPrintLine;

/* Without values yet. */
MchPrintLine *mch_print_line_new (gint64 n, gint64 at_ms, const char *by, const char *action);
void mch_print_line_free (MchPrintLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPrintLine, mch_print_line_free)

/* {"version":1,"prints":[…]}; (transfer full). (element-type MchPrintLine) */
JsonObject *mch_print_lines_to_json (GPtrArray *lines);
GPtrArray *mch_print_lines_from_json (JsonObject *message, GError **error);

G_END_DECLS
