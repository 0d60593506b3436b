/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff: invitations, sign-in, devices and their tokens, and what each may see. Every function
 * blocks on the database; any thread. */
#pragma once

#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_INVITATION_LIFE_MS (7 * G_TIME_SPAN_DAY / 1000)
#define MCH_ACTIVATION_REPLAY_MS (10 * G_TIME_SPAN_MINUTE / 1000)
#define MCH_TOKEN_LIFE_MS (30 * G_TIME_SPAN_DAY / 1000)

typedef enum
{
  MCH_ROLE_INVALID = -1,
  MCH_ROLE_ESTABLISHMENT,
  MCH_ROLE_EXAM_OFFICE,
  MCH_N_ROLES
} MchRole;

const char *mch_role_to_string (MchRole role);
MchRole mch_role_from_string (const char *text); /* MCH_ROLE_INVALID when unknown or NULL */

typedef struct
{
  char *scope; /* "etab:UAI" or "acad:CODE" */
  char *name;  /* of the establishment or académie */
} MchGrant;

/* A member of staff, as authenticated or as listed. */
typedef struct
{
  char *login;
  char *name;
  MchRole role;
  GPtrArray *grants; /* of MchGrant, ordered by scope */
  gboolean active;   /* has chosen a password */
  gboolean disabled;
  gint64 created_ms;
  char *device; /* id of the device whose token it was; NULL in lists */
} MchStaff;

void mch_staff_free (MchStaff *staff);
gboolean mch_staff_may (const MchStaff *staff, const char *scope);

/* Whether @staff may look into @scope: it is granted to him, or it is an establishment of the
 * académie whose exam office he is of. FALSE only when the database cannot be asked. */
gboolean mch_staff_covers (MchServer *server, const MchStaff *staff, const char *scope,
                           gboolean *ret_covers, GError **error);

/* (transfer full) (set): owned ids of all such scopes. */
GHashTable *mch_staff_dup_covered (MchServer *server, const MchStaff *staff, GError **error);

/* One successful sign-in. */
typedef struct
{
  char *token; /* (nullable) */
  gint64 expires_ms;
  MchStaff *staff;
  GBytes *member_public;
  GBytes *member_wrapped;
} MchSignIn;

void mch_sign_in_free (MchSignIn *sign_in);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStaff, mch_staff_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSignIn, mch_sign_in_free)

/**
 * mch_staff_add:
 * @login: folded here.
 * @name: (nullable): as colleagues read it; NULL: the login.
 * @scopes: what he may see; NULL-terminated, at least one. Establishment staff have "etab:UAI",
 *   exam-office staff one "acad:CODE".
 *
 * A login that is known with the same role gets the further scopes. Errors: INVALID, NOT_FOUND (a
 * scope), EXISTS (other role, or disabled).
 *
 * Returns: (transfer full) (nullable): the invitation code; it is nowhere else.
 */
char *mch_staff_add (MchServer *server, const char *login, const char *name, MchRole role,
                     const char *const *scopes, GError **error);

/* A new invitation; earlier ones end, a disabled login is enabled. (transfer full); NOT_FOUND. */
char *mch_staff_reinvite (MchServer *server, const char *login, GError **error);

/* Signs out every device and refuses the login until it is invited again. He no longer counts as a
 * member anywhere; a member should then remove him, which changes the key. */
gboolean mch_staff_disable (MchServer *server, const char *login, GError **error);

/**
 * mch_staff_revoke:
 * @scope: what he may see no longer. His desktops forget it with their next pull.
 *
 * He no longer counts as a member there; a member should then remove him, which changes the key.
 * Errors: NOT_FOUND (the login, or that right).
 */
gboolean mch_staff_revoke (MchServer *server, const char *login, const char *scope, GError **error);

/* (transfer full) (element-type char*): the ids of devices whose rights were taken after
 * @since_ms, here or by another server; each followed by the moment, in digits. */
GPtrArray *mch_staff_list_ended (MchServer *server, gint64 since_ms, GError **error);

/* (transfer full): MchStaff* ordered by login. */
GPtrArray *mch_staff_list (MchServer *server, GError **error);

typedef struct
{
  const char *login;
  const char *invitation;
  const guint8 *auth;          /* MCH_KEY_SIZE bytes, as the password gives it */
  const guint8 *member_public; /* MCH_KEY_SIZE bytes */
  GBytes *member_wrapped;
  const char *device;
} MchActivation;

/**
 * mch_staff_activate:
 * @address: where from, for the throttle.
 * @ret_wait: (out): seconds, with THROTTLED.
 *
 * Errors: UNAUTHENTICATED (login, invitation, age: alike), ALREADY_ACTIVE (spent by another
 * activation), THROTTLED.
 */
MchSignIn *mch_staff_activate (MchServer *server, const MchActivation *activation,
                               const char *address, guint *ret_wait, GError **error);

/* An unknown login costs the same work and gets the same answer. Errors and @ret_wait as above. */
MchSignIn *
mch_staff_sign_in (MchServer *server, const char *login, const guint8 *auth, const char *device,
                   const char *address, guint *ret_wait, GError **error);

/* (transfer full): who holds @token; UNAUTHENTICATED when nobody does. The first use of a rotated
 * token ends the old one. */
MchStaff *mch_staff_authenticate (MchServer *server, const char *token, GError **error);

gboolean mch_staff_sign_out (MchServer *server, const MchStaff *staff, GError **error);

/* (transfer full): the next token; the present one works until it was used. */
char *
mch_staff_rotate (MchServer *server, const MchStaff *staff, gint64 *ret_expires_ms, GError **error);

/* Other devices are signed out. Errors: UNAUTHENTICATED (@auth_old), THROTTLED. */
gboolean mch_staff_change_password (MchServer *server, const MchStaff *staff,
                                    const guint8 *auth_old, const guint8 *auth, GBytes *wrapped,
                                    const char *address, guint *ret_wait, GError **error);

G_END_DECLS
