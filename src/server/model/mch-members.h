/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who holds an establishment's key. The server never sees that key; it keeps what is sealed to
 * each member and refuses what is not current. Blocks; any thread. */
#pragma once

#include "server/model/mch-staff.h"

G_BEGIN_DECLS

/**
 * mch_members_offer_key:
 * @ret_member: (out): TRUE when @staff now holds the key; FALSE when somebody else's key is the
 *   establishment's and @staff waits to be admitted.
 *
 * The first member's key pair, compare-and-set. Where nobody is a member any more the next offer is
 * the first again, with the next version; what was sealed to the key before stays closed.
 */
gboolean mch_members_offer_key (MchServer *server, const MchStaff *staff, const char *scope,
                                const guint8 *public_key, GBytes *sealed_secret,
                                gboolean *ret_member, GError **error);

/* Errors: NOT_MEMBER, NOT_FOUND (login), MISMATCH (@member_public or @key_version not current). */
gboolean mch_members_admit (MchServer *server, const MchStaff *staff, const char *scope,
                            const char *login, const guint8 *member_public, GBytes *sealed_secret,
                            gint64 key_version, GError **error);

/**
 * MchRotation: everything is borrowed.
 * @key_version: the new one.
 * @sealed_secrets: char* login → GBytes*, of every remaining member.
 * @vouches: char* login → GBytes*, of every remaining member and of those who wait; opaque here.
 * @editions: char* edition → GBytes*, the resealed key of every edition with a slip.
 */
typedef struct
{
  const char *login;
  const guint8 *public_key;
  gint64 key_version;
  GHashTable *sealed_secrets;
  GHashTable *vouches;
  GHashTable *editions;
} MchRotation;

/* Removes a member, his right to the scope, and changes the key. Errors: NOT_MEMBER, NOT_FOUND,
 * STATE (oneself), MISMATCH (something remaining is missing, or the version). */
gboolean mch_members_remove (MchServer *server, const MchStaff *staff, const char *scope,
                             const MchRotation *rotation, GError **error);

G_END_DECLS
