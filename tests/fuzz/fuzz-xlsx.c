/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of an .xlsx workbook, out of their archive, to a plan. The input holds them behind each
 * other, each but the first behind a byte 0xFF, in the order of the list below. */
#include "fuzz-init.h"

#include "check-grid.h"
#include "sheet/mch-sheet-private.h"

#include <string.h>

static const char *const names[] = {
  "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",       "xl/styles.xml",
  "xl/workbook.xml",          "xl/_rels/workbook.xml.rels",
};
#define N_PARTS G_N_ELEMENTS (names)

/* What a part says that the input does not have. */
static const char *const usual[N_PARTS] = {
  "<worksheet/>",
  "<sst/>",
  "<styleSheet/>",
  "<workbook><sheets><sheet name='A' id='r1'/></sheets></workbook>",
  "<Relationships><Relationship Id='r1' Type='t' Target='worksheets/sheet1.xml'/></Relationships>",
};

typedef struct
{
  const char *data[N_PARTS];
  size_t size[N_PARTS];
} Parts;

static int
find (const char *name)
{
  for (size_t i = 0; i < N_PARTS; i++)
    if (strcmp (name, names[i]) == 0)
      return (int) i;
  return -1;
}

static gboolean
has_part (gpointer self, const char *name)
{
  return find (name) >= 0;
}

static gboolean
read_part (gpointer self, const char *name, MchPieceFunc func, gpointer user_data, GError **error)
{
  const Parts *parts = self;
  int i = find (name);

  return func (parts->data[i], parts->size[i], user_data, error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *rest = (const char *) data;
  Parts parts;
  MchParts interface = { has_part, read_part, &parts };
  GError *error = NULL;
  MchGrid *grid;

  for (size_t i = 0; i < N_PARTS; i++)
    {
      const char *end = size > 0 ? memchr (rest, 0xFF, size) : NULL;

      parts.data[i] = size > 0 ? rest : usual[i];
      parts.size[i] = size == 0 ? strlen (usual[i]) : end != NULL ? (size_t) (end - rest) : size;
      if (size == 0)
        continue;
      size -= parts.size[i] + (end != NULL ? 1 : 0);
      rest += parts.size[i] + (end != NULL ? 1 : 0);
    }
  grid = mch_xlsx_read (&interface, NULL, &error);
  check_grid (grid, error);
  return 0;
}
