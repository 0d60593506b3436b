/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-words.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/candidates/mch-candidate-history.h"
#include "core/mch-field.h"

char *
mch_conflict_dup_author (MchStore *store, const MchStoreConflict *conflict)
{
  g_autoptr (MchRecord) member = NULL;
  const char *name;

  if (conflict->by == NULL || *conflict->by == '\0')
    return g_strdup (_ ("somebody else"));
  member = mch_store_dup_record (store, conflict->scope, MCH_KIND_MEMBER, conflict->by);
  name = member != NULL ? mch_record_get (member, "name") : NULL;
  return g_strdup (name != NULL ? name : conflict->by);
}

char *
mch_conflict_dup_time (const MchStoreConflict *conflict)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (conflict->at_ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (g_date_time_get_year (then) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    /* Translators: a time of day, as in "Offline since 17:52". */
    return g_date_time_format (then, _ ("%H:%M"));
  return mch_history_dup_time (conflict->at_ms);
}

char *
mch_conflict_dup_keep_theirs (MchStore *store, const MchStoreConflict *conflict)
{
  g_autofree char *author = mch_conflict_dup_author (store, conflict);
  g_autofree char *time = mch_conflict_dup_time (conflict);

  /* Translators: keep the value of a person, who wrote it at a time. */
  return g_strdup_printf (_ ("Keep that of %s (%s)"), author, time);
}

const char *
mch_conflict_get_label (const MchStoreConflict *conflict)
{
  const MchField *field = mch_field_find (conflict->kind, conflict->name);

  return field != NULL ? _ (field->label) : conflict->name;
}

void
mch_conflict_dup_values (const MchStoreConflict *conflict, char **ret_mine, char **ret_theirs)
{
  const MchField *field = mch_field_find (conflict->kind, conflict->name);

  *ret_mine = mch_history_dup_value (field, conflict->mine);
  *ret_theirs = mch_history_dup_value (field, conflict->theirs);
}

char *
mch_conflict_dup_record_name (MchStore *store, const char *scope, MchKind kind, const char *id)
{
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = { .scope = scope, .ids = ids };
  g_autoptr (GPtrArray) rows = NULL;

  if (kind == MCH_KIND_ESTABLISHMENT)
    return g_strdup (_ ("Contact details of the establishment"));
  rows = mch_store_query_candidates (store, &filter, 0, 1, NULL, NULL);
  if (rows != NULL && rows->len > 0)
    return mch_candidate_cells_dup_name (rows->pdata[0]);
  return g_strdup (_ ("A candidate"));
}

PangoAttrList *
mch_conflict_new_marks (const GArray *spans)
{
  PangoAttrList *marks = pango_attr_list_new ();

  for (guint i = 0; i < spans->len; i++)
    {
      const MchWordSpan *span = &g_array_index (spans, MchWordSpan, i);
      PangoAttribute *attributes[] = { pango_attr_weight_new (PANGO_WEIGHT_BOLD),
                                       pango_attr_underline_new (PANGO_UNDERLINE_SINGLE) };

      for (gsize j = 0; span->differs && j < G_N_ELEMENTS (attributes); j++)
        {
          attributes[j]->start_index = (guint) span->start;
          attributes[j]->end_index = (guint) (span->start + span->length);
          pango_attr_list_insert (marks, g_steal_pointer (&attributes[j]));
        }
      for (gsize j = 0; j < G_N_ELEMENTS (attributes); j++)
        if (attributes[j] != NULL)
          pango_attribute_destroy (attributes[j]);
    }
  return marks;
}
