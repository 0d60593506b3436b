/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-layout-memory.h"

static char *
dup_path (const char *profile_dir)
{
  return g_build_filename (profile_dir, "layouts.conf", NULL);
}

void
mch_layout_memory_load (MchSlipLayout *ret_layout, const char *profile_dir, const char *scope)
{
  g_autofree char *path = dup_path (profile_dir);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  *ret_layout = (MchSlipLayout){ 0 };
  if (scope != NULL && g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    mch_slip_layout_load (ret_layout, file, scope);
}

void
mch_layout_memory_save (const MchSlipLayout *layout, const char *profile_dir, const char *scope)
{
  g_autofree char *path = dup_path (profile_dir);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  /* The other establishments keep theirs. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  mch_slip_layout_save (layout, file, scope);
  text = g_key_file_to_data (file, NULL, NULL);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}
