/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window shows of the desk: who is signed in, where, and with what rights. The desk
 * belongs to the worker's thread; these facts are copied there after each of its jobs and never
 * change afterwards, so that the main thread reads them without waiting. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * MchScopeFacts: an establishment (or an académie) of this profile.
 * @scope: "etab:UAI".
 * @uai: what follows the colon.
 * @pinned: by an agent of the exam office, to stay on this desktop.
 * @member: whether this person sees its slips; FALSE while a colleague has to admit him.
 */
typedef struct
{
  char *scope;
  const char *uai;
  char *name;
  gboolean member;
  gboolean pinned;
} MchScopeFacts;

/**
 * MchDeskFacts:
 * @signed_in: whether the server can be asked: there is a token.
 * @keyring_warning: (nullable): the translated sentence about a missing keyring.
 * @server, @login, @name, @role: (nullable): NULL until somebody has signed in on this profile.
 * @ca: (nullable): PEM of the authority that the profile trusts.
 * @clock_offset: ms; how far the server's clock is ahead of this computer's, to some seconds.
 * @scopes: (element-type MchScopeFacts): establishments only, in the server's order.
 */
typedef struct
{
  gatomicrefcount ref_count;
  gboolean signed_in;
  gboolean persistent;
  char *keyring_warning;
  char *server;
  char *login;
  char *name;
  char *role;
  char *ca;
  gint64 clock_offset;
  GPtrArray *scopes;
} MchDeskFacts;

/* In the desk's thread. (transfer full) */
MchDeskFacts *mch_desk_facts_new (MchDesk *desk);

/* Any thread. */
MchDeskFacts *mch_desk_facts_ref (MchDeskFacts *facts);
void mch_desk_facts_unref (MchDeskFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDeskFacts, mch_desk_facts_unref)

/* The facts of @scope, or NULL. Borrowed from @facts. */
const MchScopeFacts *mch_desk_facts_find (const MchDeskFacts *facts, const char *scope);

gboolean mch_desk_facts_equal (const MchDeskFacts *a, const MchDeskFacts *b);

G_END_DECLS
