/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which scopes somebody may look into: an agent of the exam office those of his whole académie. */
#include "server/model/mch-model.h"
#include "server/model/mch-staff.h"

typedef struct
{
  const MchStaff *staff;
  const char *scope;
  gboolean covers;
  GHashTable *scopes; /* (set) */
} Cover;

static gboolean
ask_academy (MchDb *db, gpointer data, GError **error)
{
  Cover *cover = data;
  g_autofree char *granted = NULL;
  g_autoptr (MchDbResult) result = NULL;

  cover->covers = FALSE;
  result = mch_db_query (db, error, "SELECT academy FROM establishment WHERE uai = $1",
                         MCH_DB_TEXT (mch_model_scope_uai (cover->scope)));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  granted = g_strconcat ("acad:", mch_db_result_get_text (result, 0), NULL);
  cover->covers = mch_staff_may (cover->staff, granted);
  return TRUE;
}

gboolean
mch_staff_covers (MchServer *server, const MchStaff *staff, const char *scope, gboolean *ret_covers,
                  GError **error)
{
  Cover cover = { staff, scope, FALSE, NULL };

  g_return_val_if_fail (staff != NULL && scope != NULL && ret_covers != NULL, FALSE);

  *ret_covers = mch_staff_may (staff, scope);
  if (*ret_covers || staff->role != MCH_ROLE_EXAM_OFFICE || mch_model_scope_uai (scope) == NULL)
    return TRUE;
  if (!mch_model_read (server, ask_academy, &cover, error))
    return FALSE;
  *ret_covers = cover.covers;
  return TRUE;
}

static gboolean
list_academies (MchDb *db, gpointer data, GError **error)
{
  Cover *cover = data;

  for (guint i = 0; i < cover->staff->grants->len; i++)
    {
      const MchGrant *grant = cover->staff->grants->pdata[i];
      const char *academy = mch_model_scope_academy (grant->scope);
      g_autoptr (MchDbResult) result = NULL;

      if (academy == NULL)
        continue;
      result =
          mch_db_query (db, error, "SELECT 'etab:' || uai FROM establishment WHERE academy = $1",
                        MCH_DB_TEXT (academy));
      if (result == NULL)
        return FALSE;
      while (mch_db_result_next (result))
        g_hash_table_add (cover->scopes, g_strdup (mch_db_result_get_text (result, 0)));
    }
  return TRUE;
}

GHashTable *
mch_staff_dup_covered (MchServer *server, const MchStaff *staff, GError **error)
{
  g_autoptr (GHashTable) scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Cover cover = { staff, NULL, FALSE, scopes };

  g_return_val_if_fail (staff != NULL, NULL);

  for (guint i = 0; i < staff->grants->len; i++)
    g_hash_table_add (scopes, g_strdup (((MchGrant *) staff->grants->pdata[i])->scope));
  if (staff->role == MCH_ROLE_EXAM_OFFICE
      && !mch_model_read (server, list_academies, &cover, error))
    return NULL;
  return g_steal_pointer (&scopes);
}
