/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-file.h"

#include "documents/mch-document-source.h"
#include "sync/mch-sync-error.h"

#define FIELD "pieces_received"
#define BETWEEN " | "

void
mch_file_free (MchFile *file)
{
  if (file == NULL)
    return;
  g_free (file->candidature);
  g_free (file->name);
  g_free (file->division);
  g_strfreev (file->pieces);
  g_free (file->received);
  g_free (file);
}

static MchFile *
file_new (const MchDocumentSource *source, const MchCandidate *candidate)
{
  MchFile *file = g_new0 (MchFile, 1);
  g_autoptr (GStrvBuilder) pieces = g_strv_builder_new ();
  const char *received = mch_candidate_get (candidate, FIELD);

  file->candidature = g_strdup (candidate->candidature->id);
  file->version = candidate->candidature->version;
  file->name = mch_document_dup_name (candidate);
  file->division = g_strdup (mch_candidate_get (candidate, "division"));
  file->received = g_strdup (received != NULL ? received : "");
  for (guint i = 0; source->frame.pieces[i] != NULL; i++)
    if (mch_document_asks_piece (source, candidate, source->frame.pieces[i]))
      g_strv_builder_add (pieces, source->frame.pieces[i]);
  file->pieces = g_strv_builder_end (pieces);
  return file;
}

GPtrArray *
mch_files_list (MchStore *store, const char *scope, const char *session, gint64 now_ms,
                GError **error)
{
  const MchDocumentOptions options = { .session = session,
                                       .group = MCH_DOCUMENT_GROUP_NONE,
                                       .now_ms = now_ms };
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_file_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (MchDocumentSource) source =
      mch_document_source_new (store, scope, MCH_DOCUMENT_GRID, &options, &local);

  /* Nobody is registered yet. */
  if (g_error_matches (local, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED))
    return g_steal_pointer (&files);
  if (source == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  for (guint i = 0; i < source->candidates->len; i++)
    g_ptr_array_add (files, file_new (source, source->candidates->pdata[i]));
  return g_steal_pointer (&files);
}

gboolean
mch_file_has (const MchFile *file, const char *piece)
{
  g_auto (GStrv) received = NULL;

  g_return_val_if_fail (file != NULL && piece != NULL, FALSE);

  received = mch_sheet_split_pieces (file->received);
  return g_strv_contains ((const char *const *) received, piece);
}

MchChange *
mch_file_set (MchFile *file, const char *piece, gboolean received)
{
  g_autofree char *before = NULL;
  g_auto (GStrv) pieces = NULL;
  g_autoptr (GPtrArray) after = g_ptr_array_new ();
  MchChange *change;

  g_return_val_if_fail (file != NULL && piece != NULL, NULL);

  if (mch_file_has (file, piece) == received)
    return NULL;
  pieces = mch_sheet_split_pieces (file->received);
  for (guint i = 0; pieces[i] != NULL; i++)
    if (g_strcmp0 (pieces[i], piece) != 0)
      g_ptr_array_add (after, pieces[i]);
  if (received)
    g_ptr_array_add (after, (gpointer) piece);
  g_ptr_array_add (after, NULL);
  before = g_steal_pointer (&file->received);
  file->received = g_strjoinv (BETWEEN, (char **) after->pdata);
  change = mch_change_new_update (MCH_KIND_CANDIDATURE, file->candidature, file->version);
  mch_change_set (change, FIELD, before, file->received);
  return change;
}

char *
mch_file_dup_lacking (const MchFile *file)
{
  g_autoptr (GPtrArray) lacking = g_ptr_array_new ();

  g_return_val_if_fail (file != NULL, NULL);

  for (guint i = 0; file->pieces[i] != NULL; i++)
    if (!mch_file_has (file, file->pieces[i]))
      g_ptr_array_add (lacking, file->pieces[i]);
  if (lacking->len == 0)
    return NULL;
  g_ptr_array_add (lacking, NULL);
  return g_strjoinv (", ", (char **) lacking->pdata);
}
