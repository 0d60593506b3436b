/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-report.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mch-pdf.h"
#include "print/mch-text-block.h"

#define MARGIN 14.0
#define HEADER_RULE 29.5
#define BODY_TOP 33.0
#define FOOTER 15.0 /* from the bottom */
#define RULE 0.25
#define CAPTION_SIZE 11.0
#define CAPTION_HEIGHT 7.0 /* mm */
#define HEADING_SIZE 12.0
#define PARAGRAPH_SPACE 0.12 /* mm a point of the text */

struct _MchReport
{
  MchFonts *fonts;
  char *title, *context, *establishment, *edited, *footer, *language;
  gint64 created_ms;
  double width, height;
  char *subtitle;
  GPtrArray *pages; /* MchPage */
  double y;         /* where the last page goes on; 0 while a new one must begin */
  gboolean finished;
};

MchReport *
mch_report_new (MchFonts *fonts, const MchReportInfo *info)
{
  MchReport *report;

  g_return_val_if_fail (fonts != NULL && info != NULL && info->title != NULL, NULL);

  report = g_new0 (MchReport, 1);
  report->fonts = mch_fonts_ref (fonts);
  report->title = g_strdup (info->title);
  report->context = g_strdup (info->context);
  report->establishment = g_strdup (info->establishment);
  report->edited = g_strdup (info->edited);
  report->footer = g_strdup (info->footer);
  /* Translators: the code of the language that slips are written in. */
  report->language =
      g_strdup (info->language != NULL ? info->language : C_ ("language code", "en"));
  report->created_ms = info->created_ms;
  report->width = info->landscape ? MCH_A4_HEIGHT : MCH_A4_WIDTH;
  report->height = info->landscape ? MCH_A4_WIDTH : MCH_A4_HEIGHT;
  report->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_page_unref);
  return report;
}

void
mch_report_free (MchReport *report)
{
  g_return_if_fail (report != NULL);

  g_ptr_array_unref (report->pages);
  g_free (report->title);
  g_free (report->context);
  g_free (report->establishment);
  g_free (report->edited);
  g_free (report->footer);
  g_free (report->language);
  g_free (report->subtitle);
  mch_fonts_unref (report->fonts);
  g_free (report);
}

static MchBox
get_body (const MchReport *report)
{
  return (MchBox){ MARGIN, BODY_TOP, report->width - 2 * MARGIN,
                   report->height - BODY_TOP - FOOTER - 2 };
}

void
mch_report_get_body (const MchReport *report, MchBox *ret_body)
{
  g_return_if_fail (report != NULL && ret_body != NULL);

  *ret_body = get_body (report);
}

void
mch_report_get_size (const MchReport *report, double *ret_width, double *ret_height)
{
  g_return_if_fail (report != NULL && ret_width != NULL && ret_height != NULL);

  *ret_width = report->width;
  *ret_height = report->height;
}

void
mch_report_set_subtitle (MchReport *report, const char *subtitle)
{
  g_return_if_fail (report != NULL);

  g_free (report->subtitle);
  report->subtitle = g_strdup (subtitle);
}

static void
write_line (MchReport *report, MchPage *page, const MchBox *box, MchFace face, double size,
            MchAlign align, const char *role, const char *text)
{
  MchTextStyle style = {
    .face = face, .size = size, .min_size = 7, .align = align, .middle = TRUE, .role = role
  };

  mch_text_box_add (page, report->fonts, &style, box, text, NULL);
}

static void
write_header (MchReport *report, MchPage *page)
{
  double width = report->width - 2 * MARGIN;
  gboolean subtitled = report->subtitle != NULL && *report->subtitle != '\0';
  double title_width = subtitled ? width * 0.6 : width;
  MchBox establishment = { MARGIN, 9.5, width * 0.65, 5.5 };
  MchBox edited = { MARGIN + width * 0.67, 9.5, width * 0.33, 5.5 };
  MchBox title = { MARGIN, 15, title_width, 8.5 };
  MchBox subtitle = { MARGIN + width * 0.62, 15, width * 0.38, 8.5 };
  MchBox context = { MARGIN, 23.6, width, 5 };

  write_line (report, page, &establishment, MCH_FACE_BOLD, 10, MCH_ALIGN_LEFT,
              "report-establishment", report->establishment);
  write_line (report, page, &edited, MCH_FACE_SANS, 8.5, MCH_ALIGN_RIGHT, "report-edited",
              report->edited);
  write_line (report, page, &title, MCH_FACE_BOLD, 15, MCH_ALIGN_LEFT, "report-title",
              report->title);
  write_line (report, page, &subtitle, MCH_FACE_BOLD, 14, MCH_ALIGN_RIGHT, "report-subtitle",
              report->subtitle);
  write_line (report, page, &context, MCH_FACE_SANS, 9.5, MCH_ALIGN_LEFT, "report-context",
              report->context);
  mch_page_add_line (page, MARGIN, HEADER_RULE, MARGIN + width, HEADER_RULE, RULE, 0, 0);
}

static MchPage *
get_last_page (MchReport *report)
{
  if (report->y <= 0)
    {
      MchPage *page = mch_page_new ();

      g_ptr_array_add (report->pages, page);
      write_header (report, page);
      report->y = BODY_TOP;
    }
  return report->pages->pdata[report->pages->len - 1];
}

/* What the last page has left, in mm. */
static double
get_room (MchReport *report)
{
  MchBox body = get_body (report);

  return report->y <= 0 ? body.height : body.y + body.height - report->y;
}

static gboolean
is_at_top (const MchReport *report)
{
  return report->y <= BODY_TOP + 0.001;
}

void
mch_report_break_page (MchReport *report)
{
  g_return_if_fail (report != NULL && !report->finished);

  report->y = 0;
}

MchPage *
mch_report_take (MchReport *report, double height, MchBox *ret_box)
{
  MchPage *page;

  g_return_val_if_fail (report != NULL && !report->finished && ret_box != NULL, NULL);

  if (height > get_room (report) && !is_at_top (report))
    mch_report_break_page (report);
  page = get_last_page (report);
  *ret_box = (MchBox){ MARGIN, report->y, report->width - 2 * MARGIN, height };
  report->y += height;
  return page;
}

void
mch_report_add_space (MchReport *report, double height)
{
  g_return_if_fail (report != NULL && !report->finished);

  /* None is needed at the top of a page. */
  if (!is_at_top (report))
    report->y += MIN (height, get_room (report));
}

/* @follow: what must have room on the same page, too. */
static void
add_text (MchReport *report, const MchTextStyle *style, double follow, const char *text)
{
  double width = report->width - 2 * MARGIN;
  g_autoptr (MchTextBlock) block = mch_text_block_new (report->fonts, style, width, text);
  double height = mch_text_block_get_height (block);
  MchPage *page;
  MchBox body = get_body (report), box;

  if (height + follow > get_room (report) && !is_at_top (report))
    mch_report_break_page (report);
  page = mch_report_take (report, MIN (height, get_room (report)), &box);
  if (height <= body.height)
    mch_text_block_add (block, page, box.x, box.y);
  else
    mch_text_box_add (page, report->fonts, style, &box, text, NULL);
}

void
mch_report_add_heading (MchReport *report, const char *text, double follow)
{
  MchTextStyle style = {
    .face = MCH_FACE_BOLD, .size = HEADING_SIZE, .min_size = 7, .role = "report-heading"
  };

  g_return_if_fail (report != NULL && !report->finished && text != NULL);

  mch_report_add_space (report, 3);
  add_text (report, &style, follow, text);
  mch_report_add_space (report, 1.5);
}

void
mch_report_add_paragraph (MchReport *report, MchFace face, double size, const char *text)
{
  MchTextStyle style = {
    .face = face, .size = size, .min_size = 6, .wrap = MCH_WRAP_FIRST, .role = "report-paragraph"
  };

  g_return_if_fail (report != NULL && !report->finished && text != NULL);

  if (*text == '\0')
    return;
  add_text (report, &style, 0, text);
  mch_report_add_space (report, size * PARAGRAPH_SPACE);
}

static void
add_caption (MchReport *report, MchPage *page, const MchBox *box, const char *caption,
             gboolean again)
{
  g_autofree char *continued = NULL;
  MchBox line = { box->x, box->y, box->width, box->height - 1 };

  if (box->height <= 0)
    return;
  if (again)
    /* Translators: the caption of a table that goes on from the page before. */
    continued = g_strdup_printf (_ ("%s (continued)"), caption);
  write_line (report, page, &line, MCH_FACE_BOLD, CAPTION_SIZE, MCH_ALIGN_LEFT, "report-caption",
              again ? continued : caption);
}

/* What the last page has room for. Returns: the first row that is left. */
static guint
add_rows (MchReport *report, MchTable *table, const char *caption, guint first)
{
  gboolean empty_page = is_at_top (report);
  MchPage *page = get_last_page (report);
  double caption_height = caption != NULL && *caption != '\0' ? CAPTION_HEIGHT : 0;
  MchBox line = { MARGIN, report->y, report->width - 2 * MARGIN, caption_height };
  MchBox box = { MARGIN, report->y + caption_height, line.width,
                 get_room (report) - caption_height };
  double height;
  guint next;

  if (!empty_page && !mch_table_has_room (table, box.height, first))
    return first;
  /* Before its table, to be read before it. */
  add_caption (report, page, &line, caption, first > 0);
  next = mch_table_draw (table, page, &box, first, &height);
  report->y += caption_height + height;
  return next;
}

void
mch_report_add_table (MchReport *report, MchTable *table, const char *caption)
{
  guint next = 0;

  g_return_if_fail (report != NULL && !report->finished && table != NULL);

  while (next < mch_table_get_n_rows (table))
    {
      next = add_rows (report, table, caption, next);
      if (next < mch_table_get_n_rows (table))
        mch_report_break_page (report);
    }
  mch_report_add_space (report, 4);
}

static void
write_footer (MchReport *report, guint number)
{
  MchPage *page = report->pages->pdata[number];
  double width = report->width - 2 * MARGIN;
  double top = report->height - FOOTER;
  MchBox left = { MARGIN, top + 1, width * 0.7, 5 };
  MchBox right = { MARGIN + width * 0.72, top + 1, width * 0.28, 5 };
  /* Translators: the number of a page, and how many there are. */
  g_autofree char *text = g_strdup_printf (_ ("Page %u of %u"), number + 1, report->pages->len);

  mch_page_add_line (page, MARGIN, top, MARGIN + width, top, RULE, 0, 0);
  write_line (report, page, &left, MCH_FACE_SANS, 8.5, MCH_ALIGN_LEFT, "report-footer",
              report->footer);
  write_line (report, page, &right, MCH_FACE_SANS, 8.5, MCH_ALIGN_RIGHT, "report-number", text);
}

guint
mch_report_finish (MchReport *report)
{
  g_return_val_if_fail (report != NULL && !report->finished, 0);

  if (report->pages->len == 0)
    get_last_page (report);
  for (guint i = 0; i < report->pages->len; i++)
    write_footer (report, i);
  report->finished = TRUE;
  return report->pages->len;
}

guint
mch_report_get_n_pages (const MchReport *report)
{
  g_return_val_if_fail (report != NULL, 0);

  return report->pages->len;
}

MchPage *
mch_report_get_page (const MchReport *report, guint number)
{
  g_return_val_if_fail (report != NULL && report->finished, NULL);
  g_return_val_if_fail (number < report->pages->len, NULL);

  return report->pages->pdata[number];
}

gboolean
mch_report_write_pdf (MchReport *report, guint first_page, guint n_pages, GOutputStream *stream,
                      GCancellable *cancellable, GError **error)
{
  MchPdfInfo info;
  g_autoptr (MchPdf) pdf = NULL;

  g_return_val_if_fail (report != NULL && report->finished, FALSE);
  g_return_val_if_fail (n_pages > 0 && first_page + n_pages <= report->pages->len, FALSE);

  info = (MchPdfInfo){ .title = report->title,
                       .author = report->establishment,
                       .language = report->language,
                       .created_ms = report->created_ms,
                       .width = report->width,
                       .height = report->height };
  pdf = mch_pdf_new (stream, report->fonts, &info);
  for (guint i = 0; i < n_pages; i++)
    if (!mch_pdf_add_page (pdf, report->pages->pdata[first_page + i], cancellable, error))
      return FALSE;
  return mch_pdf_finish (pdf, cancellable, NULL, error);
}
