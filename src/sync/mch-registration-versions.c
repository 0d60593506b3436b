/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One operation changes person and candidature at one moment: what has the same moment and the same
 * author belongs together. */
#include "sync/mch-registration-versions.h"

#include <string.h>

#include "sync/mch-history.h"

static void
free_version (gpointer data)
{
  MchRegistrationVersion *version = data;

  g_free (version->by);
  g_ptr_array_unref (version->lines);
  g_free (version);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const MchHistoryLine *one = *(MchHistoryLine *const *) a;
  const MchHistoryLine *two = *(MchHistoryLine *const *) b;

  if (one->at_ms != two->at_ms)
    return one->at_ms > two->at_ms ? -1 : 1;
  return strcmp (one->by, two->by);
}

static void
add_kept (GPtrArray *all, GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    if (((MchHistoryLine *) lines->pdata[i])->kept)
      g_ptr_array_add (all, lines->pdata[i]);
}

static MchRegistrationVersion *
new_version (const MchHistoryLine *line)
{
  MchRegistrationVersion *version = g_new0 (MchRegistrationVersion, 1);

  version->at_ms = line->at_ms;
  version->by = g_strdup (line->by);
  version->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_line_free);
  return version;
}

/* The numbers tell which version it is; everything else is what it changed. */
static void
take_line (MchRegistrationVersion *version, const MchHistoryLine *line)
{
  guint64 number;

  if (strcmp (line->name, "registration_version") == 0)
    {
      if (line->after != NULL
          && g_ascii_string_to_unsigned (line->after, 10, 1, G_MAXUINT, &number, NULL))
        version->version = MAX (version->version, (guint) number);
    }
  else if (strcmp (line->name, "registration_number") != 0)
    g_ptr_array_add (version->lines, mch_history_line_new (line->name, line->before, line->after,
                                                           TRUE, line->by, line->at_ms));
}

GPtrArray *
mch_registration_versions_new (GPtrArray *candidature, GPtrArray *person)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (free_version);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  MchRegistrationVersion *last = NULL;

  g_return_val_if_fail (candidature != NULL && person != NULL, versions);

  add_kept (all, candidature);
  add_kept (all, person);
  g_ptr_array_sort (all, compare_lines);
  for (guint i = 0; i < all->len; i++)
    {
      const MchHistoryLine *line = all->pdata[i];

      if (last == NULL || last->at_ms != line->at_ms || strcmp (last->by, line->by) != 0)
        {
          last = new_version (line);
          g_ptr_array_add (versions, last);
        }
      take_line (last, line);
    }
  return versions;
}

GPtrArray *
mch_registration_versions_fetch (MchDesk *desk, const char *scope, const char *candidature,
                                 const char *person, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) of_candidature =
      mch_history_fetch (desk, scope, MCH_KIND_CANDIDATURE, candidature, cancellable, error);
  g_autoptr (GPtrArray) of_person =
      of_candidature != NULL
          ? mch_history_fetch (desk, scope, MCH_KIND_PERSON, person, cancellable, error)
          : NULL;

  return of_person != NULL ? mch_registration_versions_new (of_candidature, of_person) : NULL;
}
