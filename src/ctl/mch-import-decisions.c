/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-import-decisions.h"

#include "core/mch-csv-reader.h"
#include "ctl/mch-import-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ALL_REPAIRS "all"
#define MAX_REPAIRS 100 /* one after the other; each may show another cause */

void
mch_import_decisions_clear (MchImportDecisions *decisions)
{
  g_strfreev (decisions->cells);
  g_strfreev (decisions->repairs);
  g_strfreev (decisions->same);
  g_strfreev (decisions->others);
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_clear_error (error);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
mch_import_decisions_check (const MchImportDecisions *decisions, GError **error)
{
  for (char **code = decisions->repairs; code != NULL && *code != NULL; code++)
    if (strcmp (*code, ALL_REPAIRS) != 0 && mch_fault_code_from_string (*code) == MCH_FAULT_NONE)
      return refuse (error, _ ("“%s” is no cause that can be repaired."), *code);
  return TRUE;
}

static gboolean
is_asked (char **codes, MchFaultCode code)
{
  return g_strv_contains ((const char *const *) codes, ALL_REPAIRS)
         || g_strv_contains ((const char *const *) codes, mch_fault_code_to_string (code));
}

/* The first group that was asked for and has a remedy; -1 when none is left. */
static int
find_repair (MchImportPlan *plan, char **codes)
{
  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    {
      const MchImportGroup *group = mch_import_plan_get_group (plan, i);

      if (group->remedy != NULL && is_asked (codes, group->code))
        return (int) i;
    }
  return -1;
}

static void
repair (MchImportPlan *plan, char **codes)
{
  int group;

  for (int i = 0; codes != NULL && i < MAX_REPAIRS && (group = find_repair (plan, codes)) >= 0; i++)
    mch_import_plan_apply_remedy (plan, (guint) group);
}

/* Reads the line at the beginning of @typed. @ret_rest: what stands behind it. */
static gboolean
find_row (MchImportPlan *plan, const char *typed, guint *ret_row, const char **ret_rest,
          GError **error)
{
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);
  char *rest;
  guint64 line = g_ascii_strtoull (typed, &rest, 10);

  if (!g_ascii_isdigit (*typed))
    return refuse (error, _ ("“%s” does not begin with the number of a line."), typed);
  for (guint i = 0; i < n; i++)
    if (rows[i].line == line)
      {
        *ret_row = i;
        *ret_rest = rest;
        return TRUE;
      }
  return refuse (error, _ ("The file has no pupil on line %u."), (guint) MIN (line, G_MAXUINT));
}

static gboolean
set_cell (MchImportPlan *plan, const char *typed, GError **error)
{
  const char *rest = NULL, *equals;
  g_autofree char *heading = NULL;
  guint row = 0, column;

  if (!find_row (plan, typed, &row, &rest, error))
    return FALSE;
  equals = *rest == ':' ? strchr (rest, '=') : NULL;
  if (equals == NULL || !g_utf8_validate (typed, -1, NULL) || strpbrk (equals, "\r\n") != NULL
      || strlen (equals) > MCH_CSV_MAX_CELL)
    return refuse (error, _ ("“%s” is not of the form LINE:HEADING=TEXT."), typed);
  heading = g_strndup (rest + 1, (gsize) (equals - rest - 1));
  if (!mch_import_layout_find_column (mch_import_plan_get_table (plan), heading, &column, error))
    return FALSE;
  mch_import_plan_set_cell (plan, row, column, equals + 1);
  return TRUE;
}

static gboolean
is_other (MchImportPlan *plan, const MchImportPair *pair, const char *typed)
{
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);

  if (*typed == '\0')
    return TRUE;
  if (pair->person != NULL && strcmp (pair->person->id, typed) == 0)
    return TRUE;
  return pair->other_row != MCH_NO_ROW
         && rows[pair->other_row].line == g_ascii_strtoull (typed, NULL, 10);
}

/* The next pair of @row that is not decided like that; -1 when there is none. @ret_n: how many
 * there are in all. */
static int
find_pair (MchImportPlan *plan, guint row, const char *other, MchImportVerdict verdict,
           guint *ret_n)
{
  guint n;
  const MchImportPair *pairs = mch_import_plan_get_pairs (plan, &n);
  int found = -1;

  *ret_n = 0;
  for (guint i = 0; i < n; i++)
    if (pairs[i].row == row && is_other (plan, &pairs[i], other))
      {
        (*ret_n)++;
        if (found < 0 && pairs[i].verdict != verdict)
          found = (int) i;
      }
  return found;
}

static gboolean
decide (MchImportPlan *plan, const char *typed, MchImportVerdict verdict, GError **error)
{
  const char *rest = NULL, *other;
  guint row = 0, n;
  int pair;

  if (!find_row (plan, typed, &row, &rest, error))
    return FALSE;
  if (*rest != '\0' && *rest != '=')
    return refuse (error, _ ("“%s” is not of the form LINE or LINE=OTHER."), typed);
  other = *rest == '=' ? rest + 1 : "";
  pair = find_pair (plan, row, other, verdict, &n);
  if (n == 0)
    return refuse (error, _ ("Nobody looks like the pupil of “%s”: there is nothing to say."),
                   typed);
  if (n > 1 && verdict == MCH_VERDICT_SAME)
    return refuse (error, _ ("Several people look like the pupil of “%s”: write LINE=OTHER."),
                   typed);
  /* Who is nobody of them is told apart from each. */
  for (guint i = 0; pair >= 0 && i < n; i++)
    {
      guint still;

      mch_import_plan_decide (plan, (guint) pair, verdict);
      pair = find_pair (plan, row, other, verdict, &still);
    }
  return TRUE;
}

gboolean
mch_import_decisions_apply (const MchImportDecisions *decisions, MchImportPlan *plan,
                            GError **error)
{
  for (char **cell = decisions->cells; cell != NULL && *cell != NULL; cell++)
    if (!set_cell (plan, *cell, error))
      return FALSE;
  repair (plan, decisions->repairs);
  for (char **same = decisions->same; same != NULL && *same != NULL; same++)
    if (!decide (plan, *same, MCH_VERDICT_SAME, error))
      return FALSE;
  for (char **other = decisions->others; other != NULL && *other != NULL; other++)
    if (!decide (plan, *other, MCH_VERDICT_OTHER, error))
      return FALSE;
  return TRUE;
}
