/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff, tokens, members of an establishment, the directory. */
#include "model-fixture.h"

#include <string.h>

#include "server/db/mch-audit.h"
#include "server/model/mch-feed.h"
#include "server/model/mch-members.h"

static void
test_activation (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *invitation = fixture_invite (fixture, "Mme.Martin", ETAB);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSignIn) first = fixture_activate (fixture, "mme.martin", invitation, 1, &error);
  g_autoptr (MchSignIn) again = NULL;
  g_autoptr (MchSignIn) other = NULL;
  g_autoptr (MchSignIn) late = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (first->staff->login, ==, "mme.martin");
  g_assert_true (mch_staff_may (first->staff, ETAB));
  g_assert_false (mch_staff_may (first->staff, ETAB_2));

  /* A lost answer costs nothing for ten minutes. */
  fixture->now_ms += 9 * MINUTE;
  again = fixture_activate (fixture, "mme.martin", invitation, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->token, !=, first->token);
  other = fixture_activate (fixture, "mme.martin", invitation, 2, &error);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_ALREADY_ACTIVE);
  g_clear_error (&error);
  fixture->now_ms += 2 * MINUTE;
  late = fixture_activate (fixture, "mme.martin", invitation, 1, &error);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_ALREADY_ACTIVE);
}

static void
test_invitation_age (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *old = fixture_invite (fixture, "paul", ETAB);
  g_autofree char *fresh = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSignIn) sign_in = NULL;

  fixture->now_ms += 7 * DAY;
  g_assert_null (fixture_activate (fixture, "paul", old, 1, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  fresh = mch_staff_reinvite (fixture->server, "paul", &error);
  g_assert_no_error (error);
  sign_in = fixture_activate (fixture, "paul", fresh, 1, &error);
  g_assert_no_error (error);
  g_assert_null (mch_staff_reinvite (fixture->server, "nobody", &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
}

static MchSignIn *
sign_in (ModelFixture *fixture, const char *login, guint8 seed, const char *address,
         guint *ret_wait, GError **error)
{
  guint8 auth[MCH_KEY_SIZE];

  memset (auth, seed, sizeof auth);
  return mch_staff_sign_in (fixture->server, login, auth, "poste 2", address, ret_wait, error);
}

/* An unknown login and a wrong password look the same, waits included. */
static void
test_sign_in_alike (ModelFixture *fixture, gconstpointer data)
{
  static const char *const logins[] = { "martin", "nobody" };
  guint wait;
  g_autoptr (MchStaff) staff = fixture_staff (fixture, "martin", ETAB);
  g_autoptr (MchSignIn) right = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_assert_null (sign_in (fixture, logins[j], 9, "192.0.2.9", &wait, &error));
        g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
        g_clear_error (&error);
      }
  for (guint j = 0; j < 2; j++)
    {
      g_assert_null (sign_in (fixture, logins[j], 'm', "192.0.2.9", &wait, &error));
      g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_THROTTLED);
      g_assert_cmpuint (wait, ==, 30);
      g_clear_error (&error);
    }
  /* Elsewhere nobody has to wait for it. */
  right = sign_in (fixture, "martin", 'm', "192.0.2.10", &wait, &error);
  g_assert_no_error (error);
  g_assert_nonnull (right);
}

static void
test_rotation (ModelFixture *fixture, gconstpointer data)
{
  gint64 expires_ms;
  guint wait;
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) added = fixture_staff (fixture, "martin", ETAB);
  g_autoptr (MchSignIn) signed_in = sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error);
  g_autoptr (MchStaff) first = NULL;
  g_autoptr (MchStaff) still = NULL;
  g_autoptr (MchStaff) rotated = NULL;

  g_assert_no_error (error);
  first = mch_staff_authenticate (fixture->server, signed_in->token, &error);
  g_assert_no_error (error);
  next = mch_staff_rotate (fixture->server, first, &expires_ms, &error);
  g_assert_no_error (error);
  g_assert_cmpint (expires_ms, ==, fixture->now_ms + 30 * DAY);
  still = mch_staff_authenticate (fixture->server, signed_in->token, &error);
  g_assert_no_error (error);
  rotated = mch_staff_authenticate (fixture->server, next, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rotated->device, ==, first->device);
  g_assert_null (mch_staff_authenticate (fixture->server, signed_in->token, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);

  fixture->now_ms += 30 * DAY;
  g_assert_null (mch_staff_authenticate (fixture->server, next, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
}

static void
test_sign_out_and_disable (ModelFixture *fixture, gconstpointer data)
{
  guint wait;
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) added = fixture_staff (fixture, "martin", ETAB);
  g_autoptr (MchSignIn) one = sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error);
  g_autoptr (MchSignIn) two = sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error);
  g_autoptr (MchStaff) left = NULL;

  fixture_key (fixture, added, ETAB);
  g_assert_true (mch_staff_sign_out (fixture->server, one->staff, &error));
  g_assert_null (mch_staff_authenticate (fixture->server, one->token, NULL));
  left = mch_staff_authenticate (fixture->server, two->token, &error);
  g_assert_no_error (error);
  g_assert_true (mch_staff_disable (fixture->server, "martin", &error));
  g_assert_null (mch_staff_authenticate (fixture->server, two->token, NULL));
  state = fixture_value (fixture, ETAB, MCH_KIND_MEMBER, "martin", "state");
  g_assert_cmpstr (state, ==, "pending");
  g_assert_null (sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
}

static void
test_password (ModelFixture *fixture, gconstpointer data)
{
  guint8 old[MCH_KEY_SIZE], fresh[MCH_KEY_SIZE];
  guint wait;
  g_autoptr (GBytes) wrapped = g_bytes_new_static ("anew", 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) added = fixture_staff (fixture, "martin", ETAB);
  g_autoptr (MchSignIn) mine = sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error);
  g_autoptr (MchSignIn) other = sign_in (fixture, "martin", 'm', "192.0.2.1", &wait, &error);
  g_autoptr (MchSignIn) after = NULL;
  g_autoptr (MchStaff) kept = NULL;

  memset (old, 'm', sizeof old);
  memset (fresh, 77, sizeof fresh);
  g_assert_false (mch_staff_change_password (fixture->server, mine->staff, fresh, fresh, wrapped,
                                             "192.0.2.1", &wait, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  mch_staff_change_password (fixture->server, mine->staff, old, fresh, wrapped, "192.0.2.1", &wait,
                             &error);
  g_assert_no_error (error);
  kept = mch_staff_authenticate (fixture->server, mine->token, &error);
  g_assert_no_error (error);
  g_assert_null (mch_staff_authenticate (fixture->server, other->token, NULL));
  after = sign_in (fixture, "martin", 77, "192.0.2.1", &wait, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (after->member_wrapped), ==, 4);
}

/* The first key wins, the other waits, is admitted, and is removed with a new key. */
static void
test_members (ModelFixture *fixture, gconstpointer data)
{
  guint8 key[MCH_KEY_SIZE] = { 7 }, theirs[MCH_KEY_SIZE] = { 8 }, public_b[MCH_KEY_SIZE];
  gboolean member;
  g_autofree char *state = NULL;
  g_autofree char *version = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_autoptr (GHashTable) secrets = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) vouches = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) editions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MchStaff) anna = fixture_staff (fixture, "anna", ETAB);
  g_autoptr (MchStaff) bela = fixture_staff (fixture, "bela", ETAB);
  MchRotation rotation = { .login = "bela",
                           .public_key = theirs,
                           .key_version = 2,
                           .sealed_secrets = secrets,
                           .vouches = vouches,
                           .editions = editions };

  memset (public_b, 'b' + 1, sizeof public_b);
  mch_members_offer_key (fixture->server, anna, ETAB, key, sealed, &member, &error);
  g_assert_no_error (error);
  g_assert_true (member);
  mch_members_offer_key (fixture->server, bela, ETAB, theirs, sealed, &member, &error);
  g_assert_no_error (error);
  g_assert_false (member);
  /* The same offer again, as after a lost answer. */
  mch_members_offer_key (fixture->server, anna, ETAB, key, sealed, &member, &error);
  g_assert_true (member);

  g_assert_false (
      mch_members_admit (fixture->server, bela, ETAB, "bela", public_b, sealed, 1, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_MEMBER);
  g_clear_error (&error);
  g_assert_false (
      mch_members_admit (fixture->server, anna, ETAB, "bela", theirs, sealed, 1, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  mch_members_admit (fixture->server, anna, ETAB, "bela", public_b, sealed, 1, &error);
  g_assert_no_error (error);
  state = fixture_value (fixture, ETAB, MCH_KIND_MEMBER, "bela", "state");
  g_assert_cmpstr (state, ==, "member");

  /* Anna's own new box is missing. */
  g_assert_false (mch_members_remove (fixture->server, anna, ETAB, &rotation, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  g_hash_table_insert (secrets, (gpointer) "anna", sealed);
  g_hash_table_insert (vouches, (gpointer) "anna", sealed);
  mch_members_remove (fixture->server, anna, ETAB, &rotation, &error);
  g_assert_no_error (error);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_MEMBER, "bela"));
  version = fixture_value (fixture, ETAB, MCH_KIND_ESTABLISHMENT, "0250001A", "key_version");
  g_assert_cmpstr (version, ==, "2");
}

/* The only member has lost his password: nobody could admit him, so the next key is the first
 * again. */
static void
test_key_lost (ModelFixture *fixture, gconstpointer data)
{
  guint8 fresh[MCH_KEY_SIZE] = { 9 }, late[MCH_KEY_SIZE] = { 10 };
  gboolean member;
  g_autofree char *invitation = NULL;
  g_autofree char *version = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_autoptr (MchStaff) anna = fixture_staff (fixture, "anna", ETAB);
  g_autoptr (MchStaff) bela = fixture_staff (fixture, "bela", ETAB);
  g_autoptr (MchSignIn) again = NULL;

  fixture_key (fixture, anna, ETAB);
  invitation = mch_staff_reinvite (fixture->server, "anna", &error);
  again = fixture_activate (fixture, "anna", invitation, 'z', &error);
  g_assert_no_error (error);
  mch_members_offer_key (fixture->server, again->staff, ETAB, fresh, sealed, &member, &error);
  g_assert_no_error (error);
  g_assert_true (member);
  mch_members_offer_key (fixture->server, bela, ETAB, late, sealed, &member, &error);
  g_assert_false (member);
  version = fixture_value (fixture, ETAB, MCH_KIND_ESTABLISHMENT, "0250001A", "key_version");
  g_assert_cmpstr (version, ==, "2");
}

/* A new invitation with another key makes the member wait again. */
static void
test_new_invitation (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *invitation = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) anna = fixture_staff (fixture, "anna", ETAB);
  g_autoptr (MchSignIn) again = NULL;

  fixture_key (fixture, anna, ETAB);
  invitation = mch_staff_reinvite (fixture->server, "anna", &error);
  again = fixture_activate (fixture, "anna", invitation, 'a', &error);
  g_assert_no_error (error);
  state = fixture_value (fixture, ETAB, MCH_KIND_MEMBER, "anna", "state");
  g_assert_cmpstr (state, ==, "member"); /* the same key was sent */
  g_clear_pointer (&again, mch_sign_in_free);
  g_clear_pointer (&invitation, g_free);
  g_clear_pointer (&state, g_free);
  invitation = mch_staff_reinvite (fixture->server, "anna", &error);
  again = fixture_activate (fixture, "anna", invitation, 'z', &error);
  g_assert_no_error (error);
  state = fixture_value (fixture, ETAB, MCH_KIND_MEMBER, "anna", "state");
  g_assert_cmpstr (state, ==, "pending");
}

static void
test_service (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *setting;
    gboolean taken;
  } rows[] = {
    { "papillons=on", TRUE },
    { "papillons=yes", FALSE },
    { "papillon=on", FALSE }, /* a typing mistake is told, not kept */
    { "registration=2026-10-01T08:00/2026-12-08T17:00", TRUE },
    { "registration=2026-12-08T17:00/2026-10-01T08:00", FALSE },
    { "registration=2026-10-01T08:00", FALSE },
    { "registration=2026-10-01 08:00/2026-12-08", FALSE },
    { "results=2027-07-06", TRUE },
    { "results=06/07/2027", FALSE },
    { "note=Mot de passe à changer", TRUE },
    { "note=", TRUE },
    { "paper_return=1", TRUE },
    { "Paper=1", FALSE },
    { "slip_expires_on=2027-01-01", FALSE },
    { "no_equals", FALSE },
  };
  g_autofree char *from = NULL;
  g_autofree char *expires = NULL;
  g_autofree char *other = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const settings[] = { rows[i].setting, NULL };
      g_autoptr (GError) error = NULL;
      gboolean taken = mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL,
                                                  settings, &error);

      g_test_message ("%s", rows[i].setting);
      g_assert_cmpint (taken, ==, rows[i].taken);
      if (!rows[i].taken)
        g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_INVALID);
    }
  /* 08:00 in Paris is 06:00 UTC in summer. */
  from = fixture_value (fixture, ETAB_2, MCH_KIND_SERVICE, SESSION, "registration_from_ms");
  g_assert_cmpstr (from, ==, "1790834400000");
  expires = fixture_value (fixture, ETAB, MCH_KIND_SERVICE, SESSION, "slip_expires_on");
  g_assert_cmpstr (expires, ==, "2027-08-05");
  other = fixture_value (fixture, "acad:" ACADEMY, MCH_KIND_SERVICE, SESSION, "paper_return");
  g_assert_cmpstr (other, ==, "1");
}

static void
test_service_of_one (ModelFixture *fixture, gconstpointer data)
{
  static const char *const off[] = { "papillons=off", NULL };
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  g_autofree char *usual = NULL;
  g_autoptr (GError) error = NULL;

  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", "0250001A", off, &error);
  g_assert_no_error (error);
  here = fixture_value (fixture, ETAB, MCH_KIND_SERVICE, SESSION, "papillons");
  there = fixture_value (fixture, ETAB_2, MCH_KIND_SERVICE, SESSION, "papillons");
  g_assert_cmpstr (here, ==, "off");
  g_assert_cmpstr (there, ==, "on");
  usual = fixture_value (fixture, ETAB, MCH_KIND_SERVICE, SESSION, "slip_expires_on");
  g_assert_cmpstr (usual, ==, "2027-08-15"); /* 16 July and 30 days */
}

static void
test_summaries (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;
  gint64 seq;

  mch_directory_refresh_summaries (fixture->server, &error);
  g_assert_no_error (error);
  count = fixture_value (fixture, "acad:" ACADEMY, MCH_KIND_ESTABLISHMENT, "0250001A",
                         MCH_STATE_PRE_REGISTERED);
  g_assert_cmpstr (count, ==, "1");
  seq = db_fixture_ask (fixture->db.pool, "SELECT seq FROM scope WHERE id = 'acad:" ACADEMY "'");
  mch_directory_refresh_summaries (fixture->server, &error);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT seq FROM scope WHERE id = 'acad:" ACADEMY "'"), ==,
      seq);
}

static void
assert_sessions (ModelFixture *fixture, const char *wanted)
{
  g_autofree char *sessions = NULL;
  g_autoptr (GError) error = NULL;

  mch_directory_refresh_summaries (fixture->server, &error);
  g_assert_no_error (error);
  sessions =
      fixture_value (fixture, "acad:" ACADEMY, MCH_KIND_ESTABLISHMENT, "0250001A", "sessions");
  g_assert_cmpstr (sessions, ==, wanted);
}

/* Each session has its own counts; those of a server before them are made anew. */
static void
test_summaries_by_session (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *other = fixture_import_one (fixture, ETAB, "Zoé", "Grand", NULL, NULL);

  assert_sessions (fixture, SESSION " 2 0 0 0 0");
  db_fixture_exec (fixture->db.pool,
                   "INSERT INTO candidate_line SELECT uai, 'x', academy, person,"
                   " name_key, family_name, usage_name, given_name, birth_date, ine,"
                   " candidate_number, 'BAC/2027-06', 'registered', division,"
                   " specialty_code, specialty FROM candidate_line WHERE"
                   " family_name = 'Petit'");
  db_fixture_exec (fixture->db.pool, "UPDATE candidate_line SET state = 'withdrawn'"
                                     " WHERE family_name = 'Grand'");
  assert_sessions (fixture, SESSION " 2 0 0 0 0");
  db_fixture_exec (fixture->db.pool,
                   "UPDATE record SET data = replace (data, '\"counted_how\":\"2\"',"
                   " '\"counted_how\":\"1\"') WHERE scope = 'acad:" ACADEMY "'");
  assert_sessions (fixture, "BAC/2027-06 0 1 0 0 0\n" SESSION " 1 0 1 0 0");
}

static void
test_feed (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *epoch = NULL;
  gint64 behind = 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) moved = NULL;
  g_autoptr (MchFeedPage) page = NULL;
  g_autoptr (MchFeedPage) refused = NULL;

  g_hash_table_insert (held, (gpointer) ETAB, &behind);
  g_hash_table_insert (held, (gpointer) "etab:9999999Z", &behind);
  moved = mch_feed_heads (fixture->server, held, NULL, &epoch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (moved), ==, 1);
  page = mch_feed_changes (fixture->server, ETAB, 0, NULL, 1, &error);
  g_assert_no_error (error);
  g_assert_true (page->more);
  g_assert_cmpuint (page->rows->len, ==, 1);
  g_assert_cmpstr (page->epoch, ==, epoch);
  refused = mch_feed_changes (fixture->server, ETAB, 1, "another epoch", 10, &error);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_RESYNC_EPOCH);
  g_clear_error (&error);
  refused = mch_feed_changes (fixture->server, ETAB, 1 << 20, epoch, 10, &error);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_RESYNC_EPOCH);
}

static void
test_portal_url (void)
{
  static const struct
  {
    const char *url;
    gboolean is_public;
  } rows[] = {
    { "https://papillons.ac-besancon.example", TRUE },
    { "https://192.0.2.7:8443/portail", TRUE },
    { "https://localhost:8443", FALSE },
    { "https://127.0.0.1:8443", FALSE },
    { "https://127.8.9.1", FALSE },
    { "https://[::1]:8443", FALSE },
    { "https://10.1.2.3", FALSE },
    { "https://172.20.0.1", FALSE },
    { "https://192.168.1.10", FALSE },
    { "https://169.254.3.4", FALSE },
    { "https://100.64.0.1", FALSE },
    { "https://[fd00::1]", FALSE },
    { "https://[fe80::1]", FALSE },
    { "https://serveur", FALSE },
    { "https://serveur.local", FALSE },
    { "https://SERVEUR.LAN.", FALSE },
    { "https://0.0.0.0", FALSE },
    { "nonsense", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].url);
      g_assert_cmpint (mch_portal_url_is_public (rows[i].url), ==, rows[i].is_public);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/staff/activation", test_activation);
  MODEL_TEST ("/model/staff/invitation-age", test_invitation_age);
  MODEL_TEST ("/model/staff/sign-in-alike", test_sign_in_alike);
  MODEL_TEST ("/model/staff/rotation", test_rotation);
  MODEL_TEST ("/model/staff/sign-out-and-disable", test_sign_out_and_disable);
  MODEL_TEST ("/model/staff/password", test_password);
  MODEL_TEST ("/model/members", test_members);
  MODEL_TEST ("/model/members/new-invitation", test_new_invitation);
  MODEL_TEST ("/model/members/key-lost", test_key_lost);
  MODEL_TEST ("/model/directory/service", test_service);
  MODEL_TEST ("/model/directory/service-of-one", test_service_of_one);
  MODEL_TEST ("/model/directory/summaries", test_summaries);
  MODEL_TEST ("/model/directory/summaries-by-session", test_summaries_by_session);
  MODEL_TEST ("/model/feed", test_feed);
  g_test_add_func ("/model/portal-url", test_portal_url);
  return g_test_run ();
}
