/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the store share: a folder of their own, a clock, and people to put there. */
#pragma once

#include "store/mch-candidates.h"
#include "store/mch-outbox.h"

#define SCOPE "etab:0250001A"
#define SESSION "CAP/2027-06"
#define EPOCH "e1"

typedef struct
{
  char *dir;
  GBytes *key;
  MchStore *store;
} Fixture;

/* A new folder, a new key and an open store. */
void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* Closes and opens again. */
void fixture_reopen (Fixture *fixture);

gint64 fixture_now (void);

/* The id of number @n among records of its sort: always the same. (transfer full) */
char *fixture_id (char sort, guint n);

/* Records as the server sends them. Person @n has candidature @n. */
MchRecord *fixture_person (guint n, const char *family_name, const char *given_name, gint64 seq);
MchRecord *fixture_candidature (guint n, const char *division, const char *state, gint64 seq);
MchRecord *fixture_account (guint n, const char *login, gint64 seq);
MchRecord *fixture_tombstone (MchKind kind, const char *id, gint64 seq);

/* Applies @records (consumed, NULL-terminated) as one last page up to @to_seq. */
void fixture_apply (MchStore *store, gint64 to_seq, ...) G_GNUC_NULL_TERMINATED;

/* Enqueues one edit of one value; returns the operation's id. */
char *fixture_edit (MchStore *store, MchKind kind, const char *id, const char *name,
                    const char *from, const char *to);

/* The value that the view shows, or NULL. (transfer full) */
char *fixture_value (MchStore *store, MchKind kind, const char *id, const char *name);

/* Whether any file in @dir holds the bytes of @text. */
gboolean fixture_dir_holds (const char *dir, const char *text);

GPtrArray *fixture_changes (void);
void fixture_remove_tree (const char *path);
