/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations that are being typed and were not saved: kept as they are, so that a closed window
 * or a cut current costs nothing. They are on this desktop only, sealed like everything else. */
#pragma once

#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * MchDraft:
 * @id: a UUIDv7; the same each time that the draft is saved again.
 * @person, @candidature: as far as they are typed, values that no field takes included; their ids
 *   are those of the records that they are about, or fresh ones.
 * @is_new: whether it is a new registration.
 * @tab: the tab that was in front.
 */
typedef struct
{
  char *id;
  char *scope;
  char *session;
  gboolean is_new;
  guint tab;
  gint64 saved_ms;
  MchRecord *person;
  MchRecord *candidature;
} MchDraft;

MchDraft *mch_draft_new (const char *id, const char *scope, const char *session,
                         const MchRecord *person, const MchRecord *candidature, gboolean is_new);
void mch_draft_free (MchDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDraft, mch_draft_free)

/* On disk when it returns TRUE. */
gboolean mch_draft_save (MchStore *store, const MchDraft *draft, GError **error);

/* Deleting what is not there succeeds. */
gboolean mch_draft_delete (MchStore *store, const char *id, GError **error);

/* (transfer full) (element-type MchDraft): of one session, the newest first. What a newer program
 * wrote is left out, and left alone. */
GPtrArray *mch_draft_list (MchStore *store, const char *scope, const char *session);

G_END_DECLS
