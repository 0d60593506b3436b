/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs, one file a group; mch-admin-main.c lists them. */
#pragma once

#include "server/admin/mch-admin.h"

G_BEGIN_DECLS

/* machaond VERB */
extern const MchAdminVerb mch_admin_init;
extern const MchAdminVerb mch_admin_serve;

/* machaond admin VERB; each table is ended by a NULL name. */
extern const MchAdminVerb mch_admin_directory_verbs[];
extern const MchAdminVerb mch_admin_reference_verbs[];
extern const MchAdminVerb mch_admin_staff_verbs[];
extern const MchAdminVerb mch_admin_database_verbs[];
extern const MchAdminVerb mch_admin_certificate_verbs[];
extern const MchAdminVerb mch_admin_join_verbs[];
extern const MchAdminVerb mch_admin_mail_verbs[];
extern const MchAdminVerb mch_admin_migrate_verbs[];
extern const MchAdminVerb mch_admin_doctor_verbs[];

G_END_DECLS
