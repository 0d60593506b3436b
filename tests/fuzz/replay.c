/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for libFuzzer where the compiler has none: runs a fuzz target over its corpus, one test
 * a file, so that an input which once crashed is tried in every build.
 *
 *   replay CORPUS-FOLDER */
#include "fuzz-init.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    g_error ("%s", error->message);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

static void
replay (const char *data, gsize size)
{
  /* A copy of the exact size: reading one byte too far is then seen by the sanitizer, which a
   * terminated buffer would hide. */
  g_autofree guint8 *copy = g_memdup2 (data, size);
  guint8 nothing = 0;

  LLVMFuzzerTestOneInput (copy != NULL ? copy : &nothing, size);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = NULL;

  if (argc != 2)
    g_error ("usage: %s CORPUS-FOLDER", argv[0]);
  LLVMFuzzerInitialize (&argc, &argv);

  names = list_names (argv[1]);
  printf ("1..%u\n", names->len + 1);
  replay (NULL, 0);
  printf ("ok 1 - nothing\n");
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (argv[1], names->pdata[i], NULL);
      g_autofree char *data = NULL;
      gsize size;

      fflush (stdout);
      if (!g_file_get_contents (path, &data, &size, &error))
        g_error ("%s", error->message);
      replay (data, size);
      printf ("ok %u - %s\n", i + 2, (const char *) names->pdata[i]);
    }

  return names->len > 0 ? 0 : 1;
}
