/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-office-search.h"

#include <glib/gi18n-lib.h>

#include "core/mch-csv-writer.h"
#include "core/mch-field.h"
#include "protocol/mch-wire-record.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

const char *const mch_office_search_columns[] = {
  "family_name",      "usage_name",     "given_name",         "birth_date", "ine",
  "candidate_number", "establishment",  "establishment_name", "session",    "state",
  "division",         "specialty_code", "specialty",          NULL,
};
#define N_COLUMNS (G_N_ELEMENTS (mch_office_search_columns) - 1)

const char **
mch_office_search_dup_labels (void)
{
  const char **labels = g_new0 (const char *, N_COLUMNS + 1);

  for (gsize i = 0; i < N_COLUMNS; i++)
    {
      const MchField *field = mch_field_find_for_candidate (mch_office_search_columns[i]);

      labels[i] = field != NULL ? _ (field->label) : NULL;
    }
  labels[6] = _ ("UAI");
  labels[7] = _ ("Establishment");
  return labels;
}

static MchClient *
get_client (MchDesk *desk, GError **error)
{
  return mch_office_get_client (desk, _ ("Only the exam office searches the whole académie."),
                                error);
}

MchFoundPage *
mch_office_search (MchDesk *desk, const MchSearch *search, const char *after, const char *until,
                   guint limit, gboolean count, GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && search != NULL, NULL);

  client = get_client (desk, error);
  if (client == NULL)
    return NULL;
  query = mch_search_dup_query (search, after, until);
  path = g_strdup_printf ("/v1/scopes/%s/candidates?%s&limit=%u&count=%d",
                          mch_office_get_scope (desk), query, limit, count ? 1 : 0);
  answer = mch_client_call (client, path, NULL, cancellable, error);
  return answer != NULL ? mch_found_page_from_json (answer, error) : NULL;
}

gboolean
mch_office_search_note_export (MchDesk *desk, const MchSearch *search, guint at_most,
                               GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && search != NULL, FALSE);

  client = get_client (desk, error);
  if (client == NULL)
    return FALSE;
  query = mch_search_dup_query (search, NULL, NULL);
  path = g_strdup_printf ("/v1/scopes/%s/candidates/exports?%s&limit=%u",
                          mch_office_get_scope (desk), query, at_most);
  json_object_set_int_member (body, "version", 1);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL;
}

/* (transfer full) */
static MchRecord *
read_record (JsonObject *answer, const char *name, MchKind kind, const char *id, GError **error)
{
  JsonObject *values = mch_wire_get_object (answer, name, error);
  g_autoptr (MchRecord) record = mch_record_new (kind, id);

  if (values == NULL || !mch_wire_values_from_json (values, record->values, error))
    return NULL;
  return g_steal_pointer (&record);
}

gboolean
mch_office_search_get (MchDesk *desk, const MchFound *found, MchRecord **ret_person,
                       MchRecord **ret_candidature, GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (MchRecord) person = NULL;
  g_autoptr (MchRecord) candidature = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && found != NULL, FALSE);

  client = get_client (desk, error);
  if (client == NULL)
    return FALSE;
  id = g_uri_escape_string (found->id, NULL, FALSE);
  path = g_strdup_printf ("/v1/scopes/%s/candidates/%s/%s", mch_office_get_scope (desk),
                          found->establishment, id);
  answer = mch_client_call (client, path, NULL, cancellable, error);
  if (answer == NULL)
    return FALSE;
  person = read_record (answer, "person", MCH_KIND_PERSON, found->person, error);
  candidature = person != NULL
                    ? read_record (answer, "candidature", MCH_KIND_CANDIDATURE, found->id, error)
                    : NULL;
  if (candidature == NULL)
    return FALSE;
  *ret_person = g_steal_pointer (&person);
  *ret_candidature = g_steal_pointer (&candidature);
  return TRUE;
}

static gboolean
write_text (GOutputStream *stream, const GString *text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (stream, text->str, text->len, NULL, cancellable, error);
}

static gboolean
write_head (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree const char **labels = mch_office_search_dup_labels ();
  g_autoptr (GString) text = g_string_new (MCH_CSV_MARK);

  mch_csv_append_row (text, labels, N_COLUMNS);
  return write_text (stream, text, cancellable, error);
}

static gboolean
write_rows (GOutputStream *stream, GPtrArray *rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *values[N_COLUMNS];

      for (gsize j = 0; j < N_COLUMNS; j++)
        values[j] = mch_found_get (rows->pdata[i], mch_office_search_columns[j]);
      mch_csv_append_row (text, values, N_COLUMNS);
    }
  return write_text (stream, text, cancellable, error);
}

typedef struct
{
  MchDesk *desk;
  const MchSearch *search;
  MchOfficeSearchProgress progress;
  gpointer user_data;
} Export;

/* How many rows went out; -1 on error. */
static gint64
write_all (const Export *export, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree char *place = NULL;
  gint64 n = 0, total = 0;
  gboolean more = TRUE;

  if (!write_head (stream, cancellable, error))
    return -1;
  while (more)
    {
      g_autoptr (MchFoundPage) page =
          mch_office_search (export->desk, export->search, place, NULL, MCH_SEARCH_MAX_ROWS,
                             place == NULL, cancellable, error);

      if (page == NULL || !write_rows (stream, page->rows, cancellable, error))
        return -1;
      n += page->rows->len;
      total = page->total >= 0 ? page->total : total;
      more = page->more;
      g_free (place);
      place = g_strdup (page->place);
      if (export->progress != NULL)
        export->progress ((guint) n, (guint) MAX (n, total), export->user_data);
    }
  return n;
}

gint64
mch_office_search_export (MchDesk *desk, const MchSearch *search, const char *path,
                          MchOfficeSearchProgress progress, gpointer user_data,
                          GCancellable *cancellable, GError **error)
{
  Export export = { desk, search, progress, user_data };
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) growing = g_file_new_for_path (part);
  g_autoptr (GFileOutputStream) stream = NULL;
  gint64 n;

  g_return_val_if_fail (MCH_IS_DESK (desk) && search != NULL && path != NULL, -1);

  if (!mch_office_search_note_export (desk, search, 0, cancellable, error))
    return -1;
  stream = g_file_replace (growing, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);
  if (stream == NULL)
    return -1;
  n = write_all (&export, G_OUTPUT_STREAM (stream), cancellable, error);
  if (n >= 0 && g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error)
      && g_file_move (growing, file, G_FILE_COPY_OVERWRITE, cancellable, NULL, NULL, error))
    return n;
  g_file_delete (growing, NULL, NULL);
  return -1;
}
