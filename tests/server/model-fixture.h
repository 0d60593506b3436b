/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small académie for tests of the model: two establishments, one session with slips open, a clock
 * that stands still until it is moved. */
#pragma once

#include "db-fixture.h"
#include "protocol/mch-wire-op.h"
#include "server/model/mch-accounts.h"
#include "server/model/mch-directory.h"
#include "server/model/mch-ops.h"
#include "server/model/mch-server.h"
#include "server/model/mch-staff.h"

#define ACADEMY "BESANCON"
#define ETAB "etab:0250001A"
#define ETAB_2 "etab:0250002B"
#define SESSION "CAP/2027-06"

#define SECOND ((gint64) 1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef struct
{
  DbFixture db;
  MchServer *server;
  gint64 now_ms;
  gint hints; /* published; atomic */
} ModelFixture;

void model_fixture_set_up (ModelFixture *fixture, gconstpointer data);
void model_fixture_tear_down (ModelFixture *fixture, gconstpointer data);

#define MODEL_TEST(path, func)                                                                     \
  g_test_add (path, ModelFixture, NULL, model_fixture_set_up, func, model_fixture_tear_down)

/* (transfer full) */
char *fixture_uuid (ModelFixture *fixture);
char *fixture_invite (ModelFixture *fixture, const char *login, const char *scope);

/* Signs in with a key and password made of @seed. Asserts that it works. */
MchSignIn *fixture_activate (ModelFixture *fixture, const char *login, const char *invitation,
                             guint8 seed, GError **error);
MchStaff *fixture_staff (ModelFixture *fixture, const char *login, const char *scope);

/* A pupil's two creations are appended to @changes; (transfer full): his id. */
char *fixture_pupil (ModelFixture *fixture, GPtrArray *changes, const char *given,
                     const char *family, const char *birth_date, const char *ine);
GPtrArray *fixture_changes (void);

/* One update of one field. */
MchChange *
fixture_update (MchKind kind, const char *id, const char *name, const char *from, const char *to);

MchOpResult *fixture_commit (ModelFixture *fixture, const char *login, const char *scope,
                             MchOpKind kind, GPtrArray *changes);
MchOpResult *fixture_commit_as (ModelFixture *fixture, const char *login, const char *scope,
                                const char *op, GPtrArray *changes, GError **error);

/* One pupil, imported alone. (transfer full): his id; @ret_candidature: (optional). */
char *fixture_import_one (ModelFixture *fixture, const char *scope, const char *given,
                          const char *family, const char *ine, char **ret_candidature);

/* The live value of a record's field, or NULL. (transfer full) */
char *fixture_value (ModelFixture *fixture, const char *scope, MchKind kind, const char *id,
                     const char *name);
gboolean fixture_is_live (ModelFixture *fixture, const char *scope, MchKind kind, const char *id);

/* Gives the establishment a key of version 1 unless it has one. */
void fixture_key (ModelFixture *fixture, MchStaff *staff, const char *scope);

/* (transfer full): the id of a new edition. */
char *fixture_edition (ModelFixture *fixture, const char *login, const char *scope,
                       const char *mode, GError **error);

/* A real slip: @ret_code: (transfer full) what is printed on it. */
MchWireSlip *fixture_slip (const char *person, gint64 secret_version, char **ret_code);

/* Sends one slip; (transfer full). */
MchSlipResult *fixture_submit (ModelFixture *fixture, const char *login, const char *edition,
                               const MchWireSlip *slip);

/* Generates for one pupil: (transfer full): the login; @ret_code as above. */
char *
fixture_account (ModelFixture *fixture, const char *scope, const char *person, char **ret_code);

guint fixture_count_audit (ModelFixture *fixture, const char *action);
