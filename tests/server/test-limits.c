/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of connections and the streams of events, with a clock and sockets of our own. */
#include <string.h>

#include "server/http/mch-http-events.h"
#include "server/http/mch-http-limits.h"
#include "server/http/mch-http-listen.h"
#include "server/http/mch-http-pool.h"

#define MAX_FD 4096

typedef struct
{
  gboolean closed[MAX_FD];
  gint64 received[MAX_FD];
  MchLimits *limits;
} Fixture;

static void
note_closed (int fd, gpointer data)
{
  Fixture *fixture = data;

  g_assert_false (fixture->closed[fd]);
  fixture->closed[fd] = TRUE;
}

static gint64
get_received (int fd, gpointer data)
{
  return ((Fixture *) data)->received[fd];
}

static Fixture *
fixture_new (guint connections, guint per_address)
{
  const MchLimitSettings settings = { connections, per_address, 5000, 10000, 60000 };
  Fixture *fixture = g_new0 (Fixture, 1);

  fixture->limits = mch_limits_new (&settings, note_closed, get_received, fixture);
  return fixture;
}

static void
fixture_free (Fixture *fixture)
{
  mch_limits_free (fixture->limits);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static void
test_per_address (void)
{
  g_autoptr (Fixture) f = fixture_new (100, 3);
  MchPeer *peers[8];

  for (int i = 0; i < 3; i++)
    peers[i] = mch_limits_add (f->limits, "192.0.2.1", i, i);
  /* A request in flight leaves the count, another address has its own. */
  mch_limits_set_phase (f->limits, peers[0], MCH_PHASE_WORK, 0, 10);
  peers[3] = mch_limits_add (f->limits, "192.0.2.1", 3, 11);
  peers[4] = mch_limits_add (f->limits, "192.0.2.2", 4, 12);
  for (int i = 0; i < 5; i++)
    g_assert_false (f->closed[i]);

  /* The oldest that has shown nothing goes; one whose body is coming in is no better. */
  mch_limits_set_phase (f->limits, peers[2], MCH_PHASE_BODY, 10, 13);
  peers[5] = mch_limits_add (f->limits, "192.0.2.1", 5, 14);
  g_assert_true (f->closed[1]);
  peers[6] = mch_limits_add (f->limits, "192.0.2.1", 6, 15);
  g_assert_true (f->closed[2]);
  g_assert_false (f->closed[0]);
  g_assert_false (f->closed[3]);

  /* After its first request it never counts again. */
  mch_limits_set_phase (f->limits, peers[0], MCH_PHASE_SEND, 10, 16);
  mch_limits_set_phase (f->limits, peers[0], MCH_PHASE_IDLE, 0, 17);
  mch_limits_set_phase (f->limits, peers[0], MCH_PHASE_BODY, 0, 18);
  peers[7] = mch_limits_add (f->limits, "192.0.2.1", 7, 19);
  g_assert_false (f->closed[0]);
  g_assert_true (f->closed[3]);
  mch_limits_remove (f->limits, peers[1]);
  mch_limits_remove (f->limits, peers[0]);
  g_assert_cmpuint (mch_limits_count (f->limits), ==, 6);
}

static void
test_total (void)
{
  g_autoptr (Fixture) f = fixture_new (4, 100);
  MchPeer *peers[8];

  for (int i = 0; i < 4; i++)
    peers[i] = mch_limits_add (f->limits, NULL, i, i);
  for (int i = 0; i < 3; i++)
    mch_limits_set_phase (f->limits, peers[i], MCH_PHASE_WORK, 0, 10);
  mch_limits_set_phase (f->limits, peers[1], MCH_PHASE_IDLE, 0, 11);
  mch_limits_set_phase (f->limits, peers[0], MCH_PHASE_IDLE, 0, 12);

  peers[4] = mch_limits_add (f->limits, NULL, 4, 13);
  g_assert_true (f->closed[1]);
  peers[5] = mch_limits_add (f->limits, NULL, 5, 14);
  g_assert_true (f->closed[0]);
  peers[6] = mch_limits_add (f->limits, NULL, 6, 15);
  g_assert_true (f->closed[3]);

  /* When all the others are at work, the newcomer goes. */
  for (int i = 4; i < 7; i++)
    mch_limits_set_phase (f->limits, peers[i], MCH_PHASE_STREAM, 0, 16);
  g_assert_cmpuint (mch_limits_count_busy (f->limits), ==, 4);
  peers[7] = mch_limits_add (f->limits, NULL, 7, 17);
  g_assert_true (f->closed[7]);
  g_assert_false (f->closed[2]);
}

static void
test_deadlines (void)
{
  static const struct
  {
    MchPhase phase;
    guint64 size;
    gint64 received; /* -1: unknown */
    gint64 last_ms;  /* still open then; 0: for ever */
  } table[] = {
    { MCH_PHASE_NEW, 0, 0, 4999 },
    { MCH_PHASE_NEW, 0, -1, 9999 },
    { MCH_PHASE_NEW, 0, 1, 9999 },
    { MCH_PHASE_BODY, 0, 1, 29999 },
    { MCH_PHASE_BODY, 4096 * 10, 1, 39999 },
    { MCH_PHASE_SEND, 4096 * 100, 1, 129999 },
    { MCH_PHASE_WORK, 0, 1, 0 },
    { MCH_PHASE_STREAM, 0, 1, 0 },
    { MCH_PHASE_IDLE, 0, 1, 59999 },
    { MCH_PHASE_IDLE, 0, -1, 59999 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (Fixture) f = fixture_new (100, 100);
      MchPeer *peer = NULL;

      f->received[0] = table[i].received;
      peer = mch_limits_add (f->limits, "192.0.2.1", 0, 0);
      if (table[i].phase != MCH_PHASE_NEW)
        mch_limits_set_phase (f->limits, peer, table[i].phase, table[i].size, 0);
      g_test_message ("row %u", i);
      mch_limits_sweep (f->limits, table[i].last_ms > 0 ? table[i].last_ms : G_MAXINT32);
      g_assert_false (f->closed[0]);
      if (table[i].last_ms == 0)
        continue;
      mch_limits_sweep (f->limits, table[i].last_ms + 1);
      g_assert_true (f->closed[0]);
      mch_limits_sweep (f->limits, table[i].last_ms + 2);
    }
}

/* The second request of a connection trickles in. */
static void
test_slow_second_header (void)
{
  g_autoptr (Fixture) f = fixture_new (100, 100);
  MchPeer *peer = mch_limits_add (f->limits, "192.0.2.1", 0, 0);

  f->received[0] = 100;
  mch_limits_set_phase (f->limits, peer, MCH_PHASE_IDLE, 0, 1000);
  mch_limits_sweep (f->limits, 20000);
  f->received[0] = 101;
  mch_limits_sweep (f->limits, 21000);
  f->received[0] = 102;
  mch_limits_sweep (f->limits, 30999);
  g_assert_false (f->closed[0]);
  mch_limits_sweep (f->limits, 31000);
  g_assert_true (f->closed[0]);
}

static guint n_suspended;
static guint n_resumed;

static void
suspend (gpointer connection)
{
  n_suspended++;
}

static void
resume (gpointer connection)
{
  n_resumed++;
}

static char *
read_all (MchStream *stream)
{
  GString *text = g_string_new (NULL);
  char buffer[7]; /* smaller than any event */
  gssize n = 0;

  while ((n = mch_stream_read (stream, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  g_string_append (text, n < 0 ? "END" : "");
  return g_string_free (text, FALSE);
}

static void
assert_reads (MchStream *stream, const char *expected)
{
  g_autofree char *text = read_all (stream);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_events (void)
{
  static const char *const scopes[] = { "etab:0250001A", "acad:03", NULL };
  MchEvents *events = mch_events_new (suspend, resume, 25000);
  MchStream *stream = NULL;

  n_suspended = n_resumed = 0;
  mch_events_publish (events, "acad:03", 7);
  stream = mch_events_open (events, scopes, "d1", NULL, 0);
  assert_reads (stream, "retry: 3000\n\nevent: head\ndata: {\"scope\":\"acad:03\",\"seq\":7}\n\n");
  g_assert_cmpuint (n_suspended, ==, 1);

  mch_events_publish (events, "etab:0250002B", 1);
  mch_events_publish (events, "acad:03", 6);
  g_assert_cmpuint (n_resumed, ==, 0);
  /* Two hints of one scope are one. */
  mch_events_publish (events, "etab:0250001A", 4);
  mch_events_publish (events, "etab:0250001A", 5);
  g_assert_cmpuint (n_resumed, ==, 1);
  assert_reads (stream, "event: head\ndata: {\"scope\":\"etab:0250001A\",\"seq\":5}\n\n");

  mch_events_tick (events, 24999);
  assert_reads (stream, "");
  n_resumed = 0;
  mch_events_tick (events, 25000);
  g_assert_cmpuint (n_resumed, ==, 1);
  assert_reads (stream, ":\n\n");

  mch_events_tick (events, MCH_EVENTS_LIFE_MS);
  assert_reads (stream, "END");
  mch_stream_close (stream);
  g_assert_cmpuint (mch_events_count (events), ==, 0);
  mch_events_free (events);
}

static void
test_events_owners (void)
{
  static const char *const scopes[] = { "a\"\\\n", NULL };
  MchEvents *events = mch_events_new (suspend, resume, 25000);
  MchStream *streams[MCH_EVENTS_PER_OWNER + 2];
  guint n = G_N_ELEMENTS (streams);

  for (guint i = 0; i + 1 < n; i++)
    streams[i] = mch_events_open (events, scopes, "d1", NULL, 0);
  streams[n - 1] = mch_events_open (events, scopes, "d2", NULL, 0);
  assert_reads (streams[0], "END");
  assert_reads (streams[1], "retry: 3000\n\n");
  mch_events_publish (events, "a\"\\\n", 1);
  assert_reads (streams[1], "event: head\ndata: {\"scope\":\"a\\\"\\\\\\u000a\",\"seq\":1}\n\n");

  mch_events_end_owner (events, "d1");
  assert_reads (streams[1], "END");
  assert_reads (streams[n - 1], "retry: 3000\n\nevent: head\ndata: "
                                "{\"scope\":\"a\\\"\\\\\\u000a\",\"seq\":1}\n\n");
  mch_events_end_all (events);
  assert_reads (streams[n - 1], "END");
  for (guint i = 0; i < n; i++)
    mch_stream_close (streams[i]);
  streams[0] = mch_events_open (events, scopes, "d3", NULL, 0);
  assert_reads (streams[0], "END");
  mch_stream_close (streams[0]);
  mch_events_free (events);
}

typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean held;
  guint done;
} Gate;

static void
pass_gate (gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  while (gate->held)
    g_cond_wait (&gate->changed, &gate->lock);
  gate->done++;
  g_mutex_unlock (&gate->lock);
}

static void
test_pool (void)
{
  Gate gate = { .held = TRUE };
  MchWorkers *workers = NULL;
  guint taken = 0;

  g_mutex_init (&gate.lock);
  g_cond_init (&gate.changed);
  workers = mch_workers_new ("test", pass_gate, 2, 3);
  for (int i = 0; i < 20; i++)
    {
      taken += mch_workers_push (workers, &gate);
      g_usleep (5000);
    }
  g_assert_cmpuint (taken, ==, 5);

  g_mutex_lock (&gate.lock);
  gate.held = FALSE;
  g_cond_broadcast (&gate.changed);
  g_mutex_unlock (&gate.lock);
  mch_workers_free (workers);
  g_assert_cmpuint (gate.done, ==, 5);
  g_mutex_clear (&gate.lock);
  g_cond_clear (&gate.changed);
}

static void
test_forwarded (void)
{
  static const struct
  {
    const char *value;
    const char *address;
  } table[] = {
    { "192.0.2.7", "192.0.2.7" },
    { "10.0.0.1, 192.0.2.7", "192.0.2.7" },
    { "10.0.0.1,192.0.2.7 ", "192.0.2.7" },
    { "2001:db8:1:2:3::4", "2001:db8:1:2::/64" },
    { "::ffff:192.0.2.7", "192.0.2.7" },
    { "192.0.2.7,", NULL },
    { "unknown", NULL },
    { "", NULL },
    { "192.0.2.7:99", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *address = mch_listen_dup_forwarded (table[i].value);

      g_assert_cmpstr (address, ==, table[i].address);
    }
  g_assert_null (mch_listen_dup_forwarded (NULL));
}

static void
test_listen_form (void)
{
  static const struct
  {
    const char *spec;
    gboolean good;
  } table[] = {
    { "127.0.0.1:0", TRUE },  { "0.0.0.0:8443", TRUE }, { "[::1]:8443", TRUE },
    { "localhost:1", TRUE },  { "unix:/run/x", TRUE },  { "127.0.0.1", FALSE },
    { "::1:8443", FALSE },    { ":8443", FALSE },       { "127.0.0.1:65536", FALSE },
    { "127.0.0.1:x", FALSE }, { "unix:", FALSE },       { "", FALSE },
    { "host:8443", FALSE },   { "[::1:8443", FALSE },   { "[]:1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].spec);
      g_assert_cmpint (mch_listen_is_valid (table[i].spec), ==, table[i].good);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/limits/per-address", test_per_address);
  g_test_add_func ("/limits/total", test_total);
  g_test_add_func ("/limits/deadlines", test_deadlines);
  g_test_add_func ("/limits/slow-second-header", test_slow_second_header);
  g_test_add_func ("/events/hints", test_events);
  g_test_add_func ("/events/owners", test_events_owners);
  g_test_add_func ("/pool/bounded", test_pool);
  g_test_add_func ("/listen/forwarded", test_forwarded);
  g_test_add_func ("/listen/form", test_listen_form);

  return g_test_run ();
}
