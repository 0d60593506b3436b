/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place in a list that a client hands back, from arbitrary text: what is taken is said again in
 * the same characters. */
#include "fuzz-init.h"
#include "server/model/mch-search-place.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (MchSearchOrder order = 0; order < MCH_N_SEARCH_ORDERS; order++)
    {
      g_auto (MchSearchPlace) place = { 0 };
      g_autofree char *again = NULL;

      if (!mch_search_place_read (text, order, &place))
        continue;
      g_assert (place.order == order && g_utf8_validate (place.first, -1, NULL)
                && g_utf8_validate (place.id, -1, NULL) && *place.id != '\0');
      again = mch_search_place_to_text (&place);
      g_assert (strcmp (again, text) == 0);
    }
  return 0;
}
