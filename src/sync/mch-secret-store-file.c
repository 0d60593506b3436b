/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in one private file, for machines without a keyring: a GKeyFile with a group a profile,
 * replaced whole at every change so that a crash leaves the old one. */
#include "sync/mch-secret-store.h"

#include "sync/mch-sync-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MCH_TYPE_SECRET_STORE_FILE (mch_secret_store_file_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStoreFile, mch_secret_store_file, MCH, SECRET_STORE_FILE, GObject)

struct _MchSecretStoreFile
{
  GObject parent_instance;

  char *path;
};

static gboolean
fail_file (const char *path, int code, GError **error)
{
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
               _ ("The secrets file %s cannot be used: %s. Nothing was written to it."), path,
               g_strerror (code));
  return FALSE;
}

/* Opens the file, created 0600 when absent, and locks it for this process. -1 on error. */
static int
open_locked (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0 || flock (fd, LOCK_EX) != 0)
    {
      fail_file (path, errno, error);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  if (!S_ISREG (info.st_mode) || (info.st_mode & 077) != 0 || info.st_uid != geteuid ())
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
                   _ ("Others than you can read the secrets file %s. Make it yours alone with "
                      "“chmod 600”, then start again."),
                   path);
      close (fd);
      return -1;
    }
  return fd;
}

static GKeyFile *
load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) cause = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &cause)
      && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)
      && !g_error_matches (cause, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND))
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
                   _ ("The secrets file %s is damaged. It was left as it is: move it away and sign "
                      "in again."),
                   path);
      return NULL;
    }
  return g_steal_pointer (&file);
}

static gboolean
file_lookup (MchSecretStore *store, const char *profile, const char *name, GBytes **ret_value,
             GError **error)
{
  MchSecretStoreFile *self = MCH_SECRET_STORE_FILE (store);
  g_autoptr (GKeyFile) file = load (self->path, error);
  g_autofree char *text = NULL;
  guchar *data;
  gsize length;

  if (file == NULL)
    return FALSE;
  *ret_value = NULL;
  text = g_key_file_get_string (file, profile, name, NULL);
  if (text == NULL)
    return TRUE;
  data = g_base64_decode (text, &length);
  *ret_value = g_bytes_new_take (data, length);
  return TRUE;
}

/* The other processes that share the file wait on a lock beside it, since the file itself is
 * replaced. */
static int
lock_beside (MchSecretStoreFile *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);

  return open_locked (path, error);
}

static gboolean
save (MchSecretStoreFile *self, GKeyFile *file, GError **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);
  g_autoptr (GError) cause = NULL;

  if (g_file_set_contents_full (self->path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &cause))
    return TRUE;
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
               _ ("The secrets file %s cannot be used: %s. Nothing was written to it."), self->path,
               cause->message);
  return FALSE;
}

/* Sets @name to @value, or removes it when @value is NULL. */
static gboolean
change (MchSecretStoreFile *self, const char *profile, const char *name, GBytes *value,
        GError **error)
{
  g_autoptr (GKeyFile) file = NULL;
  g_autofree char *text = NULL;
  gboolean done;
  int lock = lock_beside (self, error);

  if (lock < 0)
    return FALSE;

  file = load (self->path, error);
  if (file != NULL && value != NULL)
    {
      text = g_base64_encode (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
      g_key_file_set_string (file, profile, name, text);
    }
  else if (file != NULL)
    g_key_file_remove_key (file, profile, name, NULL);
  done = file != NULL && save (self, file, error);
  close (lock);
  return done;
}

static gboolean
file_store (MchSecretStore *store, const char *profile, const char *name, GBytes *value,
            GError **error)
{
  return change (MCH_SECRET_STORE_FILE (store), profile, name, value, error);
}

static gboolean
file_clear (MchSecretStore *store, const char *profile, const char *name, GError **error)
{
  return change (MCH_SECRET_STORE_FILE (store), profile, name, NULL, error);
}

static void
file_iface_init (MchSecretStoreInterface *iface)
{
  iface->lookup = file_lookup;
  iface->store = file_store;
  iface->clear = file_clear;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSecretStoreFile, mch_secret_store_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MCH_TYPE_SECRET_STORE, file_iface_init))

static void
mch_secret_store_file_finalize (GObject *object)
{
  g_free (MCH_SECRET_STORE_FILE (object)->path);
  G_OBJECT_CLASS (mch_secret_store_file_parent_class)->finalize (object);
}

static void
mch_secret_store_file_class_init (MchSecretStoreFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_secret_store_file_finalize;
}

static void
mch_secret_store_file_init (MchSecretStoreFile *self)
{
}

MchSecretStore *
mch_secret_store_new_file (const char *path, GError **error)
{
  g_autoptr (MchSecretStoreFile) self = NULL;
  g_autofree char *folder = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail_file (path, errno, error);
      return NULL;
    }
  fd = open_locked (path, error);
  if (fd < 0)
    return NULL;
  close (fd);

  self = g_object_new (MCH_TYPE_SECRET_STORE_FILE, NULL);
  self->path = g_canonicalize_filename (path, NULL);
  return MCH_SECRET_STORE (g_steal_pointer (&self));
}
