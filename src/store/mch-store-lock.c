/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One process owns a profile. The lock is the kernel's, so it goes with the process however that
 * ends; the file itself means nothing. */
#include "store/mch-profile.h"
#include "store/mch-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define RETRY_MS 20

gboolean
mch_store_make_profile_dir (const char *profile_dir, GError **error)
{
  if (g_mkdir_with_parents (profile_dir, 0700) == 0)
    return TRUE;
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
               _ ("The profile folder “%s” cannot be made: %s. Choose another folder, or ask for "
                  "the right to write there."),
               profile_dir, g_strerror (errno));
  return FALSE;
}

int
mch_profile_lock (const char *profile_dir, guint wait_ms, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, "lock", NULL);
  gint64 until = g_get_monotonic_time () + (gint64) wait_ms * 1000;
  int fd;

  if (!mch_store_make_profile_dir (profile_dir, error))
    return -1;
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
                   _ ("The profile folder “%s” cannot be written: %s."), profile_dir,
                   g_strerror (errno));
      return -1;
    }
  while (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EINTR)
        continue;
      if (errno != EWOULDBLOCK || g_get_monotonic_time () >= until)
        {
          close (fd);
          g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_LOCKED,
                               _ ("Machaon is already open on this profile. Use the window that "
                                  "is open, or close it first."));
          return -1;
        }
      g_usleep (RETRY_MS * 1000);
    }
  return fd;
}
