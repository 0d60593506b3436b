/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to glyphs. Three ways, from the quickest: ASCII in the monospaced face is looked up
 * character by character; Latin text is shaped word by word and the words are remembered, as
 * names come again and again; all other text goes whole through Pango, with its directions: first
 * in the faces that all texts are set in, then with our signs, and what is still missing in fonts
 * of the machine. */
#include <string.h>

#include "print/mch-fonts-private.h"

#define WORD_CACHE_SIZE 8192
#define REPLACEMENT_CHARACTER 0xfffd

typedef struct
{
  MchFace face;
  guint hash;
  guint length;
  const char *text; /* in run->text for a word that is kept */
  MchRun *run;
} Word;

MchRun *
mch_run_new (void)
{
  MchRun *run = g_new0 (MchRun, 1);

  run->glyphs = g_array_new (FALSE, FALSE, sizeof (MchGlyph));
  run->text = g_string_new (NULL);
  run->words = g_array_new (FALSE, FALSE, sizeof (MchRunWord));
  return run;
}

void
mch_run_clear (MchRun *run)
{
  g_return_if_fail (run != NULL);

  explicit_bzero (run->text->str, run->text->len);
  if (run->glyphs->len > 0)
    explicit_bzero (run->glyphs->data, run->glyphs->len * sizeof (MchGlyph));
  g_string_truncate (run->text, 0);
  g_array_set_size (run->glyphs, 0);
  g_array_set_size (run->words, 0);
  run->width = 0;
  run->n_missing = 0;
  run->ink_x0 = run->ink_y0 = 1;
  run->ink_x1 = run->ink_y1 = 0;
}

void
mch_run_free (MchRun *run)
{
  g_return_if_fail (run != NULL);

  mch_run_clear (run);
  g_array_unref (run->glyphs);
  g_array_unref (run->words);
  g_string_free (run->text, TRUE);
  g_free (run);
}

static void
add_ink (MchRun *run, float x0, float y0, float x1, float y1)
{
  if (x1 <= x0 || y1 <= y0)
    return;
  if (run->ink_x1 <= run->ink_x0)
    {
      run->ink_x0 = x0;
      run->ink_y0 = y0;
      run->ink_x1 = x1;
      run->ink_y1 = y1;
      return;
    }
  run->ink_x0 = MIN (run->ink_x0, x0);
  run->ink_y0 = MIN (run->ink_y0, y0);
  run->ink_x1 = MAX (run->ink_x1, x1);
  run->ink_y1 = MAX (run->ink_y1, y1);
}

static void
append_run (MchRun *run, const MchRun *part)
{
  guint first = run->glyphs->len;
  guint text = (guint) run->text->len;
  MchRunWord word = { first,        text,         run->width,  part->ink_x0,
                      part->ink_y0, part->ink_x1, part->ink_y1 };

  g_array_append_val (run->words, word);
  g_array_append_vals (run->glyphs, part->glyphs->data, part->glyphs->len);
  for (guint i = first; i < run->glyphs->len; i++)
    {
      MchGlyph *glyph = &g_array_index (run->glyphs, MchGlyph, i);

      glyph->text_start = (guint16) (glyph->text_start + text);
    }
  g_string_append_len (run->text, part->text->str, (gssize) part->text->len);
  add_ink (run, run->width + part->ink_x0, part->ink_y0, run->width + part->ink_x1, part->ink_y1);
  run->width += part->width;
  run->n_missing += part->n_missing;
}

/* The first word of @run that does not begin before @text. */
static guint
find_word (const MchRun *run, gsize text)
{
  guint low = 0, high = run->words->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (run->words, MchRunWord, middle).text < text)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Where word @i begins; past the last one, where the run ends. */
static MchRunWord
get_word_at (const MchRun *run, guint i)
{
  if (i < run->words->len)
    return g_array_index (run->words, MchRunWord, i);
  return (MchRunWord){ .glyph = run->glyphs->len, .text = (guint) run->text->len, .x = run->width };
}

MchRun *
mch_run_dup_words (const MchRun *run, gsize start, gsize end)
{
  guint first = find_word (run, start), last = find_word (run, end);
  MchRunWord from = get_word_at (run, first), to = get_word_at (run, last);
  MchRun *part;

  if (run->words->len == 0 || run->n_missing > 0 || from.text != start || to.text != end)
    return NULL;
  part = mch_run_new ();
  mch_run_clear (part);
  g_array_append_vals (part->glyphs, &g_array_index (run->glyphs, MchGlyph, from.glyph),
                       to.glyph - from.glyph);
  for (guint i = 0; i < part->glyphs->len; i++)
    {
      MchGlyph *glyph = &g_array_index (part->glyphs, MchGlyph, i);

      glyph->text_start = (guint16) (glyph->text_start - from.text);
    }
  g_string_append_len (part->text, run->text->str + start, (gssize) (end - start));
  for (guint i = first; i < last; i++)
    {
      MchRunWord word = get_word_at (run, i);
      float x = word.x - from.x;

      add_ink (part, x + word.ink_x0, word.ink_y0, x + word.ink_x1, word.ink_y1);
    }
  part->width = to.x - from.x;
  return part;
}

static gboolean
shape_mono (MchFonts *fonts, const char *text, gsize length, MchRun *run)
{
  const MchMonoGlyph *table = mch_fonts_get_mono (fonts);

  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] < MCH_MONO_FIRST || (guchar) text[i] >= MCH_MONO_FIRST + MCH_MONO_N)
      return FALSE;
  g_string_append_len (run->text, text, (gssize) length);
  for (gsize i = 0; i < length; i++)
    {
      const MchMonoGlyph *mono = &table[text[i] - MCH_MONO_FIRST];
      MchGlyph glyph = { .glyph = mono->glyph,
                         .face = MCH_FACE_MONO,
                         .cluster = 1,
                         .text_start = (guint16) i,
                         .text_length = 1,
                         .advance = mono->advance };

      g_array_append_val (run->glyphs, glyph);
      add_ink (run, run->width + mono->ink_x0, mono->ink_y0, run->width + mono->ink_x1,
               mono->ink_y1);
      run->width += mono->advance;
    }
  return TRUE;
}

/* What our fonts lack is drawn as the replacement character and counted; it must not vanish,
 * nor be drawn as a box of hexadecimal digits that tells nobody anything. */
static void
replace_missing (PangoGlyphString *glyphs, PangoFont *font, MchRun *run)
{
  for (int i = 0; i < glyphs->num_glyphs; i++)
    {
      PangoGlyphInfo *info = &glyphs->glyphs[i];
      PangoAnalysis analysis = { .font = font };
      PangoGlyphString *replacement;

      if ((info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0)
        continue;
      replacement = pango_glyph_string_new ();
      pango_shape ("\357\277\275", 3, &analysis, replacement);
      *info = replacement->glyphs[0];
      pango_glyph_string_free (replacement);
      run->n_missing++;
    }
}

/* One past the last glyph of the cluster that begins at @first. */
static int
find_cluster_end (const PangoGlyphString *glyphs, int first)
{
  int end = first + 1;

  while (end < glyphs->num_glyphs && glyphs->log_clusters[end] == glyphs->log_clusters[first])
    end++;
  return end;
}

static void
append_cluster (MchRun *run, const PangoGlyphString *glyphs, int first, int end, MchFace face,
                guint text_start, guint text_end)
{
  double unit = (double) MCH_FONTS_UNIT * PANGO_SCALE;
  guint n = 0;
  guint leader = run->glyphs->len;

  for (int i = first; i < end; i++)
    {
      const PangoGlyphInfo *info = &glyphs->glyphs[i];
      MchGlyph glyph = { .glyph = (guint16) info->glyph,
                         .face = (guint8) face,
                         .advance = (float) (info->geometry.width / unit),
                         .dx = (float) (info->geometry.x_offset / unit),
                         .dy = (float) (info->geometry.y_offset / unit) };

      run->width += glyph.advance;
      if (info->glyph == PANGO_GLYPH_EMPTY || n == G_MAXUINT8)
        continue;
      g_array_append_val (run->glyphs, glyph);
      n++;
    }
  if (n > 0)
    {
      MchGlyph *glyph = &g_array_index (run->glyphs, MchGlyph, leader);

      glyph->cluster = (guint8) n;
      glyph->text_start = (guint16) text_start;
      glyph->text_length = (guint16) (text_end - text_start);
    }
}

static gboolean
has_missing (const PangoGlyphString *glyphs)
{
  for (int i = 0; i < glyphs->num_glyphs; i++)
    if ((glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
      return TRUE;
  return FALSE;
}

/* @glyphs are those of @item, in @font. */
static void
append_glyphs (const PangoItem *item, PangoGlyphString *glyphs, PangoFont *font, MchFace face,
               MchRun *run)
{
  gboolean backwards = item->analysis.level % 2 == 1;
  double unit = (double) MCH_FONTS_UNIT * PANGO_SCALE;
  float start = run->width;
  guint previous = (guint) item->length;
  PangoRectangle ink, logical;

  for (int i = 0, end; i < glyphs->num_glyphs; i = end)
    {
      guint from = (guint) glyphs->log_clusters[i];
      guint to;

      end = find_cluster_end (glyphs, i);
      if (backwards)
        to = previous;
      else
        to = end < glyphs->num_glyphs ? (guint) glyphs->log_clusters[end] : (guint) item->length;
      previous = from;
      append_cluster (run, glyphs, i, end, face, (guint) item->offset + from,
                      (guint) item->offset + MAX (from, to));
    }
  pango_glyph_string_extents (glyphs, font, &ink, &logical);
  add_ink (run, start + (float) (ink.x / unit), (float) (ink.y / unit),
           start + (float) ((ink.x + ink.width) / unit), (float) ((ink.y + ink.height) / unit));
}

/* In the face of ours that is @font, with what it lacks replaced. */
static void
append_own_item (MchFonts *fonts, const PangoItem *item, PangoFont *font, MchRun *run,
                 PangoGlyphString *glyphs)
{
  PangoAnalysis analysis = item->analysis;

  analysis.font = font;
  pango_shape (run->text->str + item->offset, item->length, &analysis, glyphs);
  replace_missing (glyphs, font, run);
  append_glyphs (item, glyphs, font, mch_fonts_identify (fonts, font), run);
}

/* Whether @item, of the machine's context, is written by a font that can be printed. */
static gboolean
shape_machine_item (MchFonts *fonts, const PangoItem *item, const MchRun *run,
                    PangoGlyphString *glyphs, MchFace *ret_face)
{
  pango_shape (run->text->str + item->offset, item->length, &item->analysis, glyphs);
  return !has_missing (glyphs) && mch_fonts_identify_machine (fonts, item->analysis.font, ret_face);
}

/* What our faces lack of @whole is written by fonts of the machine, each for its part. */
static void
append_machine_items (MchFonts *fonts, const PangoItem *whole, MchRun *run,
                      PangoGlyphString *glyphs)
{
  gboolean backwards = whole->analysis.level % 2 == 1;
  GList *logical = pango_itemize_with_base_dir (
      mch_fonts_get_machine_context (fonts), backwards ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR,
      run->text->str, whole->offset, whole->length, NULL, NULL);
  GList *visual = pango_reorder_items (logical);

  for (GList *l = visual; l != NULL; l = l->next)
    {
      const PangoItem *item = l->data;
      MchFace face;

      if (shape_machine_item (fonts, item, run, glyphs, &face))
        append_glyphs (item, glyphs, item->analysis.font, face, run);
      else
        append_own_item (fonts, item, mch_fonts_get_font (fonts, MCH_FACE_SANS), run, glyphs);
    }
  g_list_free (visual);
  g_list_free_full (logical, (GDestroyNotify) pango_item_free);
}

/* @last: nothing that @item lacks will be looked for in more of our faces. */
static void
append_item (MchFonts *fonts, const PangoItem *item, gboolean last, MchRun *run,
             PangoGlyphString *glyphs)
{
  PangoFont *font = item->analysis.font;

  pango_shape (run->text->str + item->offset, item->length, &item->analysis, glyphs);
  if (last && has_missing (glyphs) && mch_fonts_get_machine_context (fonts) != NULL)
    {
      append_machine_items (fonts, item, run, glyphs);
      return;
    }
  replace_missing (glyphs, font, run);
  append_glyphs (item, glyphs, font, mch_fonts_identify (fonts, font), run);
}

static void
shape_in (MchFonts *fonts, PangoContext *context, gboolean last, const char *text, gsize length,
          MchRun *run)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoGlyphString *glyphs = pango_glyph_string_new ();
  GList *logical, *visual;

  g_string_append_len (run->text, text, (gssize) length);
  logical = pango_itemize (context, run->text->str, 0, (int) length, attributes, NULL);
  visual = pango_reorder_items (logical);
  for (GList *l = visual; l != NULL; l = l->next)
    append_item (fonts, l->data, last, run, glyphs);
  g_list_free (visual);
  g_list_free_full (logical, (GDestroyNotify) pango_item_free);
  pango_glyph_string_free (glyphs);
  pango_attr_list_unref (attributes);
}

/* The faces that all texts are set in come first: who has no sign in his name waits for none. */
static void
shape_whole (MchFonts *fonts, MchFace face, const char *text, gsize length, MchRun *run)
{
  PangoContext *wide;

  shape_in (fonts, mch_fonts_get_context (fonts, face), FALSE, text, length, run);
  if (run->n_missing == 0)
    return;
  wide = mch_fonts_get_wide_context (fonts, face);
  if (wide == NULL)
    return;
  mch_run_clear (run);
  shape_in (fonts, wide, TRUE, text, length, run);
}

static guint
hash_word (gconstpointer key)
{
  return ((const Word *) key)->hash;
}

static gboolean
equal_words (gconstpointer a, gconstpointer b)
{
  const Word *one = a, *two = b;

  return one->hash == two->hash && one->face == two->face && one->length == two->length
         && memcmp (one->text, two->text, one->length) == 0;
}

static void
free_word (gpointer data)
{
  Word *word = data;

  mch_run_free (word->run);
  g_free (word);
}

static GHashTable *
ensure_words (MchFonts *fonts)
{
  GHashTable *words = mch_fonts_get_words (fonts);

  if (words == NULL)
    {
      words = g_hash_table_new_full (hash_word, equal_words, NULL, free_word);
      mch_fonts_set_words (fonts, words);
    }
  return words;
}

/* Between two texts only: words are borrowed while one is put together. */
static void
trim_words (MchFonts *fonts)
{
  GHashTable *words = mch_fonts_get_words (fonts);

  if (words != NULL && g_hash_table_size (words) >= WORD_CACHE_SIZE)
    g_hash_table_remove_all (words);
}

static const MchRun *
get_word (MchFonts *fonts, MchFace face, const char *text, gsize length)
{
  GHashTable *words = ensure_words (fonts);
  Word key = { .face = face, .length = (guint) length, .text = text };
  Word *word;

  key.hash = 2166136261u ^ (guint) face;
  for (gsize i = 0; i < length; i++)
    key.hash = (key.hash ^ (guint8) text[i]) * 16777619u;
  word = g_hash_table_lookup (words, &key);
  if (word == NULL)
    {
      word = g_new (Word, 1);
      *word = key;
      word->run = mch_run_new ();
      mch_run_clear (word->run);
      shape_whole (fonts, face, text, length, word->run);
      word->text = word->run->text->str;
      g_hash_table_insert (words, word, word);
    }
  return word->run;
}

/* Latin letters and punctuation, each a character of its own, written from left to right: their
 * words can be shaped one by one. */
static gboolean
is_simple (const char *text, gsize length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c;

      if ((guchar) *p < 0xc9) /* below U+0240 */
        continue;
      c = g_utf8_get_char (p);
      if (c >= 0x250 && (c < 0x1e00 || c > 0x1eff) && (c < 0x2010 || c > 0x2027) && c != 0x202f)
        return FALSE;
    }
  return TRUE;
}

static void
shape_words (MchFonts *fonts, MchFace face, const char *text, gsize length, MchRun *run)
{
  const char *end = text + length;
  const MchRun *blank = NULL;

  while (text < end)
    {
      const char *space = memchr (text, ' ', (gsize) (end - text));
      const char *stop = space != NULL ? space : end;

      if (stop > text)
        append_run (run, get_word (fonts, face, text, (gsize) (stop - text)));
      if (space != NULL && blank == NULL)
        blank = get_word (fonts, face, " ", 1);
      if (space != NULL)
        append_run (run, blank);
      text = space != NULL ? space + 1 : end;
    }
}

/* (transfer full): composed, without control characters; @length is that of the result. */
static char *
dup_printable (const char *text, gsize *length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) *length);
  char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  for (char *p = composed; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == 0x7f)
      *p = ' ';
  *length = strlen (composed);
  if (*length > MCH_RUN_MAX_BYTES)
    {
      *g_utf8_find_prev_char (composed, composed + MCH_RUN_MAX_BYTES) = '\0';
      *length = strlen (composed);
    }
  return composed;
}

static gboolean
has_control (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] < 0x20 || text[i] == 0x7f)
      return TRUE;
  return FALSE;
}

/* What dup_printable() would give back as it is: letters that need no composing. */
static gboolean
is_printable (const char *text, gsize length)
{
  return !has_control (text, length) && g_utf8_validate_len (text, length, NULL)
         && is_simple (text, length);
}

void
mch_fonts_shape (MchFonts *fonts, MchFace face, const char *text, gsize length, MchRun *run)
{
  g_autofree char *printable = NULL;
  gboolean simple;

  g_return_if_fail (fonts != NULL && text != NULL && run != NULL);
  g_return_if_fail (face >= 0 && face < MCH_N_TEXT_FACES);

  mch_run_clear (run);
  if (length == 0)
    return;
  simple = length <= MCH_RUN_MAX_BYTES && is_printable (text, length);
  if (!simple)
    {
      text = printable = dup_printable (text, &length);
      simple = is_simple (text, length);
    }
  if (face == MCH_FACE_MONO && shape_mono (fonts, text, length, run))
    return;
  trim_words (fonts);
  if (simple)
    shape_words (fonts, face, text, length, run);
  else
    shape_whole (fonts, face, text, length, run);
}
