/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-barcode.h"

#include <string.h>

#define START 105 /* of pairs of digits */
#define STOP 106
#define MODULUS 103

#define SYMBOL_MODULES 11
#define STOP_MODULES 13

/* Bars and gaps in modules, from a bar on; ISO/IEC 15417. */
static const char *const symbols[] = {
  "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312",  "132212",
  "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122",  "123221",
  "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122",  "321221",
  "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123",  "131321",
  "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",  "132131",
  "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311",  "213131",
  "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411",  "431111",
  "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412",  "122114",
  "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",  "111242",
  "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211",  "212141",
  "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113",  "411311",
  "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
};

struct _MchBarcode
{
  double height;
  MchPage *symbols[STOP + 1]; /* those drawn already */
};

double
mch_barcode_get_width (guint n_digits)
{
  g_return_val_if_fail (n_digits % 2 == 0, 0);

  /* Start and check beside the pairs. */
  return ((n_digits / 2 + 2) * SYMBOL_MODULES + STOP_MODULES) * MCH_BARCODE_MODULE;
}

MchBarcode *
mch_barcode_new (double height)
{
  MchBarcode *barcode = g_new0 (MchBarcode, 1);

  barcode->height = height;
  return barcode;
}

void
mch_barcode_free (MchBarcode *barcode)
{
  g_return_if_fail (barcode != NULL);

  for (guint i = 0; i <= STOP; i++)
    g_clear_pointer (&barcode->symbols[i], mch_page_unref);
  g_free (barcode);
}

static MchPage *
ensure_symbol (MchBarcode *barcode, guint symbol)
{
  const char *widths = symbols[symbol];
  MchSegment bars[4];
  guint n = 0;
  double x = 0;

  if (barcode->symbols[symbol] != NULL)
    return barcode->symbols[symbol];
  for (guint i = 0; widths[i] != '\0'; i++)
    {
      double width = (widths[i] - '0') * MCH_BARCODE_MODULE;

      if (i % 2 == 0)
        bars[n++] = (MchSegment){ 'R', { x, 0, width, barcode->height } };
      x += width;
    }
  barcode->symbols[symbol] = mch_page_new ();
  mch_page_add_path (barcode->symbols[symbol], bars, n, 0, 0);
  return barcode->symbols[symbol];
}

void
mch_barcode_add_digits (MchBarcode *barcode, MchPage *page, const char *digits, double x, double y,
                        const char *words)
{
  const double step = SYMBOL_MODULES * MCH_BARCODE_MODULE;
  gsize length;
  guint sum = START;
  MchBox box;

  g_return_if_fail (barcode != NULL && page != NULL && digits != NULL && words != NULL);
  length = strlen (digits);
  g_return_if_fail (length > 0 && length % 2 == 0 && length <= MCH_BARCODE_MAX_DIGITS);
  g_return_if_fail (strspn (digits, "0123456789") == length);

  box = (MchBox){ x, y, mch_barcode_get_width ((guint) length), barcode->height };
  mch_page_begin_figure (page, &box, words);
  mch_page_add_group (page, ensure_symbol (barcode, START), x, y);
  for (guint i = 0; i < length; i += 2)
    {
      guint pair = (guint) (digits[i] - '0') * 10 + (guint) (digits[i + 1] - '0');

      sum += (i / 2 + 1) * pair;
      mch_page_add_group (page, ensure_symbol (barcode, pair), x += step, y);
    }
  mch_page_add_group (page, ensure_symbol (barcode, sum % MODULUS), x += step, y);
  mch_page_add_group (page, ensure_symbol (barcode, STOP), x += step, y);
  mch_page_end_mark (page);
}
