/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-request.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-secret-stream.h"
#include "sync/mch-sync-error.h"

MchSlipRequest *
mch_slip_request_new (const char *scope, const char *edition, MchSlipOrder order, guint per_page,
                      const char *const *persons)
{
  MchSlipRequest *request = g_new0 (MchSlipRequest, 1);

  request->scope = g_strdup (scope);
  request->edition = g_strdup (edition);
  request->order = order;
  request->per_page = per_page;
  request->persons = g_strdupv ((char **) persons);
  return request;
}

MchSlipRequest *
mch_slip_request_copy (const MchSlipRequest *request)
{
  MchSlipRequest *copy =
      mch_slip_request_new (request->scope, request->edition, request->order, request->per_page,
                            (const char *const *) request->persons);

  copy->masked = request->masked;
  return copy;
}

void
mch_slip_request_free (MchSlipRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->scope);
  g_free (request->edition);
  g_strfreev (request->persons);
  g_free (request);
}

void
mch_slip_made_free (MchSlipMade *made)
{
  if (made == NULL)
    return;
  g_clear_pointer (&made->pile, mch_slip_pile_free);
  g_clear_pointer (&made->picked, g_array_unref);
  g_clear_pointer (&made->pdf, g_bytes_unref);
  mch_papillon_result_clear (&made->result);
  g_free (made);
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

MchSlipMade *
mch_slip_request_make (MchWork *work, const MchSlipRequest *request, GError **error)
{
  g_autoptr (MchSlipMade) made = g_new0 (MchSlipMade, 1);
  g_autoptr (GOutputStream) stream = mch_secret_stream_new ();

  made->pile = mch_slip_pile_open (mch_work_get_desk (work), request->scope, request->edition,
                                   request->order, request->masked, error);
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
  if (!mch_slip_pile_write_pdf (made->pile, made->picked, request->per_page, stream,
                                mch_work_get_cancellable (work), &made->result, error))
    return NULL;
  made->pdf = mch_secret_stream_steal_bytes (MCH_SECRET_STREAM (stream));
  return g_steal_pointer (&made);
}

gboolean
mch_slip_request_note (MchWork *work, const MchSlipRequest *request, MchSlipAct act,
                       const MchPapillonResult *result, GError **error)
{
  return mch_slip_audit_note (mch_work_get_store (work), request->scope, request->edition, act,
                              request->per_page, result, error);
}
