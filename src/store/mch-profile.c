/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-profile.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FILE_NAME "profile.conf"
#define VERSION 1
#define GROUP "profile"
#define SCOPES_GROUP "scopes"
#define KEYS_GROUP "pinned-keys"
#define VERSIONS_GROUP "pinned-key-versions"

struct _MchProfile
{
  char *dir;
  char *path;
  GKeyFile *file;
  GHashTable *values; /* what mch_profile_get() has lent: owned key → owned value */
  GPtrArray *scopes;  /* owned, in the order of the file */
  GHashTable *names;  /* owned scope → owned name */
  GHashTable *pinned; /* owned scope → owned key */
};

static void
read_group (GKeyFile *file, const char *group, GHashTable *into, GPtrArray *order)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      char *value = g_key_file_get_string (file, group, keys[i], NULL);

      if (value == NULL)
        continue;
      if (order != NULL)
        g_ptr_array_add (order, g_strdup (keys[i]));
      g_hash_table_insert (into, g_strdup (keys[i]), value);
    }
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
check_version (MchProfile *profile, GError **error)
{
  int version = g_key_file_get_integer (profile->file, GROUP, "version", NULL);

  if (version == VERSION)
    return TRUE;
  if (version > VERSION)
    g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                 _ ("“%s” was written by a newer Machaon and was left as it is. Update Machaon on "
                    "this computer."),
                 profile->path);
  else
    g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED,
                 _ ("“%s” is not a profile of Machaon and was left as it is. Move it elsewhere "
                    "and sign in again, or choose another profile."),
                 profile->path);
  return FALSE;
}

MchProfile *
mch_profile_load (const char *profile_dir, GError **error)
{
  g_autoptr (MchProfile) profile = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  profile = g_new0 (MchProfile, 1);
  profile->dir = g_strdup (profile_dir);
  profile->path = g_build_filename (profile_dir, FILE_NAME, NULL);
  profile->file = g_key_file_new ();
  profile->values = new_table ();
  profile->scopes = g_ptr_array_new_with_free_func (g_free);
  profile->names = new_table ();
  profile->pinned = new_table ();
  if (!g_key_file_load_from_file (profile->file, profile->path, G_KEY_FILE_KEEP_COMMENTS,
                                  &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&profile);
      if (local_error->domain == G_FILE_ERROR)
        {
          g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO, _ ("“%s” cannot be read: %s."),
                       profile->path, local_error->message);
          return NULL;
        }
    }
  if (!check_version (profile, error))
    return NULL;
  read_group (profile->file, GROUP, profile->values, NULL);
  read_group (profile->file, SCOPES_GROUP, profile->names, profile->scopes);
  read_group (profile->file, KEYS_GROUP, profile->pinned, NULL);
  return g_steal_pointer (&profile);
}

void
mch_profile_free (MchProfile *profile)
{
  if (profile == NULL)
    return;
  g_free (profile->dir);
  g_free (profile->path);
  g_key_file_unref (profile->file);
  g_hash_table_unref (profile->values);
  g_ptr_array_unref (profile->scopes);
  g_hash_table_unref (profile->names);
  g_hash_table_unref (profile->pinned);
  g_free (profile);
}

gboolean
mch_profile_save (MchProfile *profile, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;

  g_return_val_if_fail (profile != NULL, FALSE);

  g_key_file_set_integer (profile->file, GROUP, "version", VERSION);
  content = g_key_file_to_data (profile->file, &length, NULL);
  if (g_mkdir_with_parents (profile->dir, 0700) != 0)
    {
      g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
                   _ ("The profile folder “%s” cannot be made: %s. Choose another folder, or ask "
                      "for the right to write there."),
                   profile->dir, g_strerror (errno));
      return FALSE;
    }
  if (g_file_set_contents_full (profile->path, content, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local_error))
    return TRUE;
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO, _ ("“%s” cannot be written: %s."),
               profile->path, local_error->message);
  return FALSE;
}

const char *
mch_profile_get (MchProfile *profile, const char *key)
{
  g_return_val_if_fail (profile != NULL && key != NULL, NULL);

  return g_hash_table_lookup (profile->values, key);
}

void
mch_profile_set (MchProfile *profile, const char *key, const char *value)
{
  g_return_if_fail (profile != NULL && key != NULL);
  g_return_if_fail (strcmp (key, "version") != 0);

  if (value == NULL || *value == '\0')
    {
      g_key_file_remove_key (profile->file, GROUP, key, NULL);
      g_hash_table_remove (profile->values, key);
      return;
    }
  g_key_file_set_string (profile->file, GROUP, key, value);
  g_hash_table_insert (profile->values, g_strdup (key), g_strdup (value));
}

guint
mch_profile_get_n_scopes (MchProfile *profile)
{
  g_return_val_if_fail (profile != NULL, 0);

  return profile->scopes->len;
}

const char *
mch_profile_get_scope (MchProfile *profile, guint index, const char **ret_name)
{
  const char *scope;

  g_return_val_if_fail (profile != NULL, NULL);

  if (index >= profile->scopes->len)
    return NULL;
  scope = g_ptr_array_index (profile->scopes, index);
  if (ret_name != NULL)
    *ret_name = g_hash_table_lookup (profile->names, scope);
  return scope;
}

void
mch_profile_clear_scopes (MchProfile *profile)
{
  g_return_if_fail (profile != NULL);

  g_ptr_array_set_size (profile->scopes, 0);
  g_hash_table_remove_all (profile->names);
  g_key_file_remove_group (profile->file, SCOPES_GROUP, NULL);
}

void
mch_profile_add_scope (MchProfile *profile, const char *scope, const char *name)
{
  g_return_if_fail (profile != NULL && scope != NULL && name != NULL);

  if (!g_hash_table_contains (profile->names, scope))
    g_ptr_array_add (profile->scopes, g_strdup (scope));
  g_hash_table_insert (profile->names, g_strdup (scope), g_strdup (name));
  g_key_file_set_string (profile->file, SCOPES_GROUP, scope, name);
}

const char *
mch_profile_get_pinned_key (MchProfile *profile, const char *scope, gint64 *ret_version)
{
  const char *key;

  g_return_val_if_fail (profile != NULL && scope != NULL, NULL);

  key = g_hash_table_lookup (profile->pinned, scope);
  if (key != NULL && ret_version != NULL)
    *ret_version = g_key_file_get_int64 (profile->file, VERSIONS_GROUP, scope, NULL);
  return key;
}

void
mch_profile_pin_key (MchProfile *profile, const char *scope, const char *public_key, gint64 version)
{
  g_return_if_fail (profile != NULL && scope != NULL && public_key != NULL);

  g_hash_table_insert (profile->pinned, g_strdup (scope), g_strdup (public_key));
  g_key_file_set_string (profile->file, KEYS_GROUP, scope, public_key);
  g_key_file_set_int64 (profile->file, VERSIONS_GROUP, scope, version);
}
