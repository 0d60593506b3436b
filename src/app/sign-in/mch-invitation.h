/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The invitation that a new member of staff receives: a small file (.machaon), or its text pasted
 * from a message. It says where the server is, whom to trust, who one is, and a one-time code. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Larger is no invitation. */
#define MCH_INVITATION_MAX_BYTES 65536

/**
 * MchInvitation:
 * @ca: (nullable): PEM of the authority of the server's certificate.
 * @code: overwritten when freed.
 */
typedef struct
{
  char *server;
  char *login;
  char *code;
  char *ca;
} MchInvitation;

/**
 * mch_invitation_read:
 * @text: NULL-terminated, at most MCH_INVITATION_MAX_BYTES; what stands around the group
 *   [invitation] (greetings of a message) is passed over.
 *
 * Returns: (transfer full): NULL with MCH_CORE_ERROR_UNREADABLE in words: it is no invitation, a
 *   newer Machaon wrote it, or something is missing in it.
 */
MchInvitation *mch_invitation_read (const char *text, GError **error);

/* Reads a file of that. Blocks for a disk's time. */
MchInvitation *mch_invitation_load (const char *path, GError **error);

void mch_invitation_free (MchInvitation *invitation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchInvitation, mch_invitation_free)

/* Whether @text can be the address of a server: "https://host[:port]", nothing behind it. */
gboolean mch_invitation_is_server (const char *text);

G_END_DECLS
