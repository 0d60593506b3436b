/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-session-counts.h"

#include <string.h>

#define N_COUNTS 5

void
mch_session_counts_append (GString *text, const char *session, const MchSessionCounts *counts)
{
  g_return_if_fail (text != NULL && counts != NULL);
  g_return_if_fail (session != NULL && strpbrk (session, " \n") == NULL);

  g_string_append_printf (text, "%s%s %u %u %u %u %u", text->len > 0 ? "\n" : "", session,
                          counts->n_left, counts->n_registered, counts->n_withdrawn,
                          counts->n_accounts, counts->n_active);
}

static gboolean
read_counts (const char *line, MchSessionCounts *ret_counts)
{
  g_auto (GStrv) words = g_strsplit (line, " ", N_COUNTS + 1);
  guint64 counts[N_COUNTS];

  if (g_strv_length (words) != N_COUNTS)
    return FALSE;
  for (gsize i = 0; i < N_COUNTS; i++)
    if (!g_ascii_string_to_unsigned (words[i], 10, 0, G_MAXUINT, &counts[i], NULL))
      return FALSE;
  *ret_counts = (MchSessionCounts){ (guint) counts[0], (guint) counts[1], (guint) counts[2],
                                    (guint) counts[3], (guint) counts[4] };
  return TRUE;
}

gboolean
mch_session_counts_read (const char *text, const char *session, MchSessionCounts *ret_counts)
{
  gsize length;

  g_return_val_if_fail (session != NULL && ret_counts != NULL, FALSE);

  length = strlen (session);
  *ret_counts = (MchSessionCounts){ 0 };
  while (text != NULL && *text != '\0')
    {
      const char *end = text + strcspn (text, "\n");

      if (strncmp (text, session, length) == 0 && text[length] == ' ')
        {
          g_autofree char *line =
              g_strndup (text + length + 1, (gsize) (end - (text + length + 1)));

          return read_counts (line, ret_counts);
        }
      text = *end != '\0' ? end + 1 : end;
    }
  return FALSE;
}
