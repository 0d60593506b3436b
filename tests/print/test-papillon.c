/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slip's geometry, and the job that writes slips to a file. */
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "core/mch-paths.h"
#include "print/mch-print-error.h"
#include "slips.h"

#define CREATED_MS 1793700000000

static MchFonts *
new_fonts (void)
{
  g_autoptr (GError) error = NULL;
  MchFonts *fonts = mch_fonts_new (NULL, &error);

  g_assert_no_error (error);
  return fonts;
}

static gboolean
boxes_touch (const MchBox *a, const MchBox *b)
{
  const double slack = 0.05;

  return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width
         && a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

static void
check_placements (const MchPage *page, const MchSlipGrid *grid, guint slot, guint first)
{
  const MchBox place = mch_slip_grid_get_place (grid, slot), *block = &place;
  const double margin = grid->inset_y > 0 ? MIN (grid->inset_x, grid->inset_y) - 0.1 : 8;
  g_autoptr (GArray) placements = mch_page_dup_placements (page);

  for (guint i = first; i < placements->len; i++)
    {
      const MchPlacement *one = &g_array_index (placements, MchPlacement, i);

      if (one->ink.x < block->x + margin || one->ink.y < block->y + margin
          || one->ink.x + one->ink.width > block->x + block->width - margin
          || one->ink.y + one->ink.height > block->y + block->height - margin)
        g_error ("%s leaves its block", one->role);
      for (guint j = first; j < i; j++)
        {
          const MchPlacement *two = &g_array_index (placements, MchPlacement, j);

          if (boxes_touch (&one->ink, &two->ink))
            g_error ("%s touches %s", one->role, two->role);
        }
    }
}

/* Every slip of the hostile list, in every place: all ink inside the block, no text on another. */
static void
check_layout (const MchSlipSheet *sheet)
{
  g_autoptr (MchFonts) fonts = new_fonts ();

  for (int layout = 0; layout < MCH_N_PAPILLON_LAYOUTS; layout++)
    {
      g_autoptr (MchPapillon) papillon = mch_papillon_new_for_layout (fonts, sheet, layout, NULL);
      TestSlips slips = { .n = test_hostile_count (), .hostile = TRUE };
      guint per_page = mch_papillon_layout_get_per_page (layout);

      g_assert_nonnull (papillon);
      for (guint i = 0; i < slips.n * per_page; i++)
        {
          g_autoptr (MchPage) page = mch_page_new ();
          MchSlip slip = { 0 };
          gboolean end = FALSE;

          if (i % slips.n == 0)
            slips.next = 0;
          test_slips_next (&slips, &slip, &end, NULL);
          mch_papillon_begin_page (papillon, page);
          g_assert_true (mch_papillon_add_slip (papillon, page, i / slips.n, &slip, NULL, NULL));
          check_placements (page, mch_papillon_layout_get_grid (layout), i / slips.n, 0);
        }
    }
}

static void
test_layout (void)
{
  MchSlipSheet sheet = test_sheet;

  check_layout (&sheet);
  sheet.demo = TRUE;
  check_layout (&sheet);
  sheet.text = "Bienvenue {prenom} {nom}, de {classe} : vous êtes {identifiant}. Réunion le 12 mai "
               "à 18 h dans la salle polyvalente ; venez avec une pièce d'identité, un stylo et "
               "une personne qui vous représente, pour signer la confirmation d'inscription.";
  check_layout (&sheet);
  sheet.reminder = TRUE;
  check_layout (&sheet);
  sheet.text = NULL;
  check_layout (&sheet);
}

/* Large print: every text of an ordinary slip has 16 points or more, and login and password more
 * than that. */
static void
test_large_print (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  MchSlipSheet sheet = test_sheet;
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP-EPC", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };

  for (int kind = 0; kind < 4; kind++)
    {
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;
      g_autoptr (MchPapillon) papillon = NULL;

      sheet.text = kind % 2 == 1 ? "Bienvenue {prenom} : réunion le 12 mai à 18 h." : NULL;
      sheet.reminder = kind >= 2;
      papillon = mch_papillon_new_for_layout (fonts, &sheet, MCH_PAPILLON_LARGE_PRINT, NULL);
      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
      placements = mch_page_dup_placements (page);
      g_assert_cmpuint (placements->len, >, 10);
      for (guint i = 0; i < placements->len; i++)
        {
          const MchPlacement *placement = &g_array_index (placements, MchPlacement, i);

          if (placement->size < 16)
            g_error ("%s has %.1f points", placement->role, placement->size);
          if (strcmp (placement->role, "login") == 0)
            g_assert_cmpfloat (placement->size, >, 20);
        }
    }
}

/* Small slips: nothing of an ordinary one is below 7.5 points, and login and password are 12 and
 * more. */
static void
test_small_slips (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP-EPC", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };

  for (int layout = 0; layout < MCH_N_PAPILLON_LAYOUTS; layout++)
    {
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;
      g_autoptr (MchPapillon) papillon =
          mch_papillon_new_for_layout (fonts, &test_sheet, layout, NULL);

      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
      placements = mch_page_dup_placements (page);
      for (guint i = 0; i < placements->len; i++)
        {
          const MchPlacement *placement = &g_array_index (placements, MchPlacement, i);
          gboolean value =
              strcmp (placement->role, "login") == 0 || strcmp (placement->role, "code") == 0;

          if (placement->size < (value ? 12 : 7.5))
            g_error ("layout %d: %s has %.1f points", layout, placement->role, placement->size);
        }
    }
}

/* Every language: all its paragraphs in letters of our fonts, at 9 points or more, on nothing else
 * and with the establishment's own words as well; from right to left at the right edge. */
static void
test_languages (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  const MchSlipGrid *grid = mch_papillon_layout_get_grid (MCH_PAPILLON_ONE_PER_PAGE);
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP-EPC", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };

  for (int language = 1; language < MCH_N_SLIP_LANGUAGES; language++)
    for (int reminder = 0; reminder < 2; reminder++)
      {
        const MchSlipWords *words = mch_slip_language_get_words (language);
        const char *const *paragraphs = reminder ? words->reminder : words->slip;
        MchSlipSheet sheet = test_sheet;
        g_autoptr (MchPapillon) papillon = NULL;
        g_autoptr (MchPage) page = mch_page_new ();
        g_autoptr (GArray) placements = NULL;
        guint n_lines = 0;

        for (guint i = 0; i < MCH_SLIP_LANGUAGE_PARAGRAPHS; i++)
          {
            g_autoptr (MchRun) run = mch_run_new ();

            mch_fonts_shape (fonts, MCH_FACE_SANS, paragraphs[i], strlen (paragraphs[i]), run);
            g_assert_cmpuint (run->n_missing, ==, 0);
          }
        sheet.language = language;
        sheet.reminder = reminder;
        sheet.text = "Réunion le 12 mai à 18 h dans la salle polyvalente.";
        papillon = mch_papillon_new_for_layout (fonts, &sheet, MCH_PAPILLON_ONE_PER_PAGE, NULL);
        mch_papillon_begin_page (papillon, page);
        g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
        check_placements (page, grid, 0, 0);
        placements = mch_page_dup_placements (page);
        for (guint i = 0; i < placements->len; i++)
          {
            const MchPlacement *one = &g_array_index (placements, MchPlacement, i);

            if (strcmp (one->role, "second") != 0)
              continue;
            n_lines++;
            g_assert_cmpfloat (one->size, >=, 9);
            if (words->rtl)
              g_assert_cmpfloat_with_epsilon (one->ink.x + one->ink.width, 190, 1);
            else
              g_assert_cmpfloat_with_epsilon (one->ink.x, 20, 1);
          }
        g_assert_cmpuint (n_lines, >=, 1 + MCH_SLIP_LANGUAGE_PARAGRAPHS);
      }
}

/* In the window of an envelope, wherever the sheet slides in it, stands the recipient alone, whole;
 * what is secret is inside the folds. */
static void
test_envelope (void)
{
  const MchBox may_show = { 88, 32, 114, 60 }, shows = { 100, 55, 90, 24 };
  g_autoptr (MchFonts) fonts = new_fonts ();
  MchSlipSheet sheet = test_sheet;

  for (guint i = 0; i < 2 * test_hostile_count (); i++)
    {
      g_autoptr (MchPapillon) papillon =
          mch_papillon_new_for_layout (fonts, &sheet, MCH_PAPILLON_ENVELOPE, NULL);
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;
      TestSlips slips = { .n = test_hostile_count (), .hostile = TRUE };
      MchSlip slip = { 0 };
      guint n_lines = 0;

      test_slips_get (&slips, i / 2, &slip);
      if (i % 2 == 1)
        {
          slip.address[0] = "Résidence des Tilleuls, bâtiment B, escalier 12, appartement 304";
          slip.address[1] = "1 rue de l'École";
          slip.postal_code = "25000";
          slip.city = "Besançon";
        }
      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
      placements = mch_page_dup_placements (page);
      for (guint j = 0; j < placements->len; j++)
        {
          const MchPlacement *one = &g_array_index (placements, MchPlacement, j);
          const MchBox *ink = &one->ink;
          gboolean recipient = strcmp (one->role, "recipient") == 0;

          n_lines += recipient;
          g_assert_cmpint (boxes_touch (ink, &may_show), ==, recipient);
          if (recipient)
            g_assert_true (ink->x >= shows.x && ink->x + ink->width <= shows.x + shows.width
                           && ink->y >= shows.y && ink->y + ink->height <= shows.y + shows.height);
          if (strcmp (one->role, "login") == 0 || strcmp (one->role, "code") == 0)
            g_assert_true (ink->y > 99 && ink->y + ink->height < 198);
        }
      g_assert_cmpuint (n_lines, >=, i % 2 == 1 ? 3 : 1);
    }
}

static guint
count_role (const MchPage *page, const char *role)
{
  g_autoptr (GArray) placements = mch_page_dup_placements (page);
  guint n = 0;

  for (guint i = 0; i < placements->len; i++)
    n += g_strcmp0 (g_array_index (placements, MchPlacement, i).role, role) == 0;
  return n;
}

/* The establishment's own text is on every slip, or on none; one that cannot be printed stops the
 * job before its first page. */
static void
test_own_text (void)
{
  static const struct
  {
    const char *text;
    gboolean valid;
    gboolean printed;
  } table[] = {
    { NULL, TRUE, FALSE },
    { "", TRUE, FALSE },
    { "Bonjour.", TRUE, TRUE },
    { "{prenom}", TRUE, TRUE },
    { "{etablissement}", TRUE, TRUE },
    { "{prenon}", FALSE, FALSE },
    { "Bonjour {", FALSE, FALSE },
  };
  g_autoptr (MchFonts) fonts = new_fonts ();
  MchSlipSheet sheet = test_sheet;
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP-EPC", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (MchPapillon) papillon = NULL;
      g_autoptr (GError) error = NULL;

      sheet.text = table[i].text;
      papillon = mch_papillon_new (fonts, &sheet, 2, &error);
      g_assert_cmpint (papillon != NULL, ==, table[i].valid);
      if (papillon == NULL)
        {
          g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
          continue;
        }
      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
      g_assert_cmpuint (count_role (page, "text"), ==, table[i].printed);
    }
}

/* A reminder never shows a password, even when it is given one. */
static void
test_reminder (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (MchPapillon) papillon = NULL;
  MchSlipSheet sheet = test_sheet;
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP-EPC", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };

  sheet.reminder = TRUE;
  papillon = mch_papillon_new (fonts, &sheet, 1, NULL);
  mch_papillon_begin_page (papillon, page);
  g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
  g_assert_nonnull (strstr (mch_page_get_text (page), "antoine.aubin"));
  g_assert_null (strstr (mch_page_get_text (page), "7KBTR"));
  g_assert_cmpuint (count_role (page, "expiry"), ==, 1);
}

static void
test_hostile_sheet (void)
{
  g_autofree char *many = g_strnfill (400, 'W');
  g_autofree char *url = g_strconcat ("https://", many, ".example/", NULL);
  g_autofree char *words = g_strjoin (" ", many, many, "fin", NULL);
  MchSlipSheet sheet = { .establishment = words,
                         .address = words,
                         .phone = many,
                         .email = many,
                         .exam = words,
                         .session = "JUIN\n2027",
                         .academy = many,
                         .portal_url = url,
                         .expiry_date = "2027-08-15",
                         .note = words,
                         .text = words,
                         .demo = TRUE };
  MchSlipSheet least = { .establishment = "L", .portal_url = "https://a.example" };

  check_layout (&sheet);
  check_layout (&least);
}

/* Login and password: one run each, in the monospaced face, 14 pt or more. */
static void
test_values (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();

  for (guint per_page = 1; per_page <= 2; per_page++)
    {
      g_autoptr (MchPapillon) papillon = mch_papillon_new (fonts, &test_sheet, per_page, NULL);
      g_autoptr (MchPage) page = mch_page_new ();
      MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP", "antoine.aubin", "7KBTR-XM4P9-2WHQE" };
      guint n, n_values = 0;
      const MchOp *ops;

      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, NULL));
      ops = mch_page_get_ops (page, &n);
      for (guint i = 0; i < n; i++)
        {
          const MchGlyph *glyphs = mch_page_get_glyphs (page) + ops[i].first;

          if (ops[i].kind != MCH_OP_TEXT || glyphs[0].face != MCH_FACE_MONO)
            continue;
          n_values++;
          g_assert_cmpuint (ops[i].n, ==, n_values == 1 ? 13 : 17);
          g_assert_cmpfloat (ops[i].size, >=, 14);
          for (guint j = 0; j < ops[i].n; j++)
            g_assert_cmpint (glyphs[j].face, ==, MCH_FACE_MONO);
        }
      g_assert_cmpuint (n_values, ==, 2);
    }
}

/* A long login shrinks to 9 pt before it is broken, and then after a dot only. */
static void
test_long_login (void)
{
  static const struct
  {
    const char *login;
    guint lines;
    double least;
  } table[] = {
    { "antoine.aubin", 1, 19 },
    { "jean-baptiste.saint-cyr-martin", 1, 14 },
    { "marie-charlotte-eleonore.de-montmorency-laval", 1, 9 },
    { "marie-charlotte-eleonore-josephe-anne.de-montmorency-laval-lefebvre-desnouettes", 2, 9 },
  };
  g_autoptr (MchFonts) fonts = new_fonts ();
  g_autoptr (MchPapillon) papillon = mch_papillon_new (fonts, &test_sheet, 2, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;
      MchSlip slip = { "A", "B", NULL, NULL, table[i].login, NULL };
      guint lines = 0;

      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 1, &slip, NULL, NULL));
      placements = mch_page_dup_placements (page);
      for (guint j = 0; j < placements->len; j++)
        {
          const MchPlacement *placement = &g_array_index (placements, MchPlacement, j);

          if (g_strcmp0 (placement->role, "login") != 0)
            continue;
          lines++;
          g_assert_cmpfloat (placement->size, >=, table[i].least - 0.01);
        }
      g_assert_cmpuint (lines, ==, table[i].lines);
    }
}

static void
test_cut_line (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  g_autoptr (MchPapillon) two = mch_papillon_new (fonts, &test_sheet, 2, NULL);
  g_autoptr (MchPapillon) one = mch_papillon_new (fonts, &test_sheet, 1, NULL);
  g_autoptr (MchPage) page = mch_page_new ();
  const MchOp *ops;
  guint n, n_group, n_dashed = 0;

  mch_papillon_begin_page (one, page);
  mch_page_get_ops (page, &n);
  g_assert_cmpuint (n, ==, 0);
  mch_papillon_begin_page (two, page);
  ops = mch_page_get_ops (page, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (ops[0].kind, ==, MCH_OP_GROUP);
  g_assert_cmpfloat_with_epsilon (ops[0].y, 0, 1e-9);
  for (guint i = 0; i < (mch_page_get_ops (ops[0].group, &n_group), n_group); i++)
    {
      const MchOp *op = &mch_page_get_ops (ops[0].group, &n_group)[i];
      const MchSegment *segments = mch_page_get_segments (ops[0].group) + op->first;

      if (op->dash <= 0)
        continue;
      n_dashed++;
      g_assert_cmpfloat_with_epsilon (segments[0].v[1], 148.5, 1e-9);
      g_assert_cmpfloat_with_epsilon (segments[1].v[1], 148.5, 1e-9);
    }
  g_assert_cmpuint (n_dashed, ==, 1);
}

static void
test_warnings (void)
{
  static const struct
  {
    MchSlip slip;
    gboolean warned;
  } table[] = {
    { { "Aubin", "Antoine", NULL, "1CAP", "a.a" }, FALSE },
    { { "Nguyễn", "Ẩn", NULL, "1CAP", "a.n" }, FALSE },
    { { "王", "小明", NULL, "1CAP", "x.w" }, TRUE },
    { { "Aubin", "Antoine", NULL, "龍", "a.a2" }, TRUE },
  };
  g_autoptr (MchFonts) fonts = new_fonts ();
  g_autoptr (MchPapillon) papillon = mch_papillon_new (fonts, &test_sheet, 1, NULL);
  g_autoptr (MchPage) page = mch_page_new ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *warning = NULL;

      mch_papillon_begin_page (papillon, page);
      g_assert_true (mch_papillon_add_slip (papillon, page, 0, &table[i].slip, &warning, NULL));
      g_assert_cmpint (warning != NULL, ==, table[i].warned);
      if (warning != NULL)
        g_assert_nonnull (strstr (warning, table[i].slip.login));
    }
}

static void
test_invalid (void)
{
  g_autoptr (MchFonts) fonts = new_fonts ();
  g_autoptr (MchPapillon) papillon = mch_papillon_new (fonts, &test_sheet, 1, NULL);
  g_autoptr (MchPage) page = mch_page_new ();
  MchSlipSheet sheets[] = { test_sheet, test_sheet, test_sheet, test_sheet, test_sheet };
  MchSlip slip = { "Aubin", "Antoine", NULL, "1CAP", "" };
  g_autoptr (GError) error = NULL;

  sheets[0].establishment = "";
  sheets[1].portal_url = NULL;
  sheets[2].expiry_date = "2027-02-30";
  sheets[3].expiry_date = "15/08/2027";
  sheets[4].expiry_date = "2027-08-1a";
  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GError) own = NULL;

      g_assert_null (mch_papillon_new (fonts, &sheets[i], 1, &own));
      g_assert_error (own, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
    }
  g_assert_false (mch_papillon_add_slip (papillon, page, 0, &slip, NULL, &error));
  g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
}

static GBytes *
write_slips (guint n, guint per_page, MchPapillonResult *ret_result)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  TestSlips slips = { .n = n };

  mch_papillon_write_pdf (&test_sheet, NULL, per_page, test_slips_next, NULL, &slips, stream,
                          CREATED_MS, NULL, ret_result, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/* ACC-22: one a page, two a page. */
static void
test_counts (void)
{
  static const guint counts[] = { 1, 2, 3, 64, 65, 129, 212 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint per_page = 1; per_page <= 2; per_page++)
      {
        g_auto (MchPapillonResult) result = { 0 };
        g_autoptr (GBytes) bytes = write_slips (counts[i], per_page, &result);
        g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

        g_assert_cmpuint (result.n_slips, ==, counts[i]);
        g_assert_cmpuint (result.n_pages, ==, (counts[i] + per_page - 1) / per_page);
        g_assert_cmpuint (result.n_warnings, ==, 0);
        g_assert_cmpstr (result.sha256, ==, sum);
      }
}

static void
test_deterministic (void)
{
  g_autoptr (GBytes) one = write_slips (70, 2, NULL);
  g_autoptr (GBytes) two = write_slips (70, 2, NULL);
  g_autoptr (GBytes) other = write_slips (71, 2, NULL);

  g_assert_true (g_bytes_equal (one, two));
  g_assert_false (g_bytes_equal (one, other));
}

/* A disk that is full at the first byte, and one that fills up later, are both told. */
static void
test_disk_full (void)
{
  static const guint counts[] = { 1, 2000 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GError) error = NULL;
      TestSlips slips = { .n = counts[i] };

      g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, NULL,
                                                   &slips, "/dev/full", CREATED_MS, NULL, NULL,
                                                   &error));
      g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT);
    }
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
fail_at_third (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error)
{
  TestSlips *slips = user_data;

  if (slips->next == 2)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "third");
      return FALSE;
    }
  return test_slips_next (user_data, slip, ret_end, error);
}

static void
cancel (guint n_slips, gpointer user_data)
{
  TestSlips *slips = user_data;

  if (n_slips == 200)
    g_cancellable_cancel (slips->cancellable);
}

/* Whatever stops a job, the file of before stays and no other is left. */
static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("slips-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "papillons.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "papillons.pdf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TestSlips slips = { .n = 3 }, none = { 0 }, failing = { .n = 9 };
  TestSlips many = { .n = 1000, .cancellable = cancellable };
  g_autofree char *contents = NULL;
  struct stat info;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, NULL, &none,
                                               path, CREATED_MS, NULL, NULL, &error));
  g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_EMPTY);
  g_clear_error (&error);
  g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, fail_at_third, NULL, &failing,
                                               path, CREATED_MS, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, cancel, &many,
                                               path, CREATED_MS, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (many.next, <, 300);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "before");
  g_assert_cmpuint (count_entries (folder), ==, 1);

  g_assert_true (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, NULL, &slips,
                                              path, CREATED_MS, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpuint (count_entries (folder), ==, 1);
  slips.next = 0;
  g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, NULL, &slips,
                                               nowhere, CREATED_MS, NULL, NULL, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT);
  g_clear_error (&error);
  g_assert_false (mch_papillon_write_pdf_file (&test_sheet, NULL, 1, test_slips_next, NULL, &slips,
                                               folder, CREATED_MS, NULL, NULL, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_paths_init_language ();
  g_test_add_func ("/papillon/layout", test_layout);
  g_test_add_func ("/papillon/hostile-sheet", test_hostile_sheet);
  g_test_add_func ("/papillon/large-print", test_large_print);
  g_test_add_func ("/papillon/small-slips", test_small_slips);
  g_test_add_func ("/papillon/languages", test_languages);
  g_test_add_func ("/papillon/envelope", test_envelope);
  g_test_add_func ("/papillon/own-text", test_own_text);
  g_test_add_func ("/papillon/reminder", test_reminder);
  g_test_add_func ("/papillon/values", test_values);
  g_test_add_func ("/papillon/long-login", test_long_login);
  g_test_add_func ("/papillon/cut-line", test_cut_line);
  g_test_add_func ("/papillon/warnings", test_warnings);
  g_test_add_func ("/papillon/invalid", test_invalid);
  g_test_add_func ("/papillon/counts", test_counts);
  g_test_add_func ("/papillon/deterministic", test_deterministic);
  g_test_add_func ("/papillon/disk-full", test_disk_full);
  g_test_add_func ("/papillon/file", test_file);
  return g_test_run ();
}
