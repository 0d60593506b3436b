/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips laid out as a job: every layout and order, from one slip to five thousand, drawn whole. */
#include <glib/gstdio.h>
#include <string.h>

#include "core/mch-paths.h"
#include "print/mch-print-error.h"
#include "print/papillon/mch-papillon-private.h"
#include "slips.h"

#define CREATED_MS 1793700000000

static MchPapillonJob *
new_job (MchFonts *fonts, TestSlips *slips, const MchPapillonOptions *options)
{
  g_autoptr (GError) error = NULL;
  MchPapillonJob *job = mch_papillon_job_new (fonts, &test_sheet, options, slips->n, test_slips_get,
                                              slips, NULL, &error);

  g_assert_no_error (error);
  return job;
}

static gboolean
has_role (const MchPage *page, const char *role, guint *ret_n)
{
  g_autoptr (GArray) placements = mch_page_dup_placements (page);

  *ret_n = 0;
  for (guint i = 0; i < placements->len; i++)
    *ret_n += g_strcmp0 (g_array_index (placements, MchPlacement, i).role, role) == 0;
  return *ret_n > 0;
}

/* The place that the plan keeps for what is called @role; NULL for a separator's. */
static const MchPlace *
find_place (const MchPapillonPlan *plan, const char *role)
{
  const struct
  {
    const char *role;
    const MchPlace *place;
  } places[] = {
    { "establishment", &plan->establishment },
    { "address", &plan->address },
    { "contact", &plan->contact },
    { "kind", &plan->kind },
    { "exam", &plan->exam },
    { "recipient", &plan->recipient },
    { "name", &plan->name },
    { "division", &plan->division },
    { "sentence", &plan->sentence },
    { "login-label", &plan->login_label },
    { "login", &plan->login },
    { "code-label", &plan->code_label },
    { "code", &plan->code },
    { "url", &plan->url },
    { "expiry", &plan->expiry },
    { "account", &plan->account },
    { "help", &plan->help },
    { "note", &plan->note },
    { "second", &plan->second },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (places[i].role, role) == 0)
      return places[i].place;
  return NULL;
}

/* Beside a larger text on the same line, a text is lowered by as much at most. */
#define LOWERED 1.6

/* The place on the page in which @ink begins. */
static MchBox
find_block (const MchSlipGrid *grid, const MchBox *ink)
{
  MchBox block = { 0 };

  for (guint slot = 0; slot < grid->columns * grid->rows; slot++)
    {
      block = mch_slip_grid_get_place (grid, slot);
      if (ink->x >= block.x && ink->x < block.x + block.width && ink->y >= block.y
          && ink->y < block.y + block.height)
        return block;
    }
  g_assert_not_reached ();
}

/* No text leaves its place, nor the sheet's margin; none comes near the cut. */
static void
check_ink (const MchPage *page, const MchPapillonOptions *options)
{
  const MchPapillonPlan *plan = mch_papillon_get_plan (options->layout, FALSE, options->language);
  const MchSlipGrid *grid = mch_papillon_layout_get_grid (options->layout);
  g_autoptr (GArray) placements = mch_page_dup_placements (page);
  double margin = grid->inset_x > 0 ? grid->inset_x : 8;
  double foot = grid->inset_y > 0 ? grid->inset_y : 8;

  g_assert_cmpuint (placements->len, >, 0);
  for (guint i = 0; i < placements->len; i++)
    {
      const MchPlacement *placement = &g_array_index (placements, MchPlacement, i);
      const MchPlace *place = find_place (plan, placement->role);
      double right = placement->ink.x + placement->ink.width;
      double bottom = placement->ink.y + placement->ink.height;
      MchBox block = find_block (grid, &placement->ink);
      double left = block.x + grid->inset_x, top = block.y + grid->inset_y;

      g_assert_cmpfloat (placement->ink.x, >=, block.x + margin - 0.1);
      if (place == NULL)
        {
          g_assert_true (g_str_has_prefix (placement->role, "separator"));
          /* A separator that has the sheet to itself is not cut. */
          g_assert_cmpfloat (right, <=, MCH_A4_WIDTH - margin + 0.1);
          g_assert_cmpfloat (bottom, <=, MCH_A4_HEIGHT - 8);
          continue;
        }
      g_assert_cmpfloat (right, <=, block.x + block.width - margin + 0.1);
      g_assert_cmpfloat (placement->ink.y, >=, top + place->box.y - 0.1);
      g_assert_cmpfloat (bottom, <=, top + place->box.y + place->box.height + LOWERED);
      g_assert_cmpfloat (bottom, <=, block.y + block.height - foot + 0.6);
      g_assert_cmpfloat (placement->ink.x, >=, left + place->box.x - 0.1);
      /* Without a division the name has the whole line. */
      if (strcmp (placement->role, "name") != 0)
        g_assert_cmpfloat (right, <=, left + place->box.x + place->box.width + 0.1);
    }
}

static void
check_job (MchFonts *fonts, TestSlips *slips, const MchPapillonOptions *options)
{
  g_autoptr (MchPapillonJob) job = new_job (fonts, slips, options);
  g_autoptr (MchPage) page = mch_page_new ();
  g_auto (MchPapillonResult) result = { 0 };
  guint n_codes = 0, n_separators = 0;

  for (guint i = 0; i < mch_papillon_job_get_n_pages (job); i++)
    {
      guint n;

      g_assert_true (mch_papillon_job_record_page (job, i, page, &result, NULL));
      check_ink (page, options);
      has_role (page, "code", &n);
      n_codes += n;
      has_role (page, "separator-rank", &n);
      n_separators += n;
    }
  g_assert_cmpuint (n_codes, ==, slips->n);
  g_assert_cmpuint (result.n_slips, ==, slips->n);
  g_assert_cmpuint (result.n_pages, ==, mch_papillon_job_get_n_pages (job));
  g_assert_cmpuint (
      n_separators, ==,
      options->separators == MCH_SEPARATORS_SHEET ? mch_papillon_job_get_n_classes (job) : 0);
}

static const MchPapillonOptions every_option[] = {
  { MCH_PAPILLON_ONE_PER_PAGE, MCH_SEPARATORS_NONE, FALSE, 0 },
  { MCH_PAPILLON_ONE_PER_PAGE, MCH_SEPARATORS_SHEET, FALSE, 1 },
  { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NONE, FALSE, 2 },
  { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NEW_PAGE, FALSE, 1 },
  { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_SHEET, FALSE, 2 },
  { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NONE, TRUE, 0 },
  { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_SHEET, TRUE, 2 },
  { MCH_PAPILLON_LARGE_PRINT, MCH_SEPARATORS_NONE, FALSE, 0 },
  { MCH_PAPILLON_LARGE_PRINT, MCH_SEPARATORS_SHEET, FALSE, 1 },
  { MCH_PAPILLON_FOUR_PER_PAGE, MCH_SEPARATORS_NEW_PAGE, FALSE, 3 },
  { MCH_PAPILLON_FOUR_PER_PAGE, MCH_SEPARATORS_SHEET, TRUE, 2 },
  { MCH_PAPILLON_EIGHT_PER_PAGE, MCH_SEPARATORS_SHEET, FALSE, 8 },
  { MCH_PAPILLON_EIGHT_PER_PAGE, MCH_SEPARATORS_SHEET, TRUE, 5 },
  { MCH_PAPILLON_LABELS_99_139, MCH_SEPARATORS_NONE, FALSE, 4 },
  { MCH_PAPILLON_LABELS_105_74, MCH_SEPARATORS_NEW_PAGE, FALSE, 2 },
  { MCH_PAPILLON_LABELS_99_68, MCH_SEPARATORS_NONE, FALSE, 0 },
  { MCH_PAPILLON_LABELS_99_57, MCH_SEPARATORS_NEW_PAGE, FALSE, 7 },
  { MCH_PAPILLON_ENVELOPE, MCH_SEPARATORS_SHEET, FALSE, 0 },
  { .language = MCH_SLIP_LANGUAGE_AR },
};

static void
test_every_layout (void)
{
  static const guint counts[] = { 1, 2, 3, 7, 8, 9, 65, 212, 1001 };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (every_option); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (counts); j++)
      {
        TestSlips slips = { .n = counts[j] };

        check_job (fonts, &slips, &every_option[i]);
      }
}

static void
test_hostile (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (every_option); i++)
    {
      TestSlips slips = { .n = test_hostile_count (), .hostile = TRUE };

      check_job (fonts, &slips, &every_option[i]);
    }
}

/* The most, and any number in between, with every hostile name among them. How many pages that
 * makes for small slips is test-imposition's: a thousand of them tell whether their texts stay
 * inside. */
static void
test_up_to_five_thousand (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (every_option); i++)
    {
      guint random = (guint) g_test_rand_int_range (1, 5000);
      gboolean grid = every_option[i].layout > MCH_PAPILLON_TWO_PER_PAGE
                      && every_option[i].layout != MCH_PAPILLON_LARGE_PRINT;
      TestSlips most = { .n = grid ? 1000 : 5000, .mixed = TRUE };
      TestSlips any = { .n = random, .mixed = TRUE };

      g_test_message ("%u slips of layout %" G_GSIZE_FORMAT, random, i);
      check_job (fonts, &most, &every_option[i]);
      check_job (fonts, &any, &every_option[i]);
    }
}

/* A job without options is the same file as slips written one after the other. */
static void
test_same_bytes (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (guint per_page = 1; per_page <= 2; per_page++)
    {
      TestSlips one = { .n = 131, .hostile = FALSE }, two = { .n = 131 };
      MchPapillonOptions options = { .layout = per_page == 2 };
      g_autoptr (MchPapillonJob) job = NULL;
      g_autoptr (GOutputStream) first = g_memory_output_stream_new_resizable ();
      g_autoptr (GOutputStream) second = g_memory_output_stream_new_resizable ();
      g_auto (MchPapillonResult) alone = { 0 }, together = { 0 };

      one.plain = two.plain = TRUE;
      job = new_job (fonts, &two, &options);
      g_assert_true (mch_papillon_write_pdf (&test_sheet, fonts, per_page, test_slips_next, NULL,
                                             &one, first, CREATED_MS, NULL, &alone, NULL));
      g_assert_true (mch_papillon_job_write_pdf (job, 0, mch_papillon_job_get_n_pages (job), second,
                                                 CREATED_MS, NULL, NULL, NULL, &together, NULL));
      g_assert_cmpstr (alone.sha256, ==, together.sha256);
      g_assert_cmpuint (alone.n_pages, ==, together.n_pages);
    }
}

/* Parts are whole files of their own and hold every slip once. */
static void
test_parts (void)
{
  g_autofree char *folder = g_dir_make_tmp ("parts-XXXXXX", NULL);
  TestSlips slips = { .n = 1201 };
  MchPapillonOptions options = { .layout = MCH_PAPILLON_ONE_PER_PAGE };
  g_autoptr (MchPapillonJob) job = new_job (NULL, &slips, &options);
  guint total = 0;

  g_assert_cmpuint (mch_papillon_job_get_n_parts (job), ==, 3);
  for (guint part = 0; part < 3; part++)
    {
      g_autofree char *name = g_strdup_printf ("%u.pdf", part);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_auto (MchPapillonResult) result = { 0 };
      guint first, n;

      mch_papillon_job_get_part (job, part, &first, &n);
      g_assert_cmpuint (n, <=, MCH_PAPILLON_MAX_JOB_PAGES);
      g_assert_true (mch_papillon_job_write_pdf_file (job, first, n, path, CREATED_MS, NULL, NULL,
                                                      NULL, &result, NULL));
      g_assert_cmpuint (result.n_pages, ==, n);
      total += result.n_slips;
      g_unlink (path);
    }
  g_assert_cmpuint (total, ==, 1201);
  g_rmdir (folder);
}

static void
test_size (void)
{
  TestSlips slips = { .n = 188 }, single = { .n = 1 };
  MchPapillonOptions options = { .layout = MCH_PAPILLON_TWO_PER_PAGE };
  g_autoptr (MchPapillonJob) job = new_job (NULL, &slips, &options);
  g_autoptr (MchPapillonJob) least = new_job (NULL, &single, &options);
  g_autofree char *words = mch_papillon_job_dup_size (job);
  g_autofree char *few = mch_papillon_job_dup_size (least);
  g_autofree char *classes = g_strdup_printf ("%u classes", mch_papillon_job_get_n_classes (job));

  g_assert_true (g_str_has_prefix (words, "188 papillons, 94 pages, "));
  g_assert_true (g_str_has_suffix (words, classes));
  g_assert_cmpstr (few, ==, "1 papillon, 1 page, 1 classe");
}

static void
test_refused (void)
{
  static const struct
  {
    MchPapillonOptions options;
    guint n;
    int code;
  } table[] = {
    { { 0 }, 0, MCH_PAPILLON_ERROR_EMPTY },
    { { .start_at = 2 }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_TWO_PER_PAGE, .start_at = 3 }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_FOUR_PER_PAGE, .start_at = 5 }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_EIGHT_PER_PAGE, .start_at = 9 }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_LABELS_99_57, .start_at = 11 }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_LABELS_99_68, .pile_cut = TRUE }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { MCH_PAPILLON_LABELS_105_74, MCH_SEPARATORS_SHEET, FALSE, 0 },
      1,
      MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_TWO_PER_PAGE, .language = MCH_SLIP_LANGUAGE_EN },
      1,
      MCH_PAPILLON_ERROR_INVALID },
    { { .pile_cut = TRUE }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { .layout = MCH_PAPILLON_LARGE_PRINT, .pile_cut = TRUE }, 1, MCH_PAPILLON_ERROR_INVALID },
    { { MCH_PAPILLON_TWO_PER_PAGE, MCH_SEPARATORS_NEW_PAGE, TRUE, 0 },
      1,
      MCH_PAPILLON_ERROR_INVALID },
  };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TestSlips slips = { .n = table[i].n };
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_papillon_job_new (fonts, &test_sheet, &table[i].options, slips.n,
                                           test_slips_get, &slips, NULL, &error));
      g_assert_error (error, MCH_PAPILLON_ERROR, table[i].code);
    }
}

/* Told before the first page: who cannot be drawn where no font has his script; nobody else. */
static void
test_undrawable (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  MchPapillonOptions options = { .layout = MCH_PAPILLON_TWO_PER_PAGE };
  TestSlips plain = { .n = 40 };
  TestSlips hostile = { .n = test_hostile_count (), .hostile = TRUE };
  g_autoptr (MchPapillonJob) none = new_job (fonts, &plain, &options);
  g_autoptr (MchPapillonJob) some = new_job (fonts, &hostile, &options);
  g_autofree char *nothing = mch_papillon_job_dup_undrawable (none);
  g_autofree char *told = mch_papillon_job_dup_undrawable (some);

  g_assert_null (nothing);
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (told, "王小明 山田太郎 (wang.xiaoming)"));
  g_assert_nonnull (strstr (told, "fonts-noto-core"));
  g_assert_null (strstr (told, "(nguyen.phuoc)"));
  g_assert_null (strstr (told, "(fatima.elhusseini)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_paths_init_language ();
  g_test_add_func ("/papillon-job/every-layout", test_every_layout);
  g_test_add_func ("/papillon-job/hostile", test_hostile);
  g_test_add_func ("/papillon-job/up-to-five-thousand", test_up_to_five_thousand);
  g_test_add_func ("/papillon-job/same-bytes", test_same_bytes);
  g_test_add_func ("/papillon-job/parts", test_parts);
  g_test_add_func ("/papillon-job/size", test_size);
  g_test_add_func ("/papillon-job/refused", test_refused);
  g_test_add_func ("/papillon-job/undrawable", test_undrawable);
  return g_test_run ();
}
