/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-paths.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* The folder two levels above the running program: the build root (BUILD/src/ctl/machaonctl)
 * or the prefix's parent (PREFIX/bin/machaonctl). */
static char *
dup_program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : g_strdup (".");
}

static char *
dup_existing (const char *in_build_tree, const char *installed)
{
  if (g_file_test (in_build_tree, G_FILE_TEST_EXISTS))
    return g_canonicalize_filename (in_build_tree, NULL);
  return g_canonicalize_filename (installed, NULL);
}

char *
mch_paths_dup_data (const char *name)
{
  g_autofree char *folder = dup_program_folder ();
  g_autofree char *built = g_build_filename (folder, "..", "..", "data", name, NULL);
  g_autofree char *installed = g_build_filename (folder, "..", "share", "machaon", name, NULL);

  g_return_val_if_fail (name != NULL, NULL);

  return dup_existing (built, installed);
}

static gboolean
system_has_no_language (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);
  const char *language = g_getenv ("LANGUAGE");

  if (language != NULL && *language != '\0')
    return locale == NULL || strcmp (locale, "C") == 0;
  return locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0
         || strcmp (locale, "C.UTF-8") == 0;
}

void
mch_paths_init_language (void)
{
  g_autofree char *folder = dup_program_folder ();
  g_autofree char *built = g_build_filename (folder, "..", "..", "po", NULL);
  g_autofree char *installed = g_build_filename (folder, "..", "share", "locale", NULL);
  g_autofree char *catalogue = NULL;

  setlocale (LC_ALL, "");
  if (system_has_no_language ())
    {
      /* gettext translates nothing in the C locale, whatever LANGUAGE says. */
      setlocale (LC_ALL, "C.UTF-8");
      g_setenv ("LANGUAGE", "fr", FALSE);
    }

  catalogue = dup_existing (built, installed);
  bindtextdomain (GETTEXT_PACKAGE, catalogue);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
