/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is kept under its digest, and a digest means one content for ever: desktops fetch it once,
 * the server parses it once, and a change of reference is a change of one value in the service
 * records. */
#include "server/model/mch-references.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-directory-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-digest.h"

#define MAX_CACHED 64

void
mch_reference_load_clear (MchReferenceLoad *load)
{
  g_free (load->digest);
  g_free (load->domain);
  g_free (load->version);
  g_free (load->month);
}

typedef struct
{
  MchServer *server;
  const char *text; /* terminated */
  MchReferenceLoad *load;
  GPtrArray *academies; /* owned codes, in order */
} Loading;

static gboolean
read_current (MchDb *db, const char *domain, const char *month, char **ret_digest, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (ret_digest, g_free);
  result =
      mch_db_query (db, error, "SELECT digest FROM reference_current WHERE domain = $1 AND ym = $2",
                    MCH_DB_TEXT (domain), MCH_DB_TEXT (month));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    *ret_digest = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

static gboolean
list_academies (MchDb *db, Loading *loading, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (loading->academies, 0);
  result = mch_db_query (db, error,
                         "SELECT DISTINCT academy FROM exam_session WHERE domain = $1"
                         " ORDER BY academy",
                         MCH_DB_TEXT (loading->load->domain));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_ptr_array_add (loading->academies, g_strdup (mch_db_result_get_text (result, 0)));
  return TRUE;
}

static gboolean
write_file (MchDb *db, gpointer data, GError **error)
{
  Loading *loading = data;
  MchReferenceLoad *load = loading->load;
  const char *month = load->month != NULL ? load->month : "";
  g_autofree char *known = NULL;

  if (!read_current (db, load->domain, month, &known, error)
      || !list_academies (db, loading, error))
    return FALSE;
  load->changed = g_strcmp0 (known, load->digest) != 0;
  if (!load->changed)
    return TRUE;
  return mch_db_exec (db, error,
                      "INSERT INTO reference_file (digest, domain, version, body, loaded_ms)"
                      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest) DO NOTHING",
                      MCH_DB_TEXT (load->digest), MCH_DB_TEXT (load->domain),
                      MCH_DB_TEXT (load->version), MCH_DB_TEXT (loading->text),
                      MCH_DB_INT (mch_server_now (loading->server)))
             >= 0
         && mch_db_exec (db, error,
                         "INSERT INTO reference_current (domain, ym, digest) VALUES ($1, $2, $3)"
                         " ON CONFLICT (domain, ym) DO UPDATE SET digest = excluded.digest",
                         MCH_DB_TEXT (load->domain), MCH_DB_TEXT (month),
                         MCH_DB_TEXT (load->digest))
                >= 0
         && mch_model_audit (loading->server, db, MCH_AUDIT_SERVER, "", "reference.load",
                             load->domain, NULL, error);
}

typedef struct
{
  Loading *loading;
  const char *academy;
  guint n_sessions;
  char **touched;
} Telling;

static gboolean
tell_session (MchDb *db, Telling *telling, MchBatch *batch, const char *month, GError **error)
{
  const char *domain = telling->loading->load->domain;

  for (guint i = 0; telling->touched[i] != NULL; i++)
    if (!mch_directory_put_service (db, batch, telling->touched[i], telling->academy, domain, month,
                                    error))
      return FALSE;
  telling->n_sessions++;
  return TRUE;
}

/* One académie, in one transaction: what a server that was killed here did not tell, the same
 * command tells again. */
static gboolean
tell_academy (MchDb *db, gpointer data, GError **error)
{
  Telling *telling = data;
  const MchReferenceLoad *load = telling->loading->load;
  MchStamp stamp = { "", mch_server_now (telling->loading->server) };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchDbResult) result = NULL;

  telling->n_sessions = 0;
  g_clear_pointer (&telling->touched, g_strfreev);
  telling->touched = mch_directory_dup_scopes (db, telling->academy, error);
  if (telling->touched == NULL)
    return FALSE;
  result = mch_db_query (db, error,
                         "SELECT ym FROM exam_session WHERE academy = $1 AND domain = $2"
                         " ORDER BY ym",
                         MCH_DB_TEXT (telling->academy), MCH_DB_TEXT (load->domain));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *month = mch_db_result_get_text (result, 0);

      if ((load->month == NULL || strcmp (load->month, month) == 0)
          && !tell_session (db, telling, batch, month, error))
        return FALSE;
    }
  return mch_batch_flush (batch, db, &stamp, error);
}

static gboolean
tell_everybody (Loading *loading, GError **error)
{
  for (guint i = 0; i < loading->academies->len; i++)
    {
      Telling telling = { loading, loading->academies->pdata[i], 0, NULL };
      gboolean done = mch_model_write (loading->server, tell_academy, &telling, error);

      if (done)
        mch_server_hint (loading->server, (const char *const *) telling.touched);
      loading->load->n_sessions += telling.n_sessions;
      g_strfreev (telling.touched);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_references_load (MchServer *server, const char *text, gsize length, MchReferenceLoad *ret_load,
                     GError **error)
{
  g_autoptr (MchReference) reference = mch_reference_new (text, length, error);
  g_autoptr (GPtrArray) academies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *copy = NULL;
  Loading loading = { server, NULL, ret_load, academies };

  g_return_val_if_fail (server != NULL && ret_load != NULL, FALSE);

  if (reference == NULL)
    return FALSE;
  copy = g_strndup (text, length);
  loading.text = copy;
  *ret_load = (MchReferenceLoad){
    .digest = mch_digest_hex (text, length),
    .domain = g_strdup (mch_reference_get_domain (reference)),
    .version = g_strdup (mch_reference_get_version (reference)),
    .month = g_strdup (mch_reference_get_month (reference)),
    .n_specialties = mch_reference_list (reference, MCH_REF_SPECIALTY)->len,
  };
  return mch_model_write (server, write_file, &loading, error) && tell_everybody (&loading, error);
}

typedef struct
{
  const char *digest;
  char *text;
  char *domain;
} Look;

static gboolean
read_file (MchDb *db, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&look->text, g_free);
  g_clear_pointer (&look->domain, g_free);
  result = mch_db_query (db, error, "SELECT body, domain FROM reference_file WHERE digest = $1",
                         MCH_DB_TEXT (look->digest));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such reference."));
  look->text = g_strdup (mch_db_result_get_text (result, 0));
  look->domain = g_strdup (mch_db_result_get_text (result, 1));
  return TRUE;
}

char *
mch_references_dup_text (MchServer *server, const char *digest, char **ret_domain, GError **error)
{
  Look look = { digest, NULL, NULL };

  g_return_val_if_fail (digest != NULL && ret_domain != NULL, NULL);

  if (!mch_model_read (server, read_file, &look, error))
    {
      g_free (look.text);
      g_free (look.domain);
      return NULL;
    }
  *ret_domain = look.domain;
  return look.text;
}

gboolean
mch_references_describe (MchDb *db, const char *domain, const char *month, MchRecord *service,
                         GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  /* The one for this very session goes before the one for all. */
  result = mch_db_query (db, error,
                         "SELECT f.digest, f.version FROM reference_current c"
                         " JOIN reference_file f ON f.digest = c.digest"
                         " WHERE c.domain = $1 AND c.ym IN ($2, '') ORDER BY c.ym DESC LIMIT 1",
                         MCH_DB_TEXT (domain), MCH_DB_TEXT (month));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    {
      mch_record_set (service, "reference", mch_db_result_get_text (result, 0));
      mch_record_set (service, "reference_version", mch_db_result_get_text (result, 1));
    }
  return TRUE;
}

static MchReference *
find_cached (MchServer *server, const char *digest)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->references_lock);
  MchReference *reference = g_hash_table_lookup (server->references, digest);

  return reference != NULL ? mch_reference_ref (reference) : NULL;
}

static void
keep (MchServer *server, const char *digest, MchReference *reference)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&server->references_lock);

  if (g_hash_table_size (server->references) >= MAX_CACHED)
    g_hash_table_remove_all (server->references);
  g_hash_table_insert (server->references, g_strdup (digest), mch_reference_ref (reference));
}

MchReference *
mch_references_find (MchServer *server, MchDb *db, const MchRecord *service, GError **error)
{
  const char *digest = mch_record_get (service, "reference");
  Look look = { digest, NULL, NULL };
  g_autofree char *text = NULL;
  g_autofree char *domain = NULL;
  MchReference *reference;

  if (digest == NULL)
    return NULL;
  reference = find_cached (server, digest);
  if (reference != NULL)
    return reference;
  if (!read_file (db, &look, error))
    return NULL;
  text = look.text;
  domain = look.domain;
  reference = mch_reference_new (text, strlen (text), error);
  if (reference != NULL)
    keep (server, digest, reference);
  return reference;
}
