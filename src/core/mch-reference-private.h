/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the reference share. */
#pragma once

#include "core/mch-reference.h"

G_BEGIN_DECLS

struct _MchReference
{
  gatomicrefcount ref_count;
  GPtrArray *items[MCH_N_REF_KINDS];  /* of MchRefItem, owned */
  GHashTable *index[MCH_N_REF_KINDS]; /* owned folded text → MchRefItem */
  GHashTable *tests;                  /* code of a speciality → GPtrArray of MchRefItem, owned */
};

MchReference *mch_reference_new_empty (void);
MchRefItem *mch_ref_item_new (MchRefKind kind, const char *of, const char *code, guint line);

/* MCH_N_REF_KINDS when unknown. */
MchRefKind mch_ref_kind_from_string (const char *text);

/* How a code of @kind is written. */
gboolean mch_ref_code_is_valid (MchRefKind kind, const char *code);

/* Sets an error that names the line. @format: translated. Returns FALSE. */
gboolean
mch_reference_fail (GError **error, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Whether items of @kind have @key ("mode" of "mode.122"), and @value is one of its values. */
gboolean mch_reference_check_value (MchRefKind kind, const char *key, const char *value, guint line,
                                    GError **error);

/* Whether the whole is consistent. */
gboolean mch_reference_check (MchReference *reference, GError **error);

/* Makes the items findable; after the checks. */
void mch_reference_build_index (MchReference *reference);

G_END_DECLS
