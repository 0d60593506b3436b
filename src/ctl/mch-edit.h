/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits of records on their way to the outbox: the changes of one act, checked by the code that
 * the server runs too. */
#pragma once

#include "core/mch-record.h"
#include "ctl/mch-ctl.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

/**
 * mch_edit_read:
 * @record: its value is read for the right field and set.
 * @text: what the person typed; "" empties the field.
 *
 * Fails in words when there is no such field, it is not the staff's, or it does not take @text.
 */
gboolean mch_edit_read (MchRecord *record, const char *name, const char *text, GError **error);

/* A state as people write it ("Inscrit"), or as it is stored, which is what @ret_state gets. */
gboolean mch_edit_read_state (const char *text, const char **ret_state, GError **error);

/* One candidate by the id of the candidature or of the person. (transfer full) */
MchCandidate *
mch_edit_find_candidate (MchCtl *ctl, const char *scope, const char *id, GError **error);

/**
 * mch_edit_send:
 * @changes: (element-type MchChange): none does nothing.
 *
 * Puts them in the outbox as one act and sends it. See mch_ctl_send() for the status.
 */
MchExit mch_edit_send (MchCtl *ctl, const char *scope, const char *kind, GHashTable *meta,
                       GPtrArray *changes, GError **error);

G_END_DECLS
