/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file FILE.machaon that a new member of staff opens: where the server is, whom to trust, a
 * login and its one-time code. */
#pragma once

#include "server/admin/mch-admin.h"

G_BEGIN_DECLS

#define MCH_INVITATION_GROUP "invitation"
#define MCH_INVITATION_VERSION 1

/**
 * mch_admin_dup_server_url:
 * @given: (nullable): the option --server.
 *
 * Where desktops find this server: @given, else portal-url, else the certificate's first name and
 * the port of `listen`.
 *
 * Returns: (transfer full) (nullable): NULL with wrong usage when none of these says it.
 */
char *mch_admin_dup_server_url (MchAdmin *admin, const char *given, GError **error);

/**
 * mch_admin_write_invitation:
 * @path: a file that does not exist yet; made with mode 0600.
 *
 * Writes a GKeyFile with the group [invitation] and the keys version, server, login, code and,
 * unless the server's certificate is from a public authority or a proxy has its own, ca (PEM).
 */
gboolean mch_admin_write_invitation (MchAdmin *admin, const char *path, const char *url,
                                     const char *login, const char *code, GError **error);

G_END_DECLS
