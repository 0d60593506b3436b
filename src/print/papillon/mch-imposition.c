/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-imposition.h"

typedef struct
{
  guint first_page, n_pages;
} Part;

struct _MchImposition
{
  MchImpositionOptions options;
  guint offset;  /* places left free on the first page of slips */
  GArray *cells; /* MchCell, per_page a page */
  GArray *parts; /* Part */
};

/* What is laid out one after the other, and whether a class begins with it. */
typedef struct
{
  MchCell cell;
  gboolean begins;
} Item;

static GArray *
list_items (GArray *classes, gboolean with_separators)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (Item));

  for (guint c = 0; c < classes->len; c++)
    {
      const MchSlipClass *class = &g_array_index (classes, MchSlipClass, c);

      if (with_separators)
        {
          Item item = { { MCH_CELL_SEPARATOR, c }, TRUE };

          g_array_append_val (items, item);
        }
      for (guint i = 0; i < class->n; i++)
        {
          Item item = { { MCH_CELL_SLIP, class->first + i }, i == 0 && !with_separators };

          g_array_append_val (items, item);
        }
    }
  return items;
}

static guint
count_pages (const MchImposition *imposition)
{
  return imposition->cells->len / imposition->options.per_page;
}

/* Appends @n empty pages. */
static void
add_pages (MchImposition *imposition, guint n)
{
  MchCell empty = { MCH_CELL_EMPTY, 0 };

  for (guint i = 0; i < n * imposition->options.per_page; i++)
    g_array_append_val (imposition->cells, empty);
}

static MchCell *
get_cell (MchImposition *imposition, guint page, guint slot)
{
  return &g_array_index (imposition->cells, MchCell, page * imposition->options.per_page + slot);
}

static void
add_part (MchImposition *imposition, guint first_page, guint n_pages)
{
  Part part = { first_page, n_pages };

  g_array_append_val (imposition->parts, part);
}

/* The most that @limit lets into one part, ended between two classes if that leaves it half full:
 * @begins says where a class begins. */
static guint
choose_end (const gboolean *begins, guint start, guint n, guint limit)
{
  guint end = start + limit;

  if (end >= n)
    return n;
  for (guint at = end; at > start + limit / 2; at--)
    if (begins[at])
      return at;
  return end;
}

/* The places of a pile in the order in which its slips lie after the cut; those that are left over
 * are the last ones of the last page. */
static void
fill_pile (MchImposition *imposition, const Item *items, guint n, guint offset)
{
  guint per_page = imposition->options.per_page;
  guint first = count_pages (imposition);
  guint n_pages = (n + offset + per_page - 1) / per_page;
  guint on_last = n + offset - (n_pages - 1) * per_page;
  guint next = 0;

  add_pages (imposition, n_pages);
  for (guint slot = 0; slot < per_page; slot++)
    for (guint page = slot < offset ? 1 : 0; page < n_pages; page++)
      if (page + 1 < n_pages || slot < on_last)
        *get_cell (imposition, first + page, slot) = items[next++].cell;
  g_assert (next == n);
  add_part (imposition, first, n_pages);
}

static void
lay_pile (MchImposition *imposition, GArray *classes)
{
  const MchImpositionOptions *options = &imposition->options;
  g_autoptr (GArray) items = list_items (classes, options->separators == MCH_SEPARATORS_SHEET);
  g_autofree gboolean *begins = g_new (gboolean, items->len);
  guint offset = imposition->offset;

  for (guint i = 0; i < items->len; i++)
    begins[i] = g_array_index (items, Item, i).begins;
  for (guint start = 0, end; start < items->len; start = end)
    {
      end = choose_end (begins, start, items->len, options->max_pages * options->per_page - offset);
      fill_pile (imposition, &g_array_index (items, Item, start), end - start, offset);
      offset = 0;
    }
}

/* @ret_begins: whether a class begins with a page; one value a page is appended. */
static void
lay_class (MchImposition *imposition, GArray *classes, guint class_index, guint *slot,
           GArray *begins)
{
  const MchImpositionOptions *options = &imposition->options;
  const MchSlipClass *class = &g_array_index (classes, MchSlipClass, class_index);
  gboolean own_page = options->separators != MCH_SEPARATORS_NONE;
  gboolean beginning = TRUE;

  if (options->separators == MCH_SEPARATORS_SHEET)
    {
      add_pages (imposition, 1);
      *get_cell (imposition, count_pages (imposition) - 1, 0) =
          (MchCell){ MCH_CELL_SEPARATOR_SHEET, class_index };
      g_array_append_val (begins, beginning);
      beginning = FALSE;
    }
  if (class_index == 0)
    *slot = imposition->offset;
  else if (own_page)
    *slot = 0;
  for (guint i = 0; i < class->n; i++)
    {
      if (*slot == 0 || (class_index == 0 && i == 0))
        {
          add_pages (imposition, 1);
          g_array_append_val (begins, beginning);
        }
      *get_cell (imposition, count_pages (imposition) - 1, *slot) =
          (MchCell){ MCH_CELL_SLIP, class->first + i };
      *slot = (*slot + 1) % options->per_page;
      beginning = FALSE;
    }
}

static void
lay_pages (MchImposition *imposition, GArray *classes)
{
  g_autoptr (GArray) begins = g_array_new (FALSE, FALSE, sizeof (gboolean));
  guint slot = 0;

  for (guint c = 0; c < classes->len; c++)
    lay_class (imposition, classes, c, &slot, begins);
  g_assert (begins->len == count_pages (imposition));
  for (guint start = 0, end; start < begins->len; start = end)
    {
      end = choose_end ((const gboolean *) begins->data, start, begins->len,
                        imposition->options.max_pages);
      add_part (imposition, start, end - start);
    }
}

MchImposition *
mch_imposition_new (GArray *classes, const MchImpositionOptions *options)
{
  MchImposition *imposition;

  g_return_val_if_fail (classes != NULL && options != NULL, NULL);
  g_return_val_if_fail (options->per_page > 0 && options->max_pages > 0, NULL);
  g_return_val_if_fail (options->start_at <= options->per_page, NULL);
  g_return_val_if_fail (!options->pile_cut || options->separators != MCH_SEPARATORS_NEW_PAGE, NULL);

  imposition = g_new0 (MchImposition, 1);
  imposition->options = *options;
  imposition->offset = options->start_at > 0 ? options->start_at - 1 : 0;
  imposition->cells = g_array_new (FALSE, FALSE, sizeof (MchCell));
  imposition->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  if (options->pile_cut)
    lay_pile (imposition, classes);
  else
    lay_pages (imposition, classes);
  return imposition;
}

void
mch_imposition_free (MchImposition *imposition)
{
  g_return_if_fail (imposition != NULL);

  g_array_unref (imposition->cells);
  g_array_unref (imposition->parts);
  g_free (imposition);
}

guint
mch_imposition_get_n_pages (const MchImposition *imposition)
{
  g_return_val_if_fail (imposition != NULL, 0);

  return count_pages (imposition);
}

MchCell
mch_imposition_get_cell (const MchImposition *imposition, guint page, guint slot)
{
  MchCell empty = { MCH_CELL_EMPTY, 0 };

  g_return_val_if_fail (imposition != NULL && slot < imposition->options.per_page, empty);
  g_return_val_if_fail (page < count_pages (imposition), empty);

  return g_array_index (imposition->cells, MchCell, page * imposition->options.per_page + slot);
}

guint
mch_imposition_get_n_parts (const MchImposition *imposition)
{
  g_return_val_if_fail (imposition != NULL, 0);

  return imposition->parts->len;
}

void
mch_imposition_get_part (const MchImposition *imposition, guint part, guint *ret_first_page,
                         guint *ret_n_pages)
{
  const Part *found;

  g_return_if_fail (imposition != NULL && part < imposition->parts->len);
  g_return_if_fail (ret_first_page != NULL && ret_n_pages != NULL);

  found = &g_array_index (imposition->parts, Part, part);
  *ret_first_page = found->first_page;
  *ret_n_pages = found->n_pages;
}
