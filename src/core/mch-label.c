/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-label.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

static const char *const months[] = {
  N_ ("JANUARY"),   N_ ("FEBRUARY"), N_ ("MARCH"),    N_ ("APRIL"),
  N_ ("MAY"),       N_ ("JUNE"),     N_ ("JULY"),     N_ ("AUGUST"),
  N_ ("SEPTEMBER"), N_ ("OCTOBER"),  N_ ("NOVEMBER"), N_ ("DECEMBER"),
};

char *
mch_label_dup_exam (const char *session)
{
  const char *slash;

  g_return_val_if_fail (session != NULL, NULL);

  slash = strchr (session, '/');
  return slash != NULL ? g_strndup (session, (gsize) (slash - session)) : g_strdup (session);
}

char *
mch_label_dup_session (const char *session)
{
  const char *slash;
  long month;

  g_return_val_if_fail (session != NULL, NULL);

  slash = strchr (session, '/');
  if (slash == NULL || strlen (slash) != strlen ("/2027-06") || slash[5] != '-')
    return g_strdup (session);
  month = strtol (slash + 6, NULL, 10);
  if (month < 1 || month > (long) G_N_ELEMENTS (months))
    return g_strdup (session);
  return g_strdup_printf ("%s %.4s", _ (months[month - 1]), slash + 1);
}

static gboolean
begins_with_vowel (const char *name)
{
  g_autofree char *bare =
      g_utf8_validate (name, -1, NULL) ? g_utf8_normalize (name, -1, G_NORMALIZE_NFD) : NULL;

  return bare != NULL && *bare != '\0' && strchr ("AEIOUYaeiouy", *bare) != NULL;
}

char *
mch_label_dup_academy (const char *name)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  folded = g_utf8_casefold (name, -1);
  if (g_str_has_prefix (folded, "acad"))
    return g_strdup (name);
  return g_strconcat (begins_with_vowel (name) ? "Académie d'" : "Académie de ", name, NULL);
}

char *
mch_label_dup_context (const char *session, const char *academy)
{
  g_autofree char *exam = mch_label_dup_exam (session);
  g_autofree char *month = mch_label_dup_session (session);
  g_autofree char *name = academy != NULL ? mch_label_dup_academy (academy) : NULL;
  g_autofree char *loud = name != NULL ? g_utf8_strup (name, -1) : NULL;

  return g_strconcat (exam, " – ", month, loud != NULL ? " – " : NULL, loud, NULL);
}

char *
mch_label_dup_phone (const char *phone)
{
  g_return_val_if_fail (phone != NULL, NULL);

  if (strlen (phone) != 10 || strspn (phone, "0123456789") != 10)
    return g_strdup (phone);
  return g_strdup_printf ("%.2s\u00a0%.2s\u00a0%.2s\u00a0%.2s\u00a0%.2s", phone, phone + 2,
                          phone + 4, phone + 6, phone + 8);
}

char *
mch_label_dup_number (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  GString *grouped = g_string_new (NULL);

  for (const char *at = digits; *at != '\0'; at++)
    {
      if (at != digits && strlen (at) % 3 == 0)
        g_string_append (grouped, "\u202f");
      g_string_append_c (grouped, *at);
    }
  return g_string_free (grouped, FALSE);
}

char *
mch_label_dup_moment (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);

  return time != NULL ? g_date_time_format (time, "%d/%m/%Y %H:%M") : NULL;
}
