/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record is what counts; the PDF is its picture, drawn by the page program that the school
 * prints with. */
#include "server/model/mch-documents.h"

#include <glib/gi18n-lib.h>

#include "core/mch-label.h"
#include "print/mch-pdf.h"
#include "print/mch-registration-sheet.h"
#include "server/db/mch-deposit.h"
#include "server/model/mch-document-cache.h"
#include "server/model/mch-model.h"
#include "server/model/mch-references.h"

/* Whose registration it is, or was before it went to another establishment. */
#define OF_ACCOUNT                                                                                 \
  " FROM document d JOIN document_frame f ON f.digest = d.frame WHERE d.id IN ("                   \
  "SELECT e.id FROM account_person ap JOIN document e"                                             \
  " ON e.scope = ap.scope AND e.person = ap.person WHERE ap.account = $1"                          \
  " UNION SELECT e.id FROM account_person ap JOIN candidature c"                                   \
  " ON c.scope = ap.scope AND c.person = ap.person"                                                \
  " JOIN document e ON e.candidature = c.id WHERE ap.account = $1)"

void
mch_deposited_free (MchDeposited *deposited)
{
  if (deposited == NULL)
    return;
  g_free (deposited->id);
  g_free (deposited->candidature);
  g_free (deposited->session);
  g_free (deposited->establishment);
  g_free (deposited);
}

typedef struct
{
  MchServer *server;
  const char *account;
  GPtrArray *list;
} Listing;

static gboolean
read_list (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autofree char *last = NULL;
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (listing->list, 0);
  own = mch_own_registrations_read (listing->server, db, listing->account, error);
  if (own == NULL)
    return FALSE;
  result =
      mch_db_query (db, error,
                    "SELECT d.id, d.session, d.version, d.made_ms, f.body, d.candidature" OF_ACCOUNT
                    " ORDER BY d.session DESC, d.candidature, d.version DESC",
                    MCH_DB_TEXT (listing->account));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *candidature = mch_db_result_get_text (result, 5);
      MchDeposited *deposited = g_new0 (MchDeposited, 1);
      g_autoptr (MchRecord) establishment = NULL;
      g_autoptr (MchRecord) service = NULL;

      g_ptr_array_add (listing->list, deposited);
      if (!mch_deposit_read_frame (mch_db_result_get_text (result, 4), &establishment, &service,
                                   error))
        return FALSE;
      deposited->id = g_strdup (mch_db_result_get_text (result, 0));
      deposited->candidature = g_strdup (candidature);
      deposited->session = g_strdup (mch_db_result_get_text (result, 1));
      deposited->version = mch_db_result_get_int (result, 2);
      deposited->made_ms = mch_db_result_get_int (result, 3);
      deposited->establishment = g_strdup (mch_record_get (establishment, "name"));
      deposited->current = g_strcmp0 (last, candidature) != 0;
      deposited->terms = mch_own_registrations_get_terms (own, candidature);
      g_free (last);
      last = g_strdup (candidature);
    }
  return TRUE;
}

GPtrArray *
mch_documents_list (MchServer *server, const char *account, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_deposited_free);
  Listing listing = { server, account, list };

  g_return_val_if_fail (server != NULL && account != NULL, NULL);

  return mch_model_read (server, read_list, &listing, error) ? g_steal_pointer (&list) : NULL;
}

/* One document as it is drawn. */
typedef struct
{
  MchServer *server;
  const char *account;
  const char *id;
  char *scope;
  char *name;
  gint64 made_ms;
  MchRecapTerms terms;
  MchRecord *establishment;
  MchRecord *service;
  MchRecord *person;
  MchRecord *candidature;
  MchReference *reference;
} Drawing;

static void
drawing_clear (Drawing *drawing)
{
  g_clear_pointer (&drawing->scope, g_free);
  g_clear_pointer (&drawing->name, g_free);
  g_clear_pointer (&drawing->establishment, mch_record_unref);
  g_clear_pointer (&drawing->service, mch_record_unref);
  g_clear_pointer (&drawing->person, mch_record_unref);
  g_clear_pointer (&drawing->candidature, mch_record_unref);
  g_clear_pointer (&drawing->reference, mch_reference_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Drawing, drawing_clear)

static char *
dup_name (const char *session, gint64 version)
{
  g_autofree char *safe = g_strdelimit (g_strdup (session), "/", '-');

  return g_strdup_printf ("confirmation-%s-v%" G_GINT64_FORMAT ".pdf", safe, version);
}

static gboolean
fill_drawing (Drawing *drawing, MchDbResult *row, GError **error)
{
  drawing->scope = g_strdup (mch_db_result_get_text (row, 0));
  drawing->name = dup_name (mch_db_result_get_text (row, 1), mch_db_result_get_int (row, 2));
  drawing->person = mch_record_new (MCH_KIND_PERSON, mch_db_result_get_text (row, 3));
  drawing->candidature = mch_record_new (MCH_KIND_CANDIDATURE, mch_db_result_get_text (row, 4));
  drawing->made_ms = mch_db_result_get_int (row, 5);
  return mch_records_values_from_json (drawing->person, mch_db_result_get_text (row, 6), error)
         && mch_records_values_from_json (drawing->candidature, mch_db_result_get_text (row, 7),
                                          error)
         && mch_deposit_read_frame (mch_db_result_get_text (row, 8), &drawing->establishment,
                                    &drawing->service, error);
}

/* What is the candidate's may still be withheld: @drawing->terms says why. */
static gboolean
check_terms (Drawing *drawing, MchDb *db, GError **error)
{
  g_autoptr (GPtrArray) own =
      mch_own_registrations_read (drawing->server, db, drawing->account, error);

  if (own == NULL)
    return FALSE;
  drawing->terms = mch_own_registrations_get_terms (own, drawing->candidature->id);
  if (drawing->terms.access == MCH_RECAP_CLOSED)
    return mch_model_refuse (error, MCH_MODEL_ERROR_REGISTRATION_CLOSED,
                             _ ("Registration is closed: this document cannot be downloaded any "
                                "more."));
  if (drawing->terms.access == MCH_RECAP_WITHDRAWN)
    return mch_model_refuse (error, MCH_MODEL_ERROR_GONE,
                             _ ("This registration was withdrawn: its documents cannot be "
                                "downloaded any more."));
  return TRUE;
}

/* The record, if it is the candidate's; and that he has asked for it is noted. */
static gboolean
read_document (MchDb *db, gpointer data, GError **error)
{
  Drawing *drawing = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (MchDbResult) result = NULL;

  drawing_clear (drawing);
  result = mch_db_query (db, error,
                         "SELECT d.scope, d.session, d.version, d.person, d.candidature,"
                         " d.made_ms, d.person_data, d.candidature_data, f.body" OF_ACCOUNT
                         " AND d.id = $2",
                         MCH_DB_TEXT (drawing->account), MCH_DB_TEXT (drawing->id));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such document."));
  if (!fill_drawing (drawing, result, error) || !check_terms (drawing, db, error))
    return FALSE;
  drawing->reference = mch_references_find (drawing->server, db, drawing->service, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return mch_model_audit (drawing->server, db, drawing->scope, "", "portal.document", drawing->id,
                          NULL, error);
}

static char *
dup_edited (gint64 made_ms)
{
  g_autofree char *date = mch_model_dup_paris_date (made_ms);
  g_autofree char *day = mch_sheet_dup_date (date);

  /* Translators: the day on which a document was put into a candidate's area. */
  return g_strdup_printf (_ ("Deposited on %s"), day);
}

/* Fonts belong to one thread: each of the pool's loads its own, once. (transfer none) */
static MchFonts *
get_fonts (GError **error)
{
  static GPrivate loaded = G_PRIVATE_INIT ((GDestroyNotify) mch_fonts_unref);

  if (g_private_get (&loaded) == NULL)
    g_private_set (&loaded, mch_fonts_new (NULL, error));
  return g_private_get (&loaded);
}

static gboolean
write_pdf (const Drawing *drawing, const MchRegistrationSheet *sheet, GOutputStream *stream,
           GError **error)
{
  MchFonts *fonts = get_fonts (error);
  g_autoptr (MchPage) front = mch_page_new ();
  g_autoptr (MchPage) back = mch_page_new ();
  g_autoptr (MchPdf) pdf = NULL;
  MchPdfInfo info = { .title = _ ("Registration confirmation"),
                      .author = sheet->frame->school,
                      .language = C_ ("language code", "en"),
                      .created_ms = drawing->made_ms,
                      .width = MCH_A4_WIDTH,
                      .height = MCH_A4_HEIGHT };

  if (fonts == NULL)
    return FALSE;
  mch_registration_sheet_record (sheet, fonts, front, back);
  pdf = mch_pdf_new (stream, fonts, &info);
  return mch_pdf_add_page (pdf, front, NULL, error) && mch_pdf_add_page (pdf, back, NULL, error)
         && mch_pdf_finish (pdf, NULL, NULL, error);
}

static GBytes *
draw (const Drawing *drawing, GError **error)
{
  g_auto (MchSheetFrame) frame = { 0 };
  g_autofree char *today = mch_model_dup_paris_date (drawing->made_ms);
  g_autofree char *edited = dup_edited (drawing->made_ms);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  MchRegistrationSheet sheet = { .frame = &frame,
                                 .service = drawing->service,
                                 .reference = drawing->reference,
                                 .person = drawing->person,
                                 .candidature = drawing->candidature,
                                 .today = today,
                                 .edited = edited,
                                 .final = TRUE };

  mch_sheet_frame_init (&frame, drawing->establishment, drawing->service, drawing->reference);
  if (!write_pdf (drawing, &sheet, stream, error) || !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

GBytes *
mch_documents_draw (MchServer *server, const char *account, const char *id, char **ret_name,
                    MchRecapTerms *ret_terms, GError **error)
{
  gboolean read;
  g_auto (Drawing) drawing = { .server = server, .account = account, .id = id };
  GBytes *pdf;

  g_return_val_if_fail (server != NULL && account != NULL && id != NULL, NULL);
  g_return_val_if_fail (ret_name != NULL && ret_terms != NULL, NULL);

  /* Whose it is is asked each time; only the picture is kept. */
  read = mch_model_write (server, read_document, &drawing, error);
  *ret_terms = drawing.terms;
  if (!read)
    return NULL;
  pdf = mch_document_cache_get (server->documents, id);
  if (pdf == NULL)
    pdf = draw (&drawing, error);
  if (pdf == NULL)
    return NULL;
  mch_document_cache_put (server->documents, id, pdf);
  *ret_name = g_steal_pointer (&drawing.name);
  return pdf;
}
