/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-codec.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT 1
/* name NUL value NUL name NUL… in one array: a store of 450 000 records is read in one go. */
#define VALUES_TYPE "(yay)"
#define CHANGES_TYPE "(ya(ssbxa(sss)))"
#define OP_TYPE "(ysa{ss}a(sss))"
#define CONFLICT_TYPE "(yssmsx)"

/* Serialised numbers must read alike on every machine. */
static GVariant *
to_disk_order (GVariant *variant)
{
  g_autoptr (GVariant) native = g_variant_ref_sink (variant);

  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    return g_steal_pointer (&native);
  return g_variant_byteswap (native);
}

static GBytes *
encode (GVariant *variant)
{
  g_autoptr (GVariant) ordered = to_disk_order (variant);

  return g_variant_get_data_as_bytes (ordered);
}

/* NULL when @bytes are not of @type or of a version that we do not know. */
static GVariant *
decode (GBytes *bytes, const char *type)
{
  g_autoptr (GVariant) stored = NULL;
  g_autoptr (GVariant) version = NULL;
  g_autoptr (GVariant) native = NULL;

  stored = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
  if (!g_variant_is_normal_form (stored))
    return NULL;
  native = to_disk_order (stored);
  version = g_variant_get_child_value (native, 0);
  if (g_variant_get_byte (version) != FORMAT)
    return NULL;
  return g_steal_pointer (&native);
}

GBytes *
mch_codec_encode_values (const MchRecord *record)
{
  guint n;
  g_autofree const char **names = mch_record_dup_names (record, &n);
  g_autoptr (GByteArray) array = g_byte_array_sized_new (512);

  for (guint i = 0; i < n; i++)
    {
      const char *value = mch_record_get (record, names[i]);

      g_byte_array_append (array, (const guint8 *) names[i], (guint) strlen (names[i]) + 1);
      g_byte_array_append (array, (const guint8 *) value, (guint) strlen (value) + 1);
    }
  return encode (
      g_variant_new ("(y@ay)", FORMAT,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, array->data, array->len, 1)));
}

const char **
mch_codec_decode_values (GBytes *bytes, GVariant **ret_variant, gsize *ret_n)
{
  g_autoptr (GVariant) variant = decode (bytes, VALUES_TYPE);
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GPtrArray) strings = NULL;
  const char *text, *end;
  gsize size;

  if (variant == NULL)
    return NULL;
  list = g_variant_get_child_value (variant, 1);
  text = g_variant_get_fixed_array (list, &size, 1);
  if (size > 0 && text[size - 1] != '\0')
    return NULL;
  end = size > 0 ? text + size : NULL;
  strings = g_ptr_array_sized_new (64);
  for (; size > 0 && text < end; text += strlen (text) + 1)
    g_ptr_array_add (strings, (char *) text);
  if (strings->len % 2 != 0)
    return NULL;
  *ret_n = strings->len;
  g_ptr_array_add (strings, NULL);
  /* The strings are in the bytes of @list, which may be a part of @variant or a copy. */
  *ret_variant = g_steal_pointer (&list);
  return (const char **) g_ptr_array_free (g_steal_pointer (&strings), FALSE);
}

gboolean
mch_codec_read_values (GBytes *bytes, MchRecord *record)
{
  g_autoptr (GVariant) variant = NULL;
  g_autofree const char **pairs = NULL;
  gsize n;

  pairs = mch_codec_decode_values (bytes, &variant, &n);
  if (pairs == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i += 2)
    mch_record_set (record, pairs[i], pairs[i + 1]);
  return TRUE;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_change (GVariantBuilder *builder, const MchChange *change)
{
  guint n;
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (change->to, &n);

  qsort (names, n, sizeof *names, compare_names);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("(ssbxa(sss))"));
  g_variant_builder_add (builder, "s", mch_kind_to_string (change->kind));
  g_variant_builder_add (builder, "s", change->id);
  g_variant_builder_add (builder, "b", change->create);
  g_variant_builder_add (builder, "x", change->base_version);
  g_variant_builder_open (builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < n; i++)
    {
      const char *from = g_hash_table_lookup (change->from, names[i]);
      const char *to = g_hash_table_lookup (change->to, names[i]);

      g_variant_builder_add (builder, "(sss)", names[i], from != NULL ? from : "", to);
    }
  g_variant_builder_close (builder);
  g_variant_builder_close (builder);
}

GBytes *
mch_codec_encode_changes (GPtrArray *changes, guint first, guint n)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (CHANGES_TYPE));

  g_variant_builder_add (&builder, "y", FORMAT);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(ssbxa(sss))"));
  for (guint i = first; i < first + n; i++)
    add_change (&builder, g_ptr_array_index (changes, i));
  g_variant_builder_close (&builder);
  return encode (g_variant_builder_end (&builder));
}

gboolean
mch_codec_read_changes (GBytes *bytes, GPtrArray *changes)
{
  g_autoptr (GVariant) variant = decode (bytes, CHANGES_TYPE);
  g_autoptr (GVariantIter) iter = NULL;
  g_autoptr (GVariantIter) values = NULL;
  const char *kind_name, *id, *name, *from, *to;
  gboolean create;
  gint64 base_version;

  if (variant == NULL)
    return FALSE;
  g_variant_get (variant, "(ya(ssbxa(sss)))", NULL, &iter);
  while (g_variant_iter_loop (iter, "(&s&sbxa(sss))", &kind_name, &id, &create, &base_version,
                              &values))
    {
      MchKind kind = mch_kind_from_string (kind_name);
      MchChange *change;

      if (kind == MCH_KIND_INVALID)
        return FALSE;
      change = mch_change_new_update (kind, id, base_version);
      change->create = create;
      while (g_variant_iter_next (values, "(&s&s&s)", &name, &from, &to))
        mch_change_set (change, name, from, to);
      g_ptr_array_add (changes, change);
    }
  return TRUE;
}

GBytes *
mch_codec_encode_op (const char *kind, GHashTable *meta, GPtrArray *faults)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE (OP_TYPE));
  guint n_names = 0;
  g_autofree const char **names = NULL;

  g_variant_builder_add (&builder, "y", FORMAT);
  g_variant_builder_add (&builder, "s", kind);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{ss}"));
  if (meta != NULL)
    {
      names = (const char **) g_hash_table_get_keys_as_array (meta, &n_names);
      qsort (names, n_names, sizeof *names, compare_names);
    }
  for (guint i = 0; i < n_names; i++)
    g_variant_builder_add (&builder, "{ss}", names[i], g_hash_table_lookup (meta, names[i]));
  g_variant_builder_close (&builder);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; faults != NULL && i < faults->len; i++)
    {
      const MchStoreFault *fault = g_ptr_array_index (faults, i);

      g_variant_builder_add (&builder, "(sss)", fault->id, fault->path, fault->code);
    }
  g_variant_builder_close (&builder);
  return encode (g_variant_builder_end (&builder));
}

gboolean
mch_codec_read_op (GBytes *bytes, MchStoreOp *op)
{
  g_autoptr (GVariant) variant = decode (bytes, OP_TYPE);
  g_autoptr (GVariantIter) meta = NULL;
  g_autoptr (GVariantIter) faults = NULL;
  const char *name, *value, *id, *path, *code;

  if (variant == NULL)
    return FALSE;
  g_free (op->kind);
  g_variant_get (variant, "(ysa{ss}a(sss))", NULL, &op->kind, &meta, &faults);
  while (g_variant_iter_next (meta, "{&s&s}", &name, &value))
    g_hash_table_insert (op->meta, g_strdup (name), g_strdup (value));
  while (g_variant_iter_next (faults, "(&s&s&s)", &id, &path, &code))
    g_ptr_array_add (op->faults, mch_store_fault_new (id, path, code));
  return TRUE;
}

GBytes *
mch_codec_encode_conflict (const MchStoreConflict *conflict)
{
  return encode (g_variant_new (CONFLICT_TYPE, FORMAT, conflict->mine, conflict->theirs,
                                conflict->by, conflict->at_ms));
}

gboolean
mch_codec_read_conflict (GBytes *bytes, MchStoreConflict *conflict)
{
  g_autoptr (GVariant) variant = decode (bytes, CONFLICT_TYPE);

  if (variant == NULL)
    return FALSE;
  g_free (conflict->mine);
  g_free (conflict->theirs);
  g_free (conflict->by);
  g_variant_get (variant, CONFLICT_TYPE, NULL, &conflict->mine, &conflict->theirs, &conflict->by,
                 &conflict->at_ms);
  return TRUE;
}
