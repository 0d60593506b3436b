/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-output.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "print/mch-print-error.h"

struct _MchOutput
{
  char *path;
  char *temporary; /* NULL when @path is written directly or once it has its name */
  int fd;
  GOutputStream *stream;
};

static gboolean
fail (GError **error, const char *path, int code)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT,
                 _ ("The disk is full: %s was not written. Free some space and try again."), shown);
  else
    g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT, _ ("%s cannot be written: %s."),
                 shown, g_strerror (code));
  return FALSE;
}

/* A device or a pipe keeps no file: there is nothing to replace. */
static gboolean
is_direct (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode);
}

static int
open_temporary (MchOutput *output)
{
  g_autofree char *folder = g_path_get_dirname (output->path);
  g_autofree char *base = g_path_get_basename (output->path);
  g_autofree char *name = g_strdup_printf (".%.100s.XXXXXX", base);

  output->temporary = g_build_filename (folder, name, NULL);
  return g_mkstemp_full (output->temporary, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
}

MchOutput *
mch_output_open (const char *path, GError **error)
{
  g_autoptr (MchOutput) output = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  output = g_new0 (MchOutput, 1);
  output->path = g_strdup (path);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      output->fd = -1;
      fail (error, path, EISDIR);
      return NULL;
    }
  output->fd = is_direct (path) ? open (path, O_WRONLY | O_CLOEXEC) : open_temporary (output);
  if (output->fd < 0)
    {
      int code = errno;

      g_clear_pointer (&output->temporary, g_free);
      fail (error, path, code);
      return NULL;
    }
  output->stream = g_unix_output_stream_new (output->fd, FALSE);
  return g_steal_pointer (&output);
}

GOutputStream *
mch_output_get_stream (MchOutput *output)
{
  g_return_val_if_fail (output != NULL, NULL);

  return output->stream;
}

gboolean
mch_output_write (MchOutput *output, const void *data, gsize length, GError **error)
{
  const char *bytes = data;
  gsize done = 0;

  g_return_val_if_fail (output != NULL && output->fd >= 0, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  while (done < length)
    {
      gssize n = write (output->fd, bytes + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (error, output->path, errno);
      done += (gsize) n;
    }
  return TRUE;
}

/* The new name itself must outlive a power cut. Not every file system can do it for a folder;
 * the file is whole in any case. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("folder not synchronised: %s", g_strerror (errno));
  close (fd);
}

gboolean
mch_output_commit (MchOutput *output, GError **error)
{
  g_return_val_if_fail (output != NULL && output->fd >= 0, FALSE);

  if (output->temporary != NULL && fsync (output->fd) != 0)
    return fail (error, output->path, errno);
  if (close (g_steal_fd (&output->fd)) != 0)
    return fail (error, output->path, errno);
  if (output->temporary == NULL)
    return TRUE;
  if (g_rename (output->temporary, output->path) != 0)
    return fail (error, output->path, errno);
  g_clear_pointer (&output->temporary, g_free);
  sync_folder (output->path);
  return TRUE;
}

void
mch_output_free (MchOutput *output)
{
  g_return_if_fail (output != NULL);

  g_clear_object (&output->stream);
  if (output->fd >= 0)
    close (output->fd);
  if (output->temporary != NULL)
    g_unlink (output->temporary);
  g_free (output->temporary);
  g_free (output->path);
  g_free (output);
}
