/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-prints.h"

#include <string.h>

#include "protocol/mch-wire-record.h"
#include "server/model/mch-model.h"

typedef struct
{
  const char *scope;
  gint64 before_n;
  GPtrArray *lines;
} Listing;

static void
read_values (MchPrintLine *line, const char *detail)
{
  g_autoptr (JsonObject) object =
      detail != NULL ? mch_wire_parse (detail, strlen (detail), NULL) : NULL;

  if (object != NULL)
    mch_wire_values_from_json (object, line->values, NULL);
}

static gboolean
read_lines (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (listing->lines, 0);
  result = mch_db_query (db, error,
                         "SELECT n, at_ms, actor, action, detail FROM audit"
                         " WHERE chain = $1 AND n < $2"
                         " AND action IN ('view', 'print', 'export')"
                         " ORDER BY n DESC LIMIT $3",
                         MCH_DB_TEXT (listing->scope), MCH_DB_INT (listing->before_n),
                         MCH_DB_INT (MCH_WIRE_MAX_PRINTS));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      MchPrintLine *line = mch_print_line_new (
          mch_db_result_get_int (result, 0), mch_db_result_get_int (result, 1),
          mch_db_result_get_text (result, 2), mch_db_result_get_text (result, 3));

      if (!mch_db_result_is_null (result, 4))
        read_values (line, mch_db_result_get_text (result, 4));
      g_ptr_array_add (listing->lines, line);
    }
  return TRUE;
}

GPtrArray *
mch_prints_list (MchServer *server, const char *scope, gint64 before_n, GError **error)
{
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_line_free);
  Listing listing = { scope, before_n > 0 ? before_n : G_MAXINT64, lines };

  g_return_val_if_fail (scope != NULL, NULL);

  return mch_model_read (server, read_lines, &listing, error) ? g_steal_pointer (&lines) : NULL;
}
