/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every message of the protocol from arbitrary bytes; what is understood must read back the same.
 */
#include "fuzz-init.h"
#include "protocol/mch-wire-history.h"
#include "protocol/mch-wire-import.h"
#include "protocol/mch-wire-late.h"
#include "protocol/mch-wire-op.h"
#include "protocol/mch-wire-print.h"
#include "protocol/mch-wire-record.h"
#include "protocol/mch-wire-slip.h"

#include <string.h>

static void
check_changes (JsonObject *message)
{
  g_autoptr (GPtrArray) changes =
      mch_wire_changes_from_json (message, MCH_WIRE_MAX_PART_CHANGES, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) again = NULL;
  g_autoptr (GPtrArray) back = NULL;
  gsize length;

  if (changes == NULL)
    return;
  text = mch_wire_part_to_text (changes, 0, changes->len, &length);
  again = mch_wire_parse (text, length, NULL);
  g_assert (again != NULL);
  back = mch_wire_changes_from_json (again, MCH_WIRE_MAX_PART_CHANGES, NULL);
  g_assert (back != NULL && back->len == changes->len);
}

static void
check_undo (JsonObject *message)
{
  g_autoptr (MchImportUndo) undo = mch_import_undo_from_json (message, NULL);
  g_autoptr (JsonObject) again = NULL;
  g_autoptr (MchImportUndo) back = NULL;

  if (undo == NULL)
    return;
  again = mch_import_undo_to_json (undo);
  back = mch_import_undo_from_json (again, NULL);
  g_assert (back != NULL);
  for (guint group = 0; group < MCH_N_UNDO_GROUPS; group++)
    g_assert (back->groups[group]->len == undo->groups[group]->len);
}

static void
check_late (JsonObject *message)
{
  gboolean more;
  gint64 next;
  g_autoptr (GPtrArray) list = mch_late_list_from_json (message, &more, NULL);
  g_autoptr (GPtrArray) items = mch_late_items_from_json (message, &next, NULL);
  g_autoptr (JsonObject) again = json_object_new ();
  g_autoptr (GPtrArray) back = NULL;

  g_assert (list == NULL || list->len <= MCH_WIRE_MAX_LATE);
  if (items != NULL)
    {
      mch_late_items_to_json (again, items, next);
      back = mch_late_items_from_json (again, &next, NULL);
      g_assert (back != NULL && back->len == items->len);
    }
}

static void
check_prints (JsonObject *message)
{
  g_autoptr (GPtrArray) lines = mch_print_lines_from_json (message, NULL);
  g_autoptr (JsonObject) again = NULL;
  g_autoptr (GPtrArray) back = NULL;

  if (lines == NULL)
    return;
  again = mch_print_lines_to_json (lines);
  back = mch_print_lines_from_json (again, NULL);
  g_assert (back != NULL && back->len == lines->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (JsonObject) message = mch_wire_parse ((const char *) data, size, NULL);
  g_autoptr (MchRecord) record = NULL;
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GPtrArray) imports = NULL;

  if (message == NULL)
    return 0;
  check_changes (message);
  record = mch_wire_record_from_json (message, NULL);
  result = mch_op_result_from_json (message, NULL);
  slips = mch_wire_slips_from_json (message, NULL);
  results = mch_slip_results_from_json (message, NULL);
  history = mch_wire_history_from_json (message, NULL);
  imports = mch_import_runs_from_json (message, NULL);
  check_undo (message);
  check_late (message);
  check_prints (message);
  return 0;
}
