/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-secret-store-held.h"

#include <string.h>

typedef struct
{
  char *profile;
  char *name;
  GBytes *value; /* NULL: to be cleared */
  gboolean kept; /* the other one has it as well */
} Held;

struct _MchSecretStoreHeld
{
  GObject parent_instance;

  MchSecretStore *inner;
  GPtrArray *held; /* of Held: a handful */
  char *trouble;
};

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->profile);
  g_free (held->name);
  g_clear_pointer (&held->value, g_bytes_unref);
  g_free (held);
}

static Held *
find (MchSecretStoreHeld *self, const char *profile, const char *name)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      Held *held = self->held->pdata[i];

      if (strcmp (held->name, name) == 0 && strcmp (held->profile, profile) == 0)
        return held;
    }
  return NULL;
}

static void
hold (MchSecretStoreHeld *self, const char *profile, const char *name, GBytes *value, gboolean kept)
{
  Held *held = find (self, profile, name);

  if (held == NULL)
    {
      held = g_new0 (Held, 1);
      held->profile = g_strdup (profile);
      held->name = g_strdup (name);
      g_ptr_array_add (self->held, held);
    }
  g_clear_pointer (&held->value, g_bytes_unref);
  held->value = value != NULL ? g_bytes_ref (value) : NULL;
  held->kept = kept;
}

static void
note_trouble (MchSecretStoreHeld *self, const GError *cause)
{
  g_free (self->trouble);
  self->trouble = g_strdup (cause->message);
}

static gboolean
put_back_one (MchSecretStoreHeld *self, Held *held, GError **error)
{
  g_autoptr (GBytes) found = NULL;

  if (held->value == NULL)
    return mch_secret_store_clear (self->inner, held->profile, held->name, error);
  if (!mch_secret_store_lookup (self->inner, held->profile, held->name, &found, error))
    return FALSE;
  held->kept =
      (found != NULL && g_bytes_equal (found, held->value))
      || mch_secret_store_store (self->inner, held->profile, held->name, held->value, error);
  return held->kept;
}

static void
put_back (MchSecretStoreHeld *self)
{
  g_autoptr (GError) cause = NULL;

  for (guint i = 0; i < self->held->len; i++)
    if (!put_back_one (self, self->held->pdata[i], &cause))
      {
        note_trouble (self, cause);
        return;
      }
  g_clear_pointer (&self->trouble, g_free);
}

/* What the desk can do without in its next run, at the price of a password. */
static gboolean
may_be_held (const char *name)
{
  return strcmp (name, MCH_SECRET_TOKEN) == 0 || strcmp (name, MCH_SECRET_UNLOCK) == 0
         || strcmp (name, MCH_SECRET_PROXY) == 0;
}

/* Whoever locks the keyring also closes what his password opened; typed again meanwhile, it counts.
 */
static GBytes *
dup_held (MchSecretStoreHeld *self, const Held *held)
{
  if (held == NULL || held->value == NULL
      || (self->trouble != NULL && held->kept && strcmp (held->name, MCH_SECRET_UNLOCK) == 0))
    return NULL;
  return g_bytes_ref (held->value);
}

static gboolean
held_lookup (MchSecretStore *store, const char *profile, const char *name, GBytes **ret_value,
             GError **error)
{
  MchSecretStoreHeld *self = MCH_SECRET_STORE_HELD (store);
  const Held *held = find (self, profile, name);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) found = NULL;
  gboolean known = held != NULL && held->value != NULL;

  if (!mch_secret_store_lookup (self->inner, profile, name, &found, &cause))
    {
      note_trouble (self, cause);
      if (!known && !may_be_held (name))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
    }
  else if (found != NULL && held == NULL)
    hold (self, profile, name, found, TRUE);
  else if (self->trouble != NULL || (found == NULL && known))
    put_back (self);

  *ret_value = dup_held (self, find (self, profile, name));
  return TRUE;
}

static gboolean
held_store (MchSecretStore *store, const char *profile, const char *name, GBytes *value,
            GError **error)
{
  MchSecretStoreHeld *self = MCH_SECRET_STORE_HELD (store);
  g_autoptr (GError) cause = NULL;

  if (mch_secret_store_store (self->inner, profile, name, value, &cause))
    {
      hold (self, profile, name, value, TRUE);
      if (self->trouble != NULL)
        put_back (self);
      return TRUE;
    }
  note_trouble (self, cause);
  if (!may_be_held (name))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  hold (self, profile, name, value, FALSE);
  return TRUE;
}

/* What could not be cleared is cleared when the other one answers. */
static gboolean
held_clear (MchSecretStore *store, const char *profile, const char *name, GError **error)
{
  MchSecretStoreHeld *self = MCH_SECRET_STORE_HELD (store);
  Held *held = find (self, profile, name);
  g_autoptr (GError) cause = NULL;

  if (mch_secret_store_clear (self->inner, profile, name, &cause))
    {
      if (held != NULL)
        g_ptr_array_remove_fast (self->held, held);
      return TRUE;
    }
  hold (self, profile, name, NULL, FALSE);
  note_trouble (self, cause);
  return TRUE;
}

static void
held_iface_init (MchSecretStoreInterface *iface)
{
  iface->lookup = held_lookup;
  iface->store = held_store;
  iface->clear = held_clear;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSecretStoreHeld, mch_secret_store_held, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MCH_TYPE_SECRET_STORE, held_iface_init))

MchSecretStoreHeld *
mch_secret_store_held_new (MchSecretStore *inner)
{
  MchSecretStoreHeld *self = g_object_new (MCH_TYPE_SECRET_STORE_HELD, NULL);

  self->inner = g_object_ref (inner);
  return self;
}

const char *
mch_secret_store_held_get_trouble (MchSecretStoreHeld *self)
{
  g_return_val_if_fail (MCH_IS_SECRET_STORE_HELD (self), NULL);

  return self->trouble;
}

void
mch_secret_store_held_try (MchSecretStoreHeld *self)
{
  g_return_if_fail (MCH_IS_SECRET_STORE_HELD (self));

  if (self->trouble != NULL)
    put_back (self);
}

static void
mch_secret_store_held_finalize (GObject *object)
{
  MchSecretStoreHeld *self = MCH_SECRET_STORE_HELD (object);

  g_clear_object (&self->inner);
  g_ptr_array_unref (self->held);
  g_free (self->trouble);
  G_OBJECT_CLASS (mch_secret_store_held_parent_class)->finalize (object);
}

static void
mch_secret_store_held_class_init (MchSecretStoreHeldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_secret_store_held_finalize;
}

static void
mch_secret_store_held_init (MchSecretStoreHeld *self)
{
  self->held = g_ptr_array_new_with_free_func (held_free);
}
