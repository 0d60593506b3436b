/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages on their way: at the wish of an establishment, from several senders, late, and sealed.
 */
#include "mail-fixture.h"

#include <string.h>

/* A slip that is sent for @person; @code: (out) (optional) (transfer full). */
static MchSlipResult *
send_slip (ModelFixture *fixture, const char *person, gboolean despite_email, char **code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *edition = fixture_edition (fixture, "xavier", ETAB, "regenerate", &error);
  g_autoptr (MchWireSlip) slip = fixture_slip (person, 2, code);

  g_assert_no_error (error);
  slip->despite_email = despite_email;
  return fixture_submit (fixture, "xavier", edition, slip);
}

/* The default is a link, sent once; what was chosen works until it is used. */
static void
test_staff_link (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *act = fixture_uuid (fixture);
  g_autoptr (MchSlipResult) none = NULL;
  g_autoptr (MchSlipResult) refused = NULL;
  g_autoptr (MchSlipResult) mailed = NULL;
  g_autoptr (MchSlipResult) resent = NULL;
  g_autoptr (MchMail) link = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  none = mail_resets_for (fixture, act, pupil.person);
  g_assert_cmpint (none->outcome, ==, MCH_SLIP_REFUSED);
  g_assert_cmpstr (none->message_key, ==, "no_email");
  mail_make_verified (fixture, &pupil, MINE);

  refused = send_slip (fixture, pupil.person, FALSE, NULL);
  g_assert_cmpint (refused->outcome, ==, MCH_SLIP_REFUSED);
  g_assert_cmpstr (refused->message_key, ==, "verified_email");
  mail_sign_in (fixture, &pupil, pupil.login, PASSWORD);

  mailed = mail_resets_for (fixture, act, pupil.person);
  g_assert_cmpint (mailed->outcome, ==, MCH_SLIP_MAILED);
  resent = mail_resets_for (fixture, act, pupil.person);
  g_assert_cmpint (resent->outcome, ==, MCH_SLIP_MAILED);
  link = mail_receive (fixture);
  g_assert_cmpint (link->kind, ==, MCH_MAIL_STAFF_RESET);
  g_assert_nonnull (strstr (link->text, "LP Jules Haag"));
  mail_assert_none (fixture);
  g_assert_cmpuint (fixture_count_audit (fixture, "regenerate.mail"), ==, 1);
  mail_sign_in (fixture, &pupil, pupil.login, PASSWORD);
}

/* A new slip all the same is a stated act, logged and told; it ends a link of before. */
static void
test_staff_paper (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *act = fixture_uuid (fixture);
  g_autofree char *token = NULL;
  g_autoptr (MchSlipResult) mailed = NULL;
  g_autoptr (MchSlipResult) printed = NULL;
  g_autoptr (MchMail) link = NULL;
  g_autoptr (MchMail) told = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  mailed = mail_resets_for (fixture, act, pupil.person);
  link = mail_receive (fixture);
  token = mail_dup_token (link, "/nouveau-mot-de-passe/");

  printed = send_slip (fixture, pupil.person, TRUE, NULL);
  g_assert_cmpint (printed->outcome, ==, MCH_SLIP_REGENERATED);
  told = mail_receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_SLIP);
  g_assert_cmpstr (told->to, ==, MINE);
  g_assert_cmpuint (fixture_count_audit (fixture, "regenerate.despite-email"), ==, 1);
  g_assert_cmpint (mail_reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_OVER);
}

/* The paper is lost in its turn: it is void before the link is used. */
static void
test_staff_lost_paper (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *act = fixture_uuid (fixture);
  g_autofree char *code = NULL;
  g_autofree char *token = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSlipResult) printed = NULL;
  g_autoptr (MchSlipResult) lost = NULL;
  g_autoptr (MchMail) told = NULL;
  g_autoptr (MchMail) link = NULL;
  g_autoptr (MchCandidateSignIn) dead = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  printed = send_slip (fixture, pupil.person, TRUE, &code);
  told = mail_receive (fixture);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));

  lost = mail_resets_for (fixture, act, pupil.person);
  g_assert_cmpint (lost->outcome, ==, MCH_SLIP_MAILED);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  fixture->now_ms += 10 * SECOND;
  dead = mch_candidate_sign_in (fixture->server, pupil.login, code, HERE, NULL, &error);
  g_assert_cmpint (dead->outcome, ==, MCH_CANDIDATE_WRONG);
  link = mail_receive (fixture);
  token = mail_dup_token (link, "/nouveau-mot-de-passe/");
  fixture->now_ms += 47 * HOUR;
  g_assert_cmpint (mail_reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
  mail_sign_in (fixture, &pupil, pupil.login, OTHER_PASSWORD);
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, pupil.person, "state");
  g_assert_cmpstr (state, ==, "active");
}

typedef struct
{
  ModelFixture *fixture;
  const char *holder;
  GPtrArray *ids;
} Worker;

static gpointer
take_all (gpointer data)
{
  Worker *worker = data;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (MchMail) mail = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (mch_mail_take (worker->fixture->server, worker->holder, &mail, &error));
      g_assert_no_error (error);
      more = mail != NULL;
      if (more)
        {
          g_ptr_array_add (worker->ids, g_strdup (mail->id));
          g_assert_true (mch_mail_sent (worker->fixture->server, worker->holder, mail, &error));
        }
    }
  return NULL;
}

/* Four senders on one database: each message is taken by one of them. */
static void
test_senders (ModelFixture *fixture, gconstpointer data)
{
  static const char *const holders[] = { "a", "b", "c", "d" };
  Worker workers[G_N_ELEMENTS (holders)];
  GThread *threads[G_N_ELEMENTS (holders)];
  guint n = 0;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *act = fixture_uuid (fixture);
      g_autoptr (MchSlipResult) result = mail_resets_for (fixture, act, pupil.person);

      g_assert_cmpint (result->outcome, ==, MCH_SLIP_MAILED);
    }
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      workers[i] = (Worker){ fixture, holders[i], g_ptr_array_new () };
      threads[i] = g_thread_new (holders[i], take_all, &workers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      g_thread_join (threads[i]);
      n += workers[i].ids->len;
      for (guint j = 0; j < workers[i].ids->len; j++)
        g_assert_true (g_hash_table_add (seen, workers[i].ids->pdata[j]));
      g_ptr_array_unref (workers[i].ids);
    }
  g_assert_cmpuint (n, ==, 24);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool,
                                   "SELECT COUNT (*) FROM mail WHERE state = 'sent'"
                                   " AND body IS NULL"),
                   ==, 26 - 1);
}

/* What does not leave is tried again and again, and given up when its link is over; a sender that
 * has died holds nothing for long. */
static void
test_tries (ModelFixture *fixture, gconstpointer data)
{
  guint tries = 0;
  gint64 due = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchMail) held = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  const MchMailEntry *entry;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  mail_ask_reset (fixture, MINE, HERE);
  held = mail_take (fixture);
  g_assert_nonnull (held);
  mail_assert_none (fixture); /* the one who has it has ten minutes */
  fixture->now_ms += 10 * MINUTE;
  for (guint i = 0; i < 200; i++, fixture->now_ms += MINUTE)
    {
      g_autoptr (MchMail) mail = mail_take (fixture);

      if (mail == NULL)
        continue;
      tries++;
      g_assert_cmpstr (mail->id, ==, held->id);
      g_assert_true (mch_mail_not_sent (fixture->server, "one", mail, "not now", FALSE, &error));
    }
  g_assert_cmpuint (tries, >=, 3);
  g_assert_cmpuint (tries, <=, 60);
  listed = mch_mail_list (fixture->server, 10, &error);
  g_assert_cmpuint (listed->len, ==, 1);
  entry = listed->pdata[0];
  g_assert_cmpstr (entry->state, ==, "failed");
  g_assert_cmpstr (entry->fault, ==, "not now");
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail WHERE body IS NOT NULL"), ==,
      0);

  mail_ask_reset (fixture, MINE, "192.0.2.7");
  g_clear_pointer (&held, mch_mail_free);
  held = mail_take (fixture);
  g_assert_true (mch_mail_not_sent (fixture->server, "one", held, "never", TRUE, &error));
  g_assert_true (mch_mail_hurry (fixture->server, &due, &error));
  g_assert_cmpint (due, ==, 0);
  mail_assert_none (fixture);
  fixture->now_ms += MCH_MAIL_KEPT_MS;
  g_assert_true (mch_mail_purge (fixture->server, &error));
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM portal_link"), ==, 0);
}

/* Whoever has the database without the pepper finds neither an address nor a link in a message. */
static gboolean
find_clear (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT body FROM mail");

  g_assert_nonnull (result);
  while (mch_db_result_next (result))
    {
      gsize length;
      const guint8 *body = mch_db_result_get_blob (result, 0, &length);

      g_assert_null (memmem (body, length, MINE, strlen (MINE)));
      g_assert_null (memmem (body, length, "https", 5));
      (*(guint *) data)++;
    }
  return TRUE;
}

static void
test_sealed (ModelFixture *fixture, gconstpointer data)
{
  guint n = 0;
  g_autoptr (MchMail) mail = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  g_assert_cmpint (mail_give (fixture, &pupil, MINE), ==, MCH_OWN_DONE);
  mch_db_pool_read (fixture->db.pool, find_clear, &n, NULL);
  mail = mail_take (fixture); /* written out, not gone */
  mch_db_pool_read (fixture->db.pool, find_clear, &n, NULL);
  g_assert_cmpuint (n, ==, 2);
  db_fixture_exec (fixture->db.pool, "UPDATE mail SET id = 'another', due_ms = 0");
  mail_assert_none (fixture); /* a row that was moved is not sent */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/server/mail/ACC-38-link", test_staff_link);
  MODEL_TEST ("/server/mail/ACC-38-paper", test_staff_paper);
  MODEL_TEST ("/server/mail/ACC-38-lost-paper", test_staff_lost_paper);
  MODEL_TEST ("/server/mail/senders", test_senders);
  MODEL_TEST ("/server/mail/tries", test_tries);
  MODEL_TEST ("/server/mail/sealed", test_sealed);
  return g_test_run ();
}
