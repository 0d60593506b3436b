/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-truetype.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mch-print-error.h"

/* Flags of a composite glyph's parts. */
#define PART_WORDS 0x0001
#define PART_SCALE 0x0008
#define PART_MORE 0x0020
#define PART_XY_SCALE 0x0040
#define PART_MATRIX 0x0080

#define MAX_GLYPHS 65535

typedef struct
{
  const guint8 *data;
  gsize length;
} Table;

struct _MchTrueType
{
  GBytes *bytes;
  Table head, hhea, hmtx, maxp, loca, glyf, os2;
  Table cvt, fpgm, prep; /* hints; may be absent */
  guint units;
  guint n_glyphs;
  guint n_metrics;
  gboolean long_loca;
};

static guint
read16 (const Table *table, gsize at)
{
  if (at + 2 > table->length)
    return 0;
  return (guint) table->data[at] << 8 | table->data[at + 1];
}

static int
read_signed16 (const Table *table, gsize at)
{
  return (gint16) read16 (table, at);
}

static guint32
read32 (const Table *table, gsize at)
{
  return (guint32) read16 (table, at) << 16 | read16 (table, at + 2);
}

static Table
find_table (const Table *file, const char *tag)
{
  Table found = { NULL, 0 };
  guint n = read16 (file, 4);

  for (guint i = 0; i < n; i++)
    {
      gsize at = 12 + (gsize) i * 16;
      guint32 offset, length;

      if (at + 16 > file->length)
        break;
      if (memcmp (file->data + at, tag, 4) != 0)
        continue;
      offset = read32 (file, at + 8);
      length = read32 (file, at + 12);
      if (offset <= file->length && length <= file->length - offset)
        found = (Table){ file->data + offset, length };
      break;
    }
  return found;
}

static gboolean
is_usable (const MchTrueType *font)
{
  gsize loca_entry = font->long_loca ? 4 : 2;

  return font->head.length >= 54 && font->hhea.length >= 36 && font->maxp.length >= 32
         && font->units >= 16 && font->n_glyphs > 0 && font->n_metrics > 0
         && font->hmtx.length >= (gsize) font->n_metrics * 4
         && font->loca.length >= ((gsize) font->n_glyphs + 1) * loca_entry && font->glyf.length > 0;
}

MchTrueType *
mch_truetype_new (GBytes *bytes, GError **error)
{
  g_autoptr (MchTrueType) font = NULL;
  Table file;

  g_return_val_if_fail (bytes != NULL, NULL);

  file.data = g_bytes_get_data (bytes, &file.length);
  font = g_new0 (MchTrueType, 1);
  font->bytes = g_bytes_ref (bytes);
  font->head = find_table (&file, "head");
  font->hhea = find_table (&file, "hhea");
  font->hmtx = find_table (&file, "hmtx");
  font->maxp = find_table (&file, "maxp");
  font->loca = find_table (&file, "loca");
  font->glyf = find_table (&file, "glyf");
  font->os2 = find_table (&file, "OS/2");
  font->cvt = find_table (&file, "cvt ");
  font->fpgm = find_table (&file, "fpgm");
  font->prep = find_table (&file, "prep");
  font->units = read16 (&font->head, 18);
  font->long_loca = read16 (&font->head, 50) == 1;
  font->n_glyphs = read16 (&font->maxp, 4);
  font->n_metrics = read16 (&font->hhea, 34);
  if (!is_usable (font))
    {
      g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS,
                   _ ("A font file of the program is damaged. Reinstall Machaon."));
      return NULL;
    }
  return g_steal_pointer (&font);
}

void
mch_truetype_free (MchTrueType *font)
{
  g_return_if_fail (font != NULL);

  g_bytes_unref (font->bytes);
  g_free (font);
}

static int
to_thousandths (const MchTrueType *font, int units)
{
  return units * 1000 / (int) font->units;
}

void
mch_truetype_get_metrics (const MchTrueType *font, MchTrueTypeMetrics *ret_metrics)
{
  g_return_if_fail (font != NULL && ret_metrics != NULL);

  ret_metrics->ascent = to_thousandths (font, read_signed16 (&font->hhea, 4));
  ret_metrics->descent = to_thousandths (font, read_signed16 (&font->hhea, 6));
  ret_metrics->cap_height = 700;
  if (read16 (&font->os2, 0) >= 2 && font->os2.length >= 90)
    ret_metrics->cap_height = to_thousandths (font, read_signed16 (&font->os2, 88));
  for (guint i = 0; i < 4; i++)
    ret_metrics->box[i] = to_thousandths (font, read_signed16 (&font->head, 36 + i * 2));
}

static guint
get_units_advance (const MchTrueType *font, guint glyph)
{
  return read16 (&font->hmtx, (gsize) MIN (glyph, font->n_metrics - 1) * 4);
}

double
mch_truetype_get_advance (const MchTrueType *font, guint glyph)
{
  g_return_val_if_fail (font != NULL, 0);

  if (glyph >= font->n_glyphs)
    return 0;
  return (double) get_units_advance (font, glyph) / font->units;
}

static int
get_bearing (const MchTrueType *font, guint glyph)
{
  if (glyph < font->n_metrics)
    return read_signed16 (&font->hmtx, (gsize) glyph * 4 + 2);
  return read_signed16 (&font->hmtx,
                        (gsize) font->n_metrics * 4 + (gsize) (glyph - font->n_metrics) * 2);
}

/* The outline of @glyph, empty for a space or whatever is not inside the file. */
static Table
get_outline (const MchTrueType *font, guint glyph)
{
  Table outline = { NULL, 0 };
  gsize start, end;

  if (glyph >= font->n_glyphs)
    return outline;
  if (font->long_loca)
    {
      start = read32 (&font->loca, (gsize) glyph * 4);
      end = read32 (&font->loca, (gsize) glyph * 4 + 4);
    }
  else
    {
      start = (gsize) read16 (&font->loca, (gsize) glyph * 2) * 2;
      end = (gsize) read16 (&font->loca, (gsize) glyph * 2 + 2) * 2;
    }
  if (start < end && end <= font->glyf.length)
    outline = (Table){ font->glyf.data + start, end - start };
  return outline;
}

static void
append16 (GByteArray *array, guint value)
{
  guint8 bytes[2] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (array, bytes, 2);
}

static void
append32 (GByteArray *array, guint32 value)
{
  append16 (array, value >> 16);
  append16 (array, value & 0xffff);
}

static void
write16 (guint8 *at, guint value)
{
  at[0] = (guint8) (value >> 8);
  at[1] = (guint8) value;
}

static void
write32 (guint8 *at, guint32 value)
{
  write16 (at, value >> 16);
  write16 (at + 2, value & 0xffff);
}

/* The new number of @glyph, which joins the subset when it is not there yet. */
static guint
renumber (GArray *glyphs, guint glyph)
{
  guint16 value = (guint16) glyph;

  for (guint i = 0; i < glyphs->len; i++)
    if (g_array_index (glyphs, guint16, i) == value)
      return i;
  if (glyphs->len >= MAX_GLYPHS)
    return 0;
  g_array_append_val (glyphs, value);
  return glyphs->len - 1;
}

/* Gives the parts of the composite @outline, a copy, their new numbers. */
static void
renumber_parts (guint8 *outline, gsize length, GArray *glyphs)
{
  Table table = { outline, length };
  gsize at = 10;
  guint flags = PART_MORE;

  while ((flags & PART_MORE) != 0 && at + 4 <= length)
    {
      flags = read16 (&table, at);
      write16 (outline + at + 2, renumber (glyphs, read16 (&table, at + 2)));
      at += 4 + ((flags & PART_WORDS) != 0 ? 4 : 2);
      if ((flags & PART_SCALE) != 0)
        at += 2;
      else if ((flags & PART_XY_SCALE) != 0)
        at += 4;
      else if ((flags & PART_MATRIX) != 0)
        at += 8;
    }
}

/* Appends the outlines of @glyphs, which grows by the parts of composite ones. */
static void
append_outlines (const MchTrueType *font, GArray *glyphs, GByteArray *glyf, GByteArray *loca)
{
  for (guint i = 0; i < glyphs->len; i++)
    {
      Table outline = get_outline (font, g_array_index (glyphs, guint16, i));
      guint start = glyf->len;

      append32 (loca, start);
      if (outline.length < 10)
        continue;
      g_byte_array_append (glyf, outline.data, (guint) outline.length);
      if (read_signed16 (&outline, 0) < 0)
        renumber_parts (glyf->data + start, outline.length, glyphs);
      while (glyf->len % 4 != 0)
        g_byte_array_append (glyf, (const guint8 *) "", 1);
    }
  append32 (loca, glyf->len);
}

static GByteArray *
dup_table (const Table *table)
{
  GByteArray *copy = g_byte_array_new ();

  if (table->length > 0)
    g_byte_array_append (copy, table->data, (guint) table->length);
  return copy;
}

static guint32
compute_checksum (const GByteArray *data)
{
  Table table = { data->data, data->len };
  guint32 sum = 0;

  for (gsize at = 0; at + 4 <= table.length; at += 4)
    sum += read32 (&table, at);
  return sum;
}

/* Joins the tables under their directory. Empty ones are left out; @tables is consumed. */
static GByteArray *
join_tables (const char *const *tags, GByteArray **tables, guint n)
{
  GByteArray *file = g_byte_array_new ();
  guint n_used = 0, power = 1, shift = 0, offset;

  for (guint i = 0; i < n; i++)
    n_used += tables[i]->len > 0 ? 1 : 0;
  for (; power * 2 <= n_used; shift++)
    power *= 2;
  append32 (file, 0x00010000);
  append16 (file, n_used);
  append16 (file, power * 16);
  append16 (file, shift);
  append16 (file, (n_used - power) * 16);
  offset = 12 + n_used * 16;
  for (guint i = 0; i < n; i++)
    {
      guint length = tables[i]->len;

      if (length == 0)
        continue;
      while (tables[i]->len % 4 != 0)
        g_byte_array_append (tables[i], (const guint8 *) "", 1);
      g_byte_array_append (file, (const guint8 *) tags[i], 4);
      append32 (file, compute_checksum (tables[i]));
      append32 (file, offset);
      append32 (file, length);
      offset += tables[i]->len;
    }
  for (guint i = 0; i < n; i++)
    {
      g_byte_array_append (file, tables[i]->data, tables[i]->len);
      g_byte_array_unref (tables[i]);
    }
  return file;
}

GByteArray *
mch_truetype_dup_subset (const MchTrueType *font, GArray *glyphs)
{
  static const char *const tags[] = { "cvt ", "fpgm", "glyf", "head", "hhea",
                                      "hmtx", "loca", "maxp", "prep" };
  g_autoptr (GArray) all = NULL;
  GByteArray *tables[G_N_ELEMENTS (tags)];

  g_return_val_if_fail (font != NULL && glyphs != NULL, NULL);
  g_return_val_if_fail (glyphs->len > 0, NULL);

  all = g_array_copy (glyphs);
  tables[0] = dup_table (&font->cvt);
  tables[1] = dup_table (&font->fpgm);
  tables[2] = g_byte_array_new ();
  tables[3] = dup_table (&font->head);
  tables[4] = dup_table (&font->hhea);
  tables[5] = g_byte_array_new ();
  tables[6] = g_byte_array_new ();
  tables[7] = dup_table (&font->maxp);
  tables[8] = dup_table (&font->prep);
  append_outlines (font, all, tables[2], tables[6]);
  for (guint i = 0; i < all->len; i++)
    {
      guint glyph = g_array_index (all, guint16, i);

      append16 (tables[5], get_units_advance (font, glyph));
      append16 (tables[5], (guint16) get_bearing (font, glyph));
    }
  write32 (tables[3]->data + 8, 0);  /* the whole file's checksum: none */
  write16 (tables[3]->data + 50, 1); /* long offsets */
  write16 (tables[4]->data + 34, all->len);
  write16 (tables[7]->data + 4, all->len);
  return join_tables (tags, tables, G_N_ELEMENTS (tags));
}

/* A table of @length zeros. */
static GByteArray *
new_table (guint length)
{
  GByteArray *table = g_byte_array_new ();

  g_byte_array_set_size (table, length);
  memset (table->data, 0, length);
  return table;
}

/* Appends @table's bytes to an own copy, as join_tables() takes them over. */
static GByteArray *
copy_table (const GByteArray *table)
{
  GByteArray *copy = g_byte_array_new ();

  if (table->len > 0)
    g_byte_array_append (copy, table->data, table->len);
  return copy;
}

static GByteArray *
new_head (guint units)
{
  GByteArray *head = new_table (54);

  write32 (head->data, 0x00010000);
  write32 (head->data + 12, 0x5f0f3cf5); /* what every font file has here */
  write16 (head->data + 18, units);
  write16 (head->data + 40, (guint16) -units);
  write16 (head->data + 42, units);
  write16 (head->data + 46, 8); /* the least legible size */
  write16 (head->data + 50, 1); /* long offsets */
  return head;
}

static GByteArray *
new_maxp (const MchTrueTypeParts *parts)
{
  GByteArray *maxp = new_table (32);

  write32 (maxp->data, 0x00010000);
  write16 (maxp->data + 4, parts->n_glyphs);
  write16 (maxp->data + 6, parts->max_points);
  write16 (maxp->data + 8, parts->max_contours);
  write16 (maxp->data + 14, 1); /* zones */
  return maxp;
}

GByteArray *
mch_truetype_join (const MchTrueTypeParts *parts)
{
  static const char *const tags[] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
  GByteArray *tables[G_N_ELEMENTS (tags)];

  g_return_val_if_fail (parts != NULL && parts->n_glyphs > 0, NULL);

  tables[0] = copy_table (parts->glyf);
  tables[1] = new_head (parts->units);
  tables[2] = new_table (36);
  write32 (tables[2]->data, 0x00010000);
  write16 (tables[2]->data + 4, parts->units);
  write16 (tables[2]->data + 34, parts->n_glyphs);
  tables[3] = copy_table (parts->hmtx);
  tables[4] = g_byte_array_new ();
  for (guint i = 0; i < parts->starts->len; i++)
    append32 (tables[4], g_array_index (parts->starts, guint32, i));
  tables[5] = new_maxp (parts);
  /* A font of blanks still needs the table. */
  if (tables[0]->len == 0)
    append32 (tables[0], 0);
  return join_tables (tags, tables, G_N_ELEMENTS (tags));
}
