/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of lists on any number of pages: no row is cut or lost, no text leaves its cell's page,
 * the header is on every page, what is empty is left out. */
#include <string.h>

#include "core/mch-paths.h"
#include "print/mch-pdf.h"
#include "print/mch-report.h"
#include "slips.h"

static const MchColumn columns[] = {
  { "N°", 1, MCH_ALIGN_RIGHT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
  { "Nom de famille", 4, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE },
  { "Prénom(s)", 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
  { "Nom d'usage", 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
  { "Code", 2, MCH_ALIGN_LEFT, MCH_FACE_MONO, MCH_COLUMN_CODE, FALSE },
  { "Signature", 4, MCH_ALIGN_CENTER, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE },
};

typedef struct
{
  guint n_rows;
  gboolean codes;
  gboolean hostile;
  gboolean landscape;
  MchTableStyle style;
} Shape;

static void
add_rows (MchTable *table, const Shape *shape)
{
  for (guint i = 0; i < shape->n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *name = shape->hostile ? test_hostile_name (i % test_hostile_count ()) : "AUBIN";
      const char *cells[] = { number,
                              name,
                              shape->hostile ? name : "Antoine",
                              NULL,
                              shape->codes ? "17023839693208480291" : NULL,
                              NULL };

      mch_table_add_row (table, cells);
    }
}

static MchReport *
make_report (MchFonts *fonts, const Shape *shape, const char *caption)
{
  MchReportInfo info = { .title = "Liste pour émargement",
                         .context = "CAP – JUIN 2027",
                         .establishment = "Lycée Test",
                         .footer = "3 candidats",
                         .landscape = shape->landscape };
  MchReport *report = mch_report_new (fonts, &info);
  g_autoptr (MchTable) table =
      mch_table_new (fonts, columns, G_N_ELEMENTS (columns), &shape->style);
  MchBox body;

  add_rows (table, shape);
  mch_report_get_body (report, &body);
  mch_table_prepare (table, body.width);
  mch_report_add_table (report, table, caption);
  mch_report_finish (report);
  return report;
}

static guint
count (GArray *placements, const char *role)
{
  guint n = 0;

  for (guint i = 0; i < placements->len; i++)
    n += strcmp (g_array_index (placements, MchPlacement, i).role, role) == 0;
  return n;
}

static void
check_ink (const MchReport *report, GArray *placements)
{
  const double slack = 0.05;
  MchBox body;
  double width, height;

  mch_report_get_body (report, &body);
  mch_report_get_size (report, &width, &height);
  for (guint i = 0; i < placements->len; i++)
    {
      const MchPlacement *placement = &g_array_index (placements, MchPlacement, i);
      const MchBox *ink = &placement->ink;
      gboolean inside =
          ink->x >= body.x - slack && ink->x + ink->width <= body.x + body.width + slack;

      if (!inside || ink->y < 8 || ink->y + ink->height > height - 8)
        g_error ("%s leaves the page", placement->role);
      if (g_str_has_prefix (placement->role, "cell")
          && (ink->y < body.y - slack || ink->y + ink->height > body.y + body.height + slack))
        g_error ("a cell leaves the body");
    }
}

/* The numbers of the rows on the pages, in order. */
static guint
check_numbers (const MchPage *page, guint next, guint n_rows)
{
  const char *text = mch_page_get_text (page);
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);

  for (guint i = 0; i < n && next <= n_rows; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", next);

      if (ops[i].kind == MCH_OP_TEXT && ops[i].n == strlen (number)
          && g_str_has_prefix (text + ops[i].text, number))
        next++;
    }
  return next;
}

static void
check_report (MchFonts *fonts, const Shape *shape)
{
  g_autoptr (MchReport) report = make_report (fonts, shape, "1CAP");
  guint n_pages = 0, next = 1, captions = 0;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_true (
      mch_report_write_pdf (report, 0, mch_report_get_n_pages (report), stream, NULL, NULL));
  for (;; n_pages++)
    {
      g_autoptr (GArray) placements = NULL;

      if (next > shape->n_rows)
        break;
      placements = mch_page_dup_placements (mch_report_get_page (report, n_pages));
      check_ink (report, placements);
      g_assert_cmpuint (count (placements, "table-head"), >=, 3);
      g_assert_cmpuint (count (placements, "report-title"), ==, 1);
      g_assert_cmpuint (count (placements, "report-number"), ==, 1);
      captions += count (placements, "report-caption");
      next = check_numbers (mch_report_get_page (report, n_pages), next, shape->n_rows);
    }
  g_assert_cmpuint (captions, ==, n_pages);
}

static void
test_pages (void)
{
  static const guint counts[] = { 1, 2, 3, 20, 37, 38, 39, 212, 1000 };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint kind = 0; kind < 16; kind++)
      {
        Shape shape = {
          counts[i], kind & 1, kind & 2, kind & 4, { 9.5, kind & 8 ? 11 : 0, kind & 8 }
        };

        check_report (fonts, &shape);
      }
}

/* A cell that no page has room for is set smaller, and all of it is there. */
static void
test_huge_cell (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autofree char *words = g_strnfill (9000, 'a');
  MchReportInfo info = { .title = "Liste" };
  g_autoptr (MchReport) report = mch_report_new (fonts, &info);
  MchTableStyle style = { 9.5, 0, FALSE };
  g_autoptr (MchTable) table = mch_table_new (fonts, columns, 3, &style);
  guint n_pages;

  for (gsize i = 7; i < 9000; i += 8)
    words[i] = ' ';
  mch_table_add_row (table, (const char *[]){ "1", "AUBIN", "Antoine" });
  mch_table_add_row (table, (const char *[]){ "2", words, words });
  mch_table_add_row (table, (const char *[]){ "3", "AUBIN", "Antoine" });
  mch_table_prepare (table, 182);
  mch_report_add_table (report, table, NULL);
  n_pages = mch_report_finish (report);
  g_assert_cmpuint (n_pages, >=, 2);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autoptr (GArray) placements = mch_page_dup_placements (mch_report_get_page (report, i));

      check_ink (report, placements);
    }
}

/* "Nom d'usage" holds nothing and is left out; "Signature" is a place to sign. */
static void
test_empty_columns (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  Shape shape = { .n_rows = 3, .style = { 9.5, 11, TRUE } };
  g_autoptr (MchReport) report = make_report (fonts, &shape, NULL);
  const char *text = mch_page_get_text (mch_report_get_page (report, 0));

  g_assert_null (strstr (text, "usage"));
  g_assert_null (strstr (text, "Code"));
  g_assert_nonnull (strstr (text, "Signature"));
}

/* Every text on grey can be read: black on it has a contrast of 4.5:1 and more. */
static void
test_contrast (void)
{
  double level = MCH_TABLE_SHADE <= 0.04045
                     ? MCH_TABLE_SHADE / 12.92
                     : __builtin_pow ((MCH_TABLE_SHADE + 0.055) / 1.055, 2.4);

  g_assert_cmpfloat ((level + 0.05) / 0.05, >, 4.5);
}

static void
test_page_numbers (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  Shape shape = { .n_rows = 100, .style = { 9.5, 0, FALSE } };
  g_autoptr (MchReport) report = make_report (fonts, &shape, NULL);

  g_assert_nonnull (strstr (mch_page_get_text (mch_report_get_page (report, 0)), "Page 1 sur 3"));
  g_assert_nonnull (strstr (mch_page_get_text (mch_report_get_page (report, 2)), "Page 3 sur 3"));
}

/* A heading is not left alone at the foot of a page, nor a table's first row. */
static void
test_flow (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (double filled = 150; filled < 260; filled += 3.7)
    {
      MchReportInfo info = { .title = "Liste" };
      g_autoptr (MchReport) report = mch_report_new (fonts, &info);
      MchTableStyle style = { 9.5, 0, FALSE };
      g_autoptr (MchTable) table = mch_table_new (fonts, columns, 3, &style);
      guint last = G_MAXUINT;
      MchBox box;

      for (guint i = 0; i < 3; i++)
        mch_table_add_row (table, (const char *[]){ "1", "AUBIN", "Antoine" });
      mch_report_take (report, filled - 40, &box);
      mch_report_add_heading (report, "Spécialité", 20);
      mch_table_prepare (table, 182);
      mch_report_add_table (report, table, "Légende");
      for (guint i = 0, n = mch_report_finish (report); i < n; i++)
        {
          g_autoptr (GArray) placements = mch_page_dup_placements (mch_report_get_page (report, i));
          guint cells = count (placements, "cell");

          check_ink (report, placements);
          if (count (placements, "report-caption") > 0)
            g_assert_cmpuint (cells, >=, last == G_MAXUINT ? 6 : 3);
          if (cells > 0)
            last = cells;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_paths_init_language ();
  g_test_add_func ("/table/pages", test_pages);
  g_test_add_func ("/table/huge-cell", test_huge_cell);
  g_test_add_func ("/table/empty-columns", test_empty_columns);
  g_test_add_func ("/table/contrast", test_contrast);
  g_test_add_func ("/table/page-numbers", test_page_numbers);
  g_test_add_func ("/table/flow", test_flow);
  return g_test_run ();
}
