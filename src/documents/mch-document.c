/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-document.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "documents/mch-document-source.h"
#include "print/mch-output.h"
#include "print/mch-pdf.h"

#define MAX_NAMED 3 /* incomplete files in a sentence; the paper names all */

typedef MchListing *(*ListFunc) (const MchDocumentSource *source);

static const struct
{
  const char *name;
  const char *title;
  ListFunc list;     /* NULL for sheets */
  guint sheet_pages; /* pages a candidate, of sheets */
  gboolean landscape;
} kinds[MCH_N_DOCUMENT_KINDS] = {
  [MCH_DOCUMENT_CONFIRMATIONS] = { "confirmations", N_ ("Registration confirmations"), NULL, 2,
                                   FALSE },
  [MCH_DOCUMENT_SIGNATURE_SHEET] = { "signature-sheet", N_ ("List for signature"),
                                     mch_document_list_signatures, 0, FALSE },
  [MCH_DOCUMENT_SIMPLE_LIST] = { "simple-list", N_ ("Simple list of my pupils"),
                                 mch_document_list_simple, 0, TRUE },
  [MCH_DOCUMENT_DETAILED_LIST] = { "detailed-list", N_ ("Detailed list of my pupils"),
                                   mch_document_list_detailed, 0, TRUE },
  [MCH_DOCUMENT_RECAP] = { "recap", N_ ("Recap of the candidates by speciality"),
                           mch_document_list_recap, 0, FALSE },
  [MCH_DOCUMENT_BORDEREAU] = { "bordereau", N_ ("Slip of the return parcel"),
                               mch_document_list_bordereau, 0, FALSE },
  [MCH_DOCUMENT_GRID] = { "grid", N_ ("Confirmations and documents received"),
                          mch_document_list_grid, 0, TRUE },
  [MCH_DOCUMENT_LETTERS] = { "letters", N_ ("Letters: what is still missing"), NULL, 1, FALSE },
  [MCH_DOCUMENT_STATISTICS] = { "statistics", N_ ("Statistics of the registrations"),
                                mch_document_list_statistics, 0, FALSE },
};

struct _MchDocument
{
  MchDocumentSource *source;
  MchListing *listing; /* NULL for sheets */
  MchFonts *fonts;     /* NULL until laid out */
  MchReport *report;   /* of a listing */
  guint n_missing;
};

const char *
mch_document_kind_to_string (MchDocumentKind kind)
{
  g_return_val_if_fail (kind < MCH_N_DOCUMENT_KINDS, NULL);

  return kinds[kind].name;
}

const char *
mch_document_kind_get_title (MchDocumentKind kind)
{
  g_return_val_if_fail (kind < MCH_N_DOCUMENT_KINDS, NULL);

  return _ (kinds[kind].title);
}

gboolean
mch_document_kind_has_csv (MchDocumentKind kind)
{
  g_return_val_if_fail (kind < MCH_N_DOCUMENT_KINDS, FALSE);

  return kinds[kind].list != NULL;
}

MchDocument *
mch_document_new (MchStore *store, const char *scope, MchDocumentKind kind,
                  const MchDocumentOptions *options, GError **error)
{
  g_autoptr (MchDocument) document = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL && options != NULL, NULL);
  g_return_val_if_fail (kind < MCH_N_DOCUMENT_KINDS && options->session != NULL, NULL);

  document = g_new0 (MchDocument, 1);
  document->source = mch_document_source_new (store, scope, kind, options, error);
  if (document->source == NULL)
    return NULL;
  if (kinds[kind].list != NULL)
    document->listing = kinds[kind].list (document->source);
  return g_steal_pointer (&document);
}

void
mch_document_free (MchDocument *document)
{
  g_return_if_fail (document != NULL);

  g_clear_pointer (&document->report, mch_report_free);
  g_clear_pointer (&document->listing, mch_listing_free);
  g_clear_pointer (&document->fonts, mch_fonts_unref);
  g_clear_pointer (&document->source, mch_document_source_free);
  g_free (document);
}

guint
mch_document_get_n_candidates (const MchDocument *document)
{
  g_return_val_if_fail (document != NULL, 0);

  return document->source->candidates->len;
}

static char *
dup_count (const MchDocument *document)
{
  guint n = document->source->candidates->len;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate", "%u candidates", n), n);
}

/* What goes with the parcel: who sends it, until when, and who signs for it. */
static void
add_parcel_head (MchDocument *document)
{
  const MchDocumentSource *source = document->source;
  const char *office = mch_record_get (source->service, "contact");
  g_autofree char *count = dup_count (document);
  g_autofree char *sender = g_strdup_printf (_ ("From: %s\n%s\n%s"), source->frame.school,
                                             source->frame.place, source->contact);
  g_autofree char *addressee =
      office != NULL ? g_strdup_printf (_ ("To: %s"), office) : g_strdup (_ ("To: ……………………………………"));
  g_autofree char *until =
      source->frame.return_until != NULL
          ? g_strdup_printf (_ ("To be returned by %s at the latest"), source->frame.return_until)
          : NULL;
  g_autofree char *content = g_strdup_printf (
      _ ("%s: signed confirmations with their documents, by speciality, then by name."), count);

  mch_report_add_paragraph (document->report, MCH_FACE_SANS, 10, sender);
  mch_report_add_paragraph (document->report, MCH_FACE_SANS, 10, addressee);
  if (until != NULL)
    mch_report_add_paragraph (document->report, MCH_FACE_BOLD, 10, until);
  mch_report_add_space (document->report, 1.5);
  mch_report_add_paragraph (document->report, MCH_FACE_SANS, 10, content);
  mch_report_add_space (document->report, 4);
}

/* INS-24: whoever closes the parcel, and whoever opens it, reads whose file is not whole. */
static void
add_incomplete (MchDocument *document)
{
  g_autoptr (GPtrArray) lines = mch_document_dup_incomplete (document->source);
  g_autofree char *heading = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u incomplete file", "%u incomplete files", lines->len),
      lines->len);

  mch_report_add_space (document->report, 5);
  if (lines->len == 0)
    {
      mch_report_add_paragraph (document->report, MCH_FACE_BOLD, 10, _ ("Every file is complete."));
      return;
    }
  mch_report_add_paragraph (document->report, MCH_FACE_BOLD, 10, heading);
  for (guint i = 0; i < lines->len; i++)
    mch_report_add_paragraph (document->report, MCH_FACE_SANS, 9, lines->pdata[i]);
}

static void
add_parcel_end (MchDocument *document)
{
  add_incomplete (document);
  mch_report_add_space (document->report, 5);
  mch_report_add_paragraph (document->report, MCH_FACE_SANS, 10,
                            _ ("Sent on ……… / ……… / ……………   by …………………………………   Signature:"));
  mch_report_add_space (document->report, 12);
  mch_report_add_paragraph (document->report, MCH_FACE_SANS, 10,
                            _ ("Received on ……… / ……… / ……………   by …………………………………   Signature:"));
}

static void
lay_out_listing (MchDocument *document)
{
  const MchDocumentSource *source = document->source;
  g_autofree char *count = dup_count (document);
  MchReportInfo info = { .title = source->title,
                         .context = source->context,
                         .establishment = source->frame.school,
                         .edited = source->edited,
                         .footer = count,
                         .created_ms = source->now_ms,
                         .landscape = kinds[source->kind].landscape };

  document->report = mch_report_new (document->fonts, &info);
  if (source->kind == MCH_DOCUMENT_BORDEREAU)
    add_parcel_head (document);
  document->n_missing =
      mch_listing_add_to_report (document->listing, document->report, document->fonts);
  if (source->kind == MCH_DOCUMENT_BORDEREAU)
    add_parcel_end (document);
  mch_report_finish (document->report);
}

gboolean
mch_document_lay_out (MchDocument *document, MchFonts *fonts, GError **error)
{
  g_return_val_if_fail (document != NULL, FALSE);

  if (document->fonts != NULL)
    return TRUE;
  document->fonts = fonts != NULL ? mch_fonts_ref (fonts) : mch_fonts_new (NULL, error);
  if (document->fonts == NULL)
    return FALSE;
  if (document->listing != NULL)
    lay_out_listing (document);
  return TRUE;
}

guint
mch_document_get_n_pages (const MchDocument *document)
{
  g_return_val_if_fail (document != NULL && document->fonts != NULL, 0);

  if (document->report != NULL)
    return mch_report_get_n_pages (document->report);
  return document->source->candidates->len * kinds[document->source->kind].sheet_pages;
}

/* Pages that stay together in one part. */
static guint
get_step (const MchDocument *document)
{
  return MAX (kinds[document->source->kind].sheet_pages, 1);
}

guint
mch_document_get_n_parts (const MchDocument *document)
{
  guint most;

  g_return_val_if_fail (document != NULL && document->fonts != NULL, 0);

  most = MCH_DOCUMENT_MAX_JOB_PAGES / get_step (document) * get_step (document);
  return (mch_document_get_n_pages (document) + most - 1) / most;
}

void
mch_document_get_part (const MchDocument *document, guint part, guint *ret_first_page,
                       guint *ret_n_pages)
{
  guint most;

  g_return_if_fail (document != NULL && part < mch_document_get_n_parts (document));
  g_return_if_fail (ret_first_page != NULL && ret_n_pages != NULL);

  most = MCH_DOCUMENT_MAX_JOB_PAGES / get_step (document) * get_step (document);
  *ret_first_page = part * most;
  *ret_n_pages = MIN (most, mch_document_get_n_pages (document) - part * most);
}

char **
mch_document_dup_persons (const MchDocument *document, guint first_page, guint n_pages)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint step;

  g_return_val_if_fail (document != NULL, NULL);
  g_return_val_if_fail (first_page + n_pages <= mch_document_get_n_pages (document), NULL);

  if (document->listing != NULL)
    return NULL;
  step = get_step (document);
  for (guint i = first_page / step; i < (first_page + n_pages) / step; i++)
    g_strv_builder_add (ids, ((MchCandidate *) document->source->candidates->pdata[i])->person->id);
  return g_strv_builder_end (ids);
}

char *
mch_document_dup_size (const MchDocument *document)
{
  guint n_pages = mch_document_get_n_pages (document);
  g_autofree char *count = dup_count (document);
  g_autofree char *pages =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", n_pages), n_pages);

  return g_strconcat (count, ", ", pages, NULL);
}

/* Before the parcel is closed. */
static char *
dup_incomplete_sentence (const MchDocument *document)
{
  g_autoptr (GPtrArray) lines = mch_document_dup_incomplete (document->source);
  guint n_more = lines->len > MAX_NAMED ? lines->len - MAX_NAMED : 0;
  g_autofree char *names = NULL;
  g_autofree char *head = NULL;

  if (lines->len == 0)
    return g_strdup (_ ("Every file is complete."));
  head = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u file is not complete",
                                       "%u files are not complete", lines->len),
                          lines->len);
  g_ptr_array_set_size (lines, (int) (lines->len - n_more));
  g_ptr_array_add (lines, NULL);
  names = g_strjoinv (" · ", (char **) lines->pdata);
  if (n_more == 0)
    return g_strdup_printf (_ ("%s – %s"), head, names);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s – %s, and %u more on the paper",
                                       "%s – %s, and %u more on the paper", n_more),
                          head, names, n_more);
}

static char *
dup_deposits (const MchDocument *document)
{
  guint deposited = 0, without_account = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < document->source->candidates->len; i++)
    {
      const MchCandidate *candidate = document->source->candidates->pdata[i];

      if (!mch_document_get_sheet (document->source, candidate).final
          || mch_candidate_get (candidate, "registration_number") == NULL)
        continue;
      deposited++;
      without_account += candidate->account == NULL ? 1 : 0;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u deposited in the candidate's area",
                                       "%u deposited in the candidates' area", deposited),
                          deposited);
  if (without_account == 0)
    return g_steal_pointer (&text);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s, %u of which can be read once the account is open",
                   "%s, %u of which can be read once the accounts are open", without_account),
      text, without_account);
}

char *
mch_document_dup_remark (const MchDocument *document)
{
  g_return_val_if_fail (document != NULL, NULL);

  if (document->source->kind == MCH_DOCUMENT_CONFIRMATIONS)
    return dup_deposits (document);
  if (document->source->kind == MCH_DOCUMENT_BORDEREAU)
    return dup_incomplete_sentence (document);
  return NULL;
}

guint
mch_document_get_n_missing (const MchDocument *document)
{
  g_return_val_if_fail (document != NULL, 0);

  return document->n_missing;
}

MchFonts *
mch_document_get_fonts (MchDocument *document)
{
  g_return_val_if_fail (document != NULL, NULL);

  return document->fonts;
}

/* Draws one side of a confirmation's sheet; the other one is drawn beside it and dropped. */
static void
record_sheet_page (MchDocument *document, guint number, MchPage *page)
{
  const MchDocumentSource *source = document->source;
  guint sides = kinds[source->kind].sheet_pages;
  const MchCandidate *candidate = source->candidates->pdata[number / sides];
  g_autoptr (MchPage) other = mch_page_new ();

  if (source->kind == MCH_DOCUMENT_LETTERS)
    mch_document_record_letter (source, candidate, document->fonts, page, &document->n_missing);
  else if (number % sides == 0)
    mch_document_record_confirmation (source, candidate, document->fonts, page, other,
                                      &document->n_missing);
  else
    mch_document_record_confirmation (source, candidate, document->fonts, other, page,
                                      &document->n_missing);
}

void
mch_document_record_page (MchDocument *document, guint number, MchPage *page, double *ret_width,
                          double *ret_height)
{
  g_return_if_fail (document != NULL && page != NULL);
  g_return_if_fail (number < mch_document_get_n_pages (document));
  g_return_if_fail (ret_width != NULL && ret_height != NULL);

  mch_page_clear (page);
  if (document->report == NULL)
    {
      *ret_width = MCH_A4_WIDTH;
      *ret_height = MCH_A4_HEIGHT;
      record_sheet_page (document, number, page);
      return;
    }
  mch_report_get_size (document->report, ret_width, ret_height);
  mch_page_add_group (page, mch_report_get_page (document->report, number), 0, 0);
}

static gboolean
write_sheets (MchDocument *document, guint first, guint n, GOutputStream *stream,
              GCancellable *cancellable, GError **error)
{
  MchDocumentSource *source = document->source;
  g_autoptr (MchPage) front = mch_page_new ();
  g_autoptr (MchPage) back = mch_page_new ();
  MchPdfInfo info = { .title = source->title,
                      .author = source->frame.school,
                      .language = C_ ("language code", "en"),
                      .created_ms = source->now_ms,
                      .width = MCH_A4_WIDTH,
                      .height = MCH_A4_HEIGHT };
  g_autoptr (MchPdf) pdf = mch_pdf_new (stream, document->fonts, &info);

  for (guint i = 0; i < n; i++)
    {
      const MchCandidate *candidate = source->candidates->pdata[first + i];
      gboolean letter = source->kind == MCH_DOCUMENT_LETTERS;

      if (letter)
        mch_document_record_letter (source, candidate, document->fonts, front,
                                    &document->n_missing);
      else
        mch_document_record_confirmation (source, candidate, document->fonts, front, back,
                                          &document->n_missing);
      if (!mch_pdf_add_page (pdf, front, cancellable, error)
          || (!letter && !mch_pdf_add_page (pdf, back, cancellable, error)))
        return FALSE;
    }
  return mch_pdf_finish (pdf, cancellable, NULL, error);
}

gboolean
mch_document_write_pdf (MchDocument *document, guint first_page, guint n_pages,
                        GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  guint step;

  g_return_val_if_fail (document != NULL && document->fonts != NULL, FALSE);
  g_return_val_if_fail (n_pages > 0 && first_page + n_pages <= mch_document_get_n_pages (document),
                        FALSE);

  if (document->report != NULL)
    return mch_report_write_pdf (document->report, first_page, n_pages, stream, cancellable, error);
  step = get_step (document);
  g_return_val_if_fail (first_page % step == 0 && n_pages % step == 0, FALSE);
  return write_sheets (document, first_page / step, n_pages / step, stream, cancellable, error);
}

gboolean
mch_document_write_pdf_file (MchDocument *document, guint first_page, guint n_pages,
                             const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (MchOutput) output = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  output = mch_output_open (path, error);
  return output != NULL
         && mch_document_write_pdf (document, first_page, n_pages, mch_output_get_stream (output),
                                    cancellable, error)
         && mch_output_commit (output, error);
}

gboolean
mch_document_write_csv_file (MchDocument *document, const char *path, gboolean text_cells,
                             GError **error)
{
  g_autoptr (MchOutput) output = NULL;
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (document != NULL && path != NULL, FALSE);
  g_return_val_if_fail (document->listing != NULL, FALSE);

  text = g_string_new ("\357\273\277");
  mch_listing_append_csv (document->listing, text, text_cells);
  output = mch_output_open (path, error);
  return output != NULL && mch_output_write (output, text->str, text->len, error)
         && mch_output_commit (output, error);
}
