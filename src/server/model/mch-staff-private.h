/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about staff and members. */
#pragma once

#include "server/db/mch-records.h"
#include "server/model/mch-staff.h"

G_BEGIN_DECLS

/* (transfer full): with grants and without device; NULL without @error when there is none. */
MchStaff *mch_staff_read (MchDb *db, const char *login, GError **error);

/* Puts into @batch that @login waits to be admitted in every establishment of his, but where he
 * already stands with @member_public. @member_public NULL: takes away what was sealed to him. */
gboolean mch_staff_put_pending (MchDb *db, MchBatch *batch, const MchStaff *staff,
                                const guint8 *member_public, GError **error);

/* Revokes the devices of @login but @keep (nullable); adds their ids to @ret_ended. */
gboolean mch_staff_revoke_devices (MchServer *server, MchDb *db, const char *login,
                                   const char *keep, GPtrArray *ret_ended, GError **error);

void mch_staff_end_streams (MchServer *server, GPtrArray *devices);

/* Hints of every scope of @staff. */
void mch_staff_hint (MchServer *server, const MchStaff *staff);

G_END_DECLS
