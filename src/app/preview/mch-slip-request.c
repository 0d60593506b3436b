/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/preview/mch-secret-stream.h"
#include "sync/mch-sync-error.h"

MchSlipRequest *
mch_slip_request_new (const char *scope, const char *edition, const MchSlipLayout *layout,
                      const char *const *persons)
{
  MchSlipRequest *request = g_new0 (MchSlipRequest, 1);

  request->scope = g_strdup (scope);
  request->edition = g_strdup (edition);
  request->layout = *layout;
  request->persons = g_strdupv ((char **) persons);
  request->part = MCH_SLIP_WHOLE;
  return request;
}

MchSlipRequest *
mch_slip_request_copy (const MchSlipRequest *request)
{
  MchSlipRequest *copy = mch_slip_request_new (request->scope, request->edition, &request->layout,
                                               (const char *const *) request->persons);

  copy->session = g_strdup (request->session);
  copy->masked = request->masked;
  copy->part = request->part;
  return copy;
}

void
mch_slip_request_free (MchSlipRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->scope);
  g_free (request->edition);
  g_free (request->session);
  g_strfreev (request->persons);
  g_free (request);
}

gboolean
mch_slip_request_is_reminder (const MchSlipRequest *request)
{
  return g_strcmp0 (request->edition, MCH_SLIP_REMINDERS) == 0;
}

guint
mch_slip_request_get_per_page (const MchSlipRequest *request)
{
  return mch_papillon_layout_get_per_page (request->layout.options.layout);
}

void
mch_slip_made_free (MchSlipMade *made)
{
  if (made == NULL)
    return;
  g_clear_pointer (&made->pile, mch_slip_pile_free);
  g_clear_pointer (&made->picked, g_array_unref);
  g_clear_pointer (&made->places, g_array_unref);
  g_clear_pointer (&made->in_part, g_array_unref);
  g_clear_pointer (&made->persons, g_strfreev);
  g_clear_pointer (&made->pdf, g_bytes_unref);
  g_free (made->undrawable);
  mch_papillon_result_clear (&made->result);
  g_free (made);
}

static MchSlipPile *
open_pile (MchWork *work, const MchSlipRequest *request, GError **error)
{
  if (mch_slip_request_is_reminder (request))
    return mch_slip_pile_open_reminders (mch_work_get_desk (work), request->scope, request->session,
                                         request->layout.order,
                                         (const char *const *) request->persons, error);
  return mch_slip_pile_open (mch_work_get_desk (work), request->scope, request->edition,
                             request->layout.order, request->masked, error);
}

/* The slips of @persons in the order of the pile, whatever the order of the question. */
static GArray *
pick (const MchSlipPile *pile, char **persons)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; persons != NULL && persons[i] != NULL; i++)
    g_hash_table_add (wanted, persons[i]);
  for (guint i = 0; i < mch_slip_pile_get_n (pile); i++)
    if (persons == NULL
        || g_hash_table_contains (wanted, mch_slip_pile_get_candidate (pile, i)->person->id))
      g_array_append_val (picked, i);
  return picked;
}

/* Where every slip is, and who is in the part. */
static void
find_places (MchSlipMade *made, const MchPapillonJob *job, guint per_page)
{
  g_autoptr (GStrvBuilder) persons = g_strv_builder_new ();

  made->in_part = g_array_new (FALSE, FALSE, sizeof (guint));
  made->places = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_size (made->places, made->picked->len);
  for (guint place = 0; place < made->size.n_pages * per_page; place++)
    {
      guint page = place / per_page;
      MchCell cell = mch_papillon_job_get_cell (job, page, place % per_page);
      guint slip;

      if (cell.kind != MCH_CELL_SLIP)
        continue;
      g_array_index (made->places, guint, cell.index) = place;
      if (page < made->first_page || page >= made->first_page + made->n_pages)
        continue;
      slip = g_array_index (made->picked, guint, cell.index);
      g_array_append_val (made->in_part, slip);
      g_strv_builder_add (persons, mch_slip_pile_get_candidate (made->pile, slip)->person->id);
    }
  made->persons = g_strv_builder_end (persons);
}

static void
measure (MchSlipMade *made, const MchPapillonJob *job, const MchSlipRequest *request)
{
  guint next;

  made->size = (MchPapillonSize){ .n_slips = mch_papillon_job_get_n_slips (job),
                                  .n_pages = mch_papillon_job_get_n_pages (job),
                                  .n_classes = mch_papillon_job_get_n_classes (job),
                                  .n_parts = mch_papillon_job_get_n_parts (job) };
  made->n_pages = made->size.n_pages;
  if (request->part != MCH_SLIP_WHOLE)
    {
      guint part = MIN (request->part, made->size.n_parts - 1);

      mch_papillon_job_get_part (job, part, &made->first_page, &made->n_pages);
      if (part + 1 < made->size.n_parts)
        mch_papillon_job_get_part (job, part + 1, &next, &made->next_pages);
    }
  find_places (made, job, mch_slip_request_get_per_page (request));
}

static gboolean
write_pdf (MchWork *work, MchSlipMade *made, MchPapillonJob *job, const char *path, GError **error)
{
  GCancellable *cancellable = mch_work_get_cancellable (work);
  gint64 created_ms = mch_slip_pile_get_created_ms (made->pile);
  g_autoptr (GOutputStream) stream = NULL;

  if (path != NULL)
    return mch_papillon_job_write_pdf_file (job, made->first_page, made->n_pages, path, created_ms,
                                            NULL, NULL, cancellable, &made->result, error);
  stream = mch_secret_stream_new ();
  if (!mch_papillon_job_write_pdf (job, made->first_page, made->n_pages, stream, created_ms, NULL,
                                   NULL, cancellable, &made->result, error))
    return FALSE;
  made->pdf = mch_secret_stream_steal_bytes (MCH_SECRET_STREAM (stream));
  return TRUE;
}

MchSlipMade *
mch_slip_request_make (MchWork *work, const MchSlipRequest *request, const char *path,
                       GError **error)
{
  g_autoptr (MchSlipMade) made = g_new0 (MchSlipMade, 1);
  g_autoptr (MchPapillonJob) job = NULL;

  made->pile = open_pile (work, request, error);
  if (made->pile == NULL)
    return NULL;
  made->picked = pick (made->pile, request->persons);
  if (made->picked->len == 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                           _ ("None of these slips is left: their candidates have chosen a "
                              "password or got a newer slip."));
      return NULL;
    }
  job = mch_slip_pile_new_job (made->pile, NULL, made->picked, &request->layout.options, error);
  if (job == NULL)
    return NULL;
  measure (made, job, request);
  made->undrawable = mch_papillon_job_dup_undrawable (job);
  return write_pdf (work, made, job, path, error) ? g_steal_pointer (&made) : NULL;
}

gboolean
mch_slip_request_note (MchWork *work, const MchSlipRequest *request, const MchSlipMade *made,
                       MchSlipAct act, const char *who, const char *printer, GError **error)
{
  const MchSlipNote note = { .edition =
                                 mch_slip_request_is_reminder (request) ? NULL : request->edition,
                             .act = act,
                             .layout = request->layout.options.layout,
                             .who = who,
                             .printer = printer,
                             .persons = (const char *const *) made->persons };

  return mch_slip_audit_note_job (mch_work_get_store (work), request->scope, &note, &made->result,
                                  error);
}
