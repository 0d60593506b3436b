/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number an address: when it would be as if nothing had ever been asked from there. Each time
 * moves it on by the interval; further ahead than the burst it may not be. */
#include "server/model/mch-address-limit.h"

#include <gio/gio.h>
#include <string.h>

#define MOST_ADDRESSES 65536 /* some MB; whoever has so many is not held back by them */
#define NETWORK_BYTES 8      /* of an IPv6 address */

struct _MchAddressLimit
{
  GMutex lock;
  GHashTable *free_ms; /* owned GBytes → owned gint64 */
  gint64 ahead_ms;
  gint64 every_ms;
};

MchAddressLimit *
mch_address_limit_new (guint burst, gint64 every_ms)
{
  MchAddressLimit *limit = g_new0 (MchAddressLimit, 1);

  g_assert (burst > 0 && every_ms > 0);
  g_mutex_init (&limit->lock);
  limit->free_ms =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_free);
  limit->ahead_ms = burst * every_ms;
  limit->every_ms = every_ms;
  return limit;
}

void
mch_address_limit_free (MchAddressLimit *limit)
{
  if (limit == NULL)
    return;
  g_hash_table_unref (limit->free_ms);
  g_mutex_clear (&limit->lock);
  g_free (limit);
}

/* (transfer full) */
static GBytes *
dup_key (const char *address)
{
  g_autoptr (GInetAddress) parsed =
      address != NULL ? g_inet_address_new_from_string (address) : NULL;
  gsize size;

  if (parsed == NULL)
    return g_bytes_new_static ("", 0);
  size = g_inet_address_get_native_size (parsed);
  return g_bytes_new (g_inet_address_to_bytes (parsed), MIN (size, NETWORK_BYTES));
}

static gboolean
is_over (gpointer key, gpointer value, gpointer now_ms)
{
  return *(const gint64 *) value <= *(const gint64 *) now_ms;
}

/* Forgets who may ask as if for the first time; at worst everybody. */
static void
make_room (MchAddressLimit *limit, gint64 now_ms)
{
  if (g_hash_table_size (limit->free_ms) < MOST_ADDRESSES)
    return;
  g_hash_table_foreach_remove (limit->free_ms, is_over, &now_ms);
  if (g_hash_table_size (limit->free_ms) >= MOST_ADDRESSES)
    g_hash_table_remove_all (limit->free_ms);
}

guint
mch_address_limit_take (MchAddressLimit *limit, const char *address, gint64 now_ms)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GBytes) key = dup_key (address);
  gint64 *known;
  gint64 next_ms;

  g_return_val_if_fail (limit != NULL, 0);

  locker = g_mutex_locker_new (&limit->lock);
  known = g_hash_table_lookup (limit->free_ms, key);
  next_ms = (known != NULL ? MAX (*known, now_ms) : now_ms) + limit->every_ms;
  if (next_ms - now_ms > limit->ahead_ms)
    return (guint) ((next_ms - now_ms - limit->ahead_ms + 999) / 1000);
  if (known != NULL)
    {
      *known = next_ms;
      return 0;
    }
  make_room (limit, now_ms);
  g_hash_table_insert (limit->free_ms, g_steal_pointer (&key),
                       g_memdup2 (&next_ms, sizeof next_ms));
  return 0;
}

guint
mch_address_limit_get_size (MchAddressLimit *limit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&limit->lock);

  return g_hash_table_size (limit->free_ms);
}
