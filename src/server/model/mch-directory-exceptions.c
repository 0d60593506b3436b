/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which establishments have settings of their own, for the exam office that gave them. */
#include "server/model/mch-directory.h"
#include "server/model/mch-model.h"

void
mch_exception_free (MchException *exception)
{
  if (exception == NULL)
    return;
  g_free (exception->uai);
  g_free (exception->key);
  g_free (exception->value);
  g_free (exception);
}

typedef struct
{
  const char *academy;
  const char *domain;
  const char *month;
  const char *after_uai;
  const char *after_key;
  int limit;
  GPtrArray *list;
} Listing;

static gboolean
read_list (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (listing->list, 0);
  result = mch_db_query (
      db, error,
      "SELECT establishment, key, value FROM service WHERE academy = $1 AND domain = $2"
      " AND ym = $3 AND establishment <> ''"
      " AND (establishment > $4 OR (establishment = $4 AND key > $5))"
      " ORDER BY establishment, key LIMIT $6",
      MCH_DB_TEXT (listing->academy), MCH_DB_TEXT (listing->domain), MCH_DB_TEXT (listing->month),
      MCH_DB_TEXT (listing->after_uai != NULL ? listing->after_uai : ""),
      MCH_DB_TEXT (listing->after_key != NULL ? listing->after_key : ""),
      MCH_DB_INT (listing->limit));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      MchException *exception = g_new0 (MchException, 1);

      exception->uai = g_strdup (mch_db_result_get_text (result, 0));
      exception->key = g_strdup (mch_db_result_get_text (result, 1));
      exception->value = g_strdup (mch_db_result_get_text (result, 2));
      g_ptr_array_add (listing->list, exception);
    }
  return TRUE;
}

GPtrArray *
mch_directory_list_exceptions (MchServer *server, const char *academy, const char *domain,
                               const char *month, const char *after_uai, const char *after_key,
                               int limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_exception_free);
  Listing listing = { academy, domain, month, after_uai, after_key, limit, list };

  g_return_val_if_fail (academy != NULL && domain != NULL && month != NULL && limit >= 1, NULL);

  return mch_model_read (server, read_list, &listing, error) ? g_steal_pointer (&list) : NULL;
}
