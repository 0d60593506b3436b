/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-window-state.h"

#define GROUP "window"
#define VERSION 1
#define MIN_WIDTH 360
#define MIN_HEIGHT 360
#define MAX_SIZE 16384

static char *
dup_path (const char *profile_dir)
{
  return g_build_filename (profile_dir, "window.conf", NULL);
}

static int
read_size (GKeyFile *file, const char *key, int min, int other)
{
  int size = g_key_file_get_integer (file, GROUP, key, NULL);

  return size >= min && size <= MAX_SIZE ? size : other;
}

void
mch_window_state_load (MchWindowState *state, const char *profile_dir)
{
  g_autofree char *path = dup_path (profile_dir);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  *state = (MchWindowState){ .width = 1280, .height = 800, .sidebar = TRUE };
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_integer (file, GROUP, "version", NULL) != VERSION)
    return;
  state->width = read_size (file, "width", MIN_WIDTH, state->width);
  state->height = read_size (file, "height", MIN_HEIGHT, state->height);
  state->maximized = g_key_file_get_boolean (file, GROUP, "maximized", NULL);
  state->sidebar = !g_key_file_get_boolean (file, GROUP, "folded", NULL);
  state->activity = g_key_file_get_string (file, GROUP, "activity", NULL);
  state->scope = g_key_file_get_string (file, GROUP, "scope", NULL);
  state->session = g_key_file_get_string (file, GROUP, "session", NULL);
}

static void
set_text (GKeyFile *file, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, GROUP, key, value);
}

void
mch_window_state_save (const MchWindowState *state, const char *profile_dir)
{
  g_autofree char *path = dup_path (profile_dir);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP, "version", VERSION);
  g_key_file_set_integer (file, GROUP, "width", state->width);
  g_key_file_set_integer (file, GROUP, "height", state->height);
  g_key_file_set_boolean (file, GROUP, "maximized", state->maximized);
  g_key_file_set_boolean (file, GROUP, "folded", !state->sidebar);
  set_text (file, "activity", state->activity);
  set_text (file, "scope", state->scope);
  set_text (file, "session", state->session);
  text = g_key_file_to_data (file, NULL, NULL);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

void
mch_window_state_clear (MchWindowState *state)
{
  g_clear_pointer (&state->activity, g_free);
  g_clear_pointer (&state->scope, g_free);
  g_clear_pointer (&state->session, g_free);
}
