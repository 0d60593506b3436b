/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a query, all in memory and in the same form from both back ends. */
#include "server/db/mch-db-private.h"

#include <string.h>

typedef struct
{
  MchDbType type;
  gint64 integer; /* the value, or where its bytes begin */
  gsize length;
} Cell;

struct _MchDbResult
{
  guint n_columns;
  gssize row;
  GArray *cells;     /* Cell */
  GByteArray *bytes; /* every text and blob, each followed by a NUL */
};

MchDbResult *
mch_db_result_new (void)
{
  MchDbResult *result = g_new0 (MchDbResult, 1);

  result->row = -1;
  result->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  result->bytes = g_byte_array_new ();
  return result;
}

void
mch_db_result_free (MchDbResult *result)
{
  if (result == NULL)
    return;
  g_array_unref (result->cells);
  g_byte_array_unref (result->bytes);
  g_free (result);
}

void
mch_db_result_set_columns (MchDbResult *result, guint n_columns)
{
  result->n_columns = n_columns;
}

static void
add_cell (MchDbResult *result, MchDbType type, gint64 integer, gsize length)
{
  Cell cell = { type, integer, length };

  g_array_append_val (result->cells, cell);
}

void
mch_db_result_add_null (MchDbResult *result)
{
  add_cell (result, MCH_DB_TYPE_NULL, 0, 0);
}

void
mch_db_result_add_int (MchDbResult *result, gint64 integer)
{
  add_cell (result, MCH_DB_TYPE_INT, integer, 0);
}

void
mch_db_result_add_bytes (MchDbResult *result, MchDbType type, const void *data, gsize length)
{
  g_assert (length < G_MAXUINT - result->bytes->len);

  add_cell (result, type, result->bytes->len, length);
  if (length > 0)
    g_byte_array_append (result->bytes, data, (guint) length);
  g_byte_array_append (result->bytes, (const guint8 *) "", 1);
}

gsize
mch_db_result_get_n_rows (const MchDbResult *result)
{
  g_return_val_if_fail (result != NULL, 0);

  return result->n_columns > 0 ? result->cells->len / result->n_columns : 0;
}

gboolean
mch_db_result_next (MchDbResult *result)
{
  gssize n_rows;

  g_return_val_if_fail (result != NULL, FALSE);

  n_rows = (gssize) mch_db_result_get_n_rows (result);
  if (result->row < n_rows)
    result->row++;
  return result->row < n_rows;
}

static const Cell *
get_cell (const MchDbResult *result, guint column)
{
  g_return_val_if_fail (result != NULL, NULL);
  g_return_val_if_fail (column < result->n_columns, NULL);
  g_return_val_if_fail (result->row >= 0, NULL);
  g_return_val_if_fail ((gsize) result->row < mch_db_result_get_n_rows (result), NULL);

  return &g_array_index (result->cells, Cell, (gsize) result->row * result->n_columns + column);
}

gboolean
mch_db_result_is_null (const MchDbResult *result, guint column)
{
  const Cell *cell = get_cell (result, column);

  return cell == NULL || cell->type == MCH_DB_TYPE_NULL;
}

gint64
mch_db_result_get_int (const MchDbResult *result, guint column)
{
  const Cell *cell = get_cell (result, column);

  if (cell == NULL || cell->type == MCH_DB_TYPE_NULL)
    return 0;
  g_return_val_if_fail (cell->type == MCH_DB_TYPE_INT, 0);
  return cell->integer;
}

const char *
mch_db_result_get_text (const MchDbResult *result, guint column)
{
  const Cell *cell = get_cell (result, column);

  if (cell == NULL || cell->type == MCH_DB_TYPE_NULL)
    return NULL;
  g_return_val_if_fail (cell->type == MCH_DB_TYPE_TEXT, NULL);
  return (const char *) result->bytes->data + cell->integer;
}

const guint8 *
mch_db_result_get_blob (const MchDbResult *result, guint column, gsize *ret_length)
{
  const Cell *cell = get_cell (result, column);

  if (ret_length != NULL)
    *ret_length = 0;
  if (cell == NULL || cell->type == MCH_DB_TYPE_NULL)
    return NULL;
  g_return_val_if_fail (cell->type == MCH_DB_TYPE_BLOB, NULL);
  if (ret_length != NULL)
    *ret_length = cell->length;
  return result->bytes->data + cell->integer;
}

MchDbValue
mch_db_result_get_value (const MchDbResult *result, guint column)
{
  const Cell *cell = get_cell (result, column);
  MchDbValue value = { MCH_DB_TYPE_NULL, 0, NULL, 0 };

  if (cell == NULL || cell->type == MCH_DB_TYPE_NULL)
    return value;
  value.type = cell->type;
  if (cell->type == MCH_DB_TYPE_INT)
    {
      value.integer = cell->integer;
      return value;
    }
  value.data = result->bytes->data + cell->integer;
  value.length = cell->type == MCH_DB_TYPE_BLOB ? cell->length : 0;
  return value;
}

void
mch_db_result_go_to (MchDbResult *result, gsize row)
{
  g_return_if_fail (result != NULL && row < mch_db_result_get_n_rows (result));

  result->row = (gssize) row;
}
