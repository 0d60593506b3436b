/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-paris.h"

#include <stdio.h>

char *
mch_paris_dup_text (gint64 at_ms)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (at_ms == 0)
    return g_strdup ("");
  /* A system without time zone data still knows the rule of the Union. */
  if (zone == NULL)
    zone = g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");
  utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  local = g_date_time_to_timezone (utc, zone);
  return g_date_time_format (local, "%d/%m/%Y %H:%M");
}

static gboolean
is_moment (int year, int month, int day, int hour, int minute)
{
  return year >= 1900 && year <= 9999 && month >= 1 && month <= 12
         && g_date_valid_dmy ((GDateDay) MAX (day, 0), month, (GDateYear) year) && hour >= 0
         && hour <= 23 && minute >= 0 && minute <= 59;
}

char *
mch_paris_dup_setting (const char *text)
{
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, end = 0;
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if ((sscanf (trimmed, "%2d/%2d/%4d %2d:%2d%n", &day, &month, &year, &hour, &minute, &end) != 5
       || trimmed[end] != '\0')
      && (sscanf (trimmed, "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &end) != 5
          || trimmed[end] != '\0'))
    {
      hour = minute = 0;
      if (sscanf (trimmed, "%2d/%2d/%4d%n", &day, &month, &year, &end) != 3 || trimmed[end] != '\0')
        return NULL;
    }
  if (!is_moment (year, month, day, hour, minute))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d", year, month, day, hour, minute);
}
