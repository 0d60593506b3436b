/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-fixture.h"

#include <string.h>

#include "server/db/mch-records.h"
#include "server/model/mch-members.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-verifier.h"

static gint64
fixture_now (gpointer data)
{
  return ((ModelFixture *) data)->now_ms;
}

static void
count_hint (const char *scope, gint64 seq, gpointer data)
{
  g_atomic_int_inc (&((ModelFixture *) data)->hints);
}

void
model_fixture_set_up (ModelFixture *fixture, gconstpointer data)
{
  static const char *const open[] = { "papillons=on", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) start = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);
  g_autoptr (MchSecret) pepper = mch_secret_new_random (MCH_KEY_SIZE);
  MchServerOptions options = { .portal_url = "https://portail.example",
                               .now = fixture_now,
                               .now_data = fixture,
                               .publish = count_hint,
                               .hints_data = fixture };

  fixture->now_ms = g_date_time_to_unix (start) * SECOND;
  db_fixture_set_up_empty (&fixture->db, NULL);
  mch_db_migrate (fixture->db.pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  mch_server_create_instance (fixture->db.pool, "Essai", fixture->now_ms, &error);
  g_assert_no_error (error);
  fixture->server = mch_server_new (fixture->db.pool, pepper, &options, &error);
  g_assert_no_error (error);
  mch_directory_add_academy (fixture->server, ACADEMY, "Besançon", &error);
  g_assert_no_error (error);
  mch_directory_add_establishment (fixture->server, "0250001A", "LP Jules Haag", ACADEMY, &error);
  g_assert_no_error (error);
  mch_directory_add_session (fixture->server, "CAP", "2027-06", ACADEMY, &error);
  g_assert_no_error (error);
  mch_directory_add_establishment (fixture->server, "0250002B", "LP Victor Hugo", ACADEMY, &error);
  g_assert_no_error (error);
  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, open, &error);
  g_assert_no_error (error);
}

void
model_fixture_tear_down (ModelFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->server, mch_server_free);
  db_fixture_tear_down (&fixture->db, NULL);
}

char *
fixture_uuid (ModelFixture *fixture)
{
  return mch_uuid_new (fixture->now_ms, mch_vault_random);
}

char *
fixture_invite (ModelFixture *fixture, const char *login, const char *scope)
{
  const char *const scopes[] = { scope, NULL };
  g_autoptr (GError) error = NULL;
  char *invitation = mch_staff_add (fixture->server, login, NULL,
                                    g_str_has_prefix (scope, "acad:") ? MCH_ROLE_EXAM_OFFICE
                                                                      : MCH_ROLE_ESTABLISHMENT,
                                    scopes, &error);

  g_assert_no_error (error);
  return invitation;
}

MchSignIn *
fixture_activate (ModelFixture *fixture, const char *login, const char *invitation, guint8 seed,
                  GError **error)
{
  guint8 auth[MCH_KEY_SIZE], key[MCH_KEY_SIZE];
  guint wait;
  g_autoptr (GBytes) wrapped = g_bytes_new_static ("wrapped", 7);
  MchActivation activation = { login, invitation, auth, key, wrapped, "poste 1" };

  memset (auth, seed, sizeof auth);
  memset (key, seed + 1, sizeof key);
  return mch_staff_activate (fixture->server, &activation, "192.0.2.1", &wait, error);
}

MchStaff *
fixture_staff (ModelFixture *fixture, const char *login, const char *scope)
{
  g_autofree char *invitation = fixture_invite (fixture, login, scope);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSignIn) sign_in =
      fixture_activate (fixture, login, invitation, (guint8) login[0], &error);

  g_assert_no_error (error);
  return g_steal_pointer (&sign_in->staff);
}

GPtrArray *
fixture_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
}

char *
fixture_pupil (ModelFixture *fixture, GPtrArray *changes, const char *given, const char *family,
               const char *birth_date, const char *ine)
{
  g_autofree char *id = fixture_uuid (fixture);
  g_autofree char *candidature_id = fixture_uuid (fixture);
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, id);
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, candidature_id);

  mch_record_set (person, "given_name", given);
  mch_record_set (person, "family_name", family);
  mch_record_set (person, "birth_date", birth_date);
  mch_record_set (person, "ine", ine);
  mch_record_set (candidature, "person", id);
  mch_record_set (candidature, "session", SESSION);
  mch_record_set (candidature, "state", MCH_STATE_PRE_REGISTERED);
  g_ptr_array_add (changes, mch_change_new_create (person));
  g_ptr_array_add (changes, mch_change_new_create (candidature));
  return g_steal_pointer (&id);
}

MchChange *
fixture_update (MchKind kind, const char *id, const char *name, const char *from, const char *to)
{
  MchChange *change = mch_change_new_update (kind, id, 1);

  mch_change_set (change, name, from, to);
  return change;
}

static MchOpResult *
parse_result (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = mch_wire_parse (text, strlen (text), &error);
  MchOpResult *result;

  g_assert_no_error (error);
  result = mch_op_result_from_json (object, &error);
  g_assert_no_error (error);
  json_object_unref (object);
  return result;
}

MchOpResult *
fixture_commit_as (ModelFixture *fixture, const char *login, const char *scope, const char *op,
                   GPtrArray *changes, GError **error)
{
  MchOpRequest request = {
    .login = login, .op = op, .scope = scope, .kind = MCH_OP_EDIT, .made_ms = 1, .changes = changes
  };
  g_autofree char *text = mch_ops_commit (fixture->server, &request, error);

  return text != NULL ? parse_result (text) : NULL;
}

MchOpResult *
fixture_commit (ModelFixture *fixture, const char *login, const char *scope, MchOpKind kind,
                GPtrArray *changes)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MchOpRequest request = { .login = login,
                           .op = op,
                           .scope = scope,
                           .kind = kind,
                           .made_ms = fixture->now_ms,
                           .changes = changes };

  text = mch_ops_commit (fixture->server, &request, &error);
  g_assert_no_error (error);
  return parse_result (text);
}

char *
fixture_import_one (ModelFixture *fixture, const char *scope, const char *given, const char *family,
                    const char *ine, char **ret_candidature)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autofree char *person = fixture_pupil (fixture, changes, given, family, "2009-03-01", ine);
  g_autoptr (MchOpResult) result =
      fixture_commit (fixture, "import", scope, MCH_OP_IMPORT, changes);

  g_assert_cmpuint (result->applied, ==, 2);
  if (ret_candidature != NULL)
    *ret_candidature = g_strdup (((MchChange *) changes->pdata[1])->id);
  return g_steal_pointer (&person);
}

typedef struct
{
  const char *scope;
  MchKind kind;
  const char *id;
  MchRecord *record;
} Look;

static gboolean
look (MchDb *db, gpointer data, GError **error)
{
  Look *find = data;

  find->record = mch_records_get (db, find->scope, find->kind, find->id, error);
  return TRUE;
}

static MchRecord *
find_record (ModelFixture *fixture, const char *scope, MchKind kind, const char *id)
{
  Look find = { scope, kind, id, NULL };
  g_autoptr (GError) error = NULL;

  mch_db_pool_read (fixture->db.pool, look, &find, &error);
  g_assert_no_error (error);
  return find.record;
}

char *
fixture_value (ModelFixture *fixture, const char *scope, MchKind kind, const char *id,
               const char *name)
{
  g_autoptr (MchRecord) record = find_record (fixture, scope, kind, id);

  return record != NULL ? g_strdup (mch_record_get (record, name)) : NULL;
}

gboolean
fixture_is_live (ModelFixture *fixture, const char *scope, MchKind kind, const char *id)
{
  g_autoptr (MchRecord) record = find_record (fixture, scope, kind, id);

  return record != NULL && !record->deleted;
}

void
fixture_key (ModelFixture *fixture, MchStaff *staff, const char *scope)
{
  static const guint8 key[MCH_KEY_SIZE] = { 7 };
  gboolean member;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);

  mch_members_offer_key (fixture->server, staff, scope, key, sealed, &member, &error);
  g_assert_no_error (error);
}

char *
fixture_edition (ModelFixture *fixture, const char *login, const char *scope, const char *mode,
                 GError **error)
{
  g_autofree char *id = fixture_uuid (fixture);
  g_autofree char *expires_on = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed key", 10);
  MchEditionRequest request = {
    login, id, scope, SESSION, "papillon de connexion", sealed, 1, mode
  };

  return mch_accounts_open_edition (fixture->server, &request, &expires_on, error)
             ? g_steal_pointer (&id)
             : NULL;
}

MchWireSlip *
fixture_slip (const char *person, gint64 secret_version, char **ret_code)
{
  MchWireSlip *slip = g_new0 (MchWireSlip, 1);
  MchVerifierJob job = { { 0 }, { 0 }, { 0 } };
  g_autofree char *code = mch_slip_code_new (mch_vault_random);
  g_autoptr (GError) error = NULL;
  guint group;

  g_assert_cmpint (mch_slip_code_check (code, job.secret, &group), ==, MCH_SLIP_CODE_OK);
  mch_vault_random (job.salt, sizeof job.salt);
  mch_verifier_compute (&job, &error);
  g_assert_no_error (error);
  slip->candidate = g_strdup (person);
  slip->secret_version = secret_version;
  memcpy (slip->salt, job.salt, sizeof slip->salt);
  memcpy (slip->verifier, job.verifier, sizeof slip->verifier);
  slip->cipher = g_bytes_new (code, strlen (code));
  if (ret_code != NULL)
    *ret_code = g_steal_pointer (&code);
  return slip;
}

MchSlipResult *
fixture_submit (ModelFixture *fixture, const char *login, const char *edition,
                const MchWireSlip *slip)
{
  g_autoptr (GPtrArray) slips = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (slips, (gpointer) slip);
  results = mch_accounts_submit (fixture->server, login, edition, slips, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 1);
  return g_ptr_array_steal_index (results, 0);
}

char *
fixture_account (ModelFixture *fixture, const char *scope, const char *person, char **ret_code)
{
  g_autofree char *edition = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) staff = NULL;
  g_autoptr (MchWireSlip) slip = fixture_slip (person, 1, ret_code);
  g_autoptr (MchSlipResult) result = NULL;

  staff = fixture_staff (fixture, strcmp (scope, ETAB) == 0 ? "xavier" : "yvonne", scope);
  fixture_key (fixture, staff, scope);
  edition = fixture_edition (fixture, staff->login, scope, "generate", &error);
  g_assert_no_error (error);
  result = fixture_submit (fixture, staff->login, edition, slip);
  g_assert_cmpint (result->outcome, ==, MCH_SLIP_CREATED);
  return g_strdup (result->login);
}

guint
fixture_count_audit (ModelFixture *fixture, const char *action)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT COUNT (*) FROM audit WHERE action = '%s'", action);

  return (guint) db_fixture_ask (fixture->db.pool, sql);
}
