/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop killed at any moment: what was committed is there, and nothing is there by half. A
 * child works on the store and tells each commit through a pipe; the parent kills it at some
 * moment and looks. */
#include "store-fixture.h"

#include "vault/mch-vault-init.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 25
#define BATCH 30 /* rows that are written together and say the same city */

/* Shorter than PIPE_BUF, so it comes whole or not at all. */
typedef struct
{
  guint step;
  char what; /* a: applied, e: enqueued */
} Told;

static void
tell (char what, guint step)
{
  Told told;

  memset (&told, 0, sizeof told);
  told.what = what;
  told.step = step;
  if (write (STDOUT_FILENO, &told, sizeof told) != sizeof told)
    _exit (1);
}

/* One step: pull a batch, type an edit of every row of it as one operation, be answered. */
static void
do_step (MchStore *store, guint step)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autofree char *text = g_strdup_printf ("%u", step);
  g_autofree char *op_id = g_strdup_printf ("op-%u", step);
  gint64 seq = (gint64) step * 2;

  for (guint n = 0; n < BATCH; n++)
    {
      MchRecord *record = fixture_person (n, "MARTIN", "Zoé", seq);
      MchChange *change = mch_change_new_update (MCH_KIND_PERSON, record->id, seq);

      mch_record_set (record, "city", text);
      mch_change_set (change, "phone", NULL, text);
      g_ptr_array_add (rows, record);
      g_ptr_array_add (changes, change);
    }
  if (!mch_store_apply_rows (store, SCOPE, EPOCH, rows, seq, FALSE, NULL))
    _exit (1);
  tell ('a', step);
  if (!mch_store_enqueue (store, op_id, SCOPE, "edit", NULL, changes, 1, NULL))
    _exit (1);
  tell ('e', step);
  /* Every second operation waits, the others are answered. */
  settlement->seq = seq + 1;
  if (step % 2 == 0)
    return;
  if (!mch_store_settle_op (store, op_id, settlement, NULL))
    _exit (1);
}

static void
run_child (Fixture *f, guint first)
{
  MchStore *store = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 5000, NULL);

  if (store == NULL)
    _exit (1);
  for (guint step = first;; step++)
    do_step (store, step);
}

/* Notes the last step that was told as pulled, and every operation that was told as kept. */
static void
read_told (int fd, guint *pulled, GArray *kept)
{
  Told told;

  while (read (fd, &told, sizeof told) == sizeof told)
    {
      if (told.what == 'a')
        *pulled = told.step;
      /* Odd ones may have been answered and left. */
      else if (told.what == 'e' && told.step % 2 == 0)
        g_array_append_val (kept, told.step);
    }
}

static guint
number_of (MchRecord *record, const char *name)
{
  const char *value = mch_record_get (record, name);

  return value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;
}

/* Every row says the same, and no less than what was told. Returns the last step. */
static guint
check (Fixture *f, guint pulled, GArray *kept)
{
  g_autoptr (GPtrArray) records = mch_store_list_records (f->store, SCOPE, MCH_KIND_PERSON);
  guint city = 0, phone = 0;
  gint64 seq;

  g_assert_true (records->len == 0 || records->len == BATCH);
  for (guint i = 0; i < records->len; i++)
    {
      MchRecord *record = g_ptr_array_index (records, i);

      if (i == 0)
        {
          city = number_of (record, "city");
          phone = number_of (record, "phone");
        }
      g_assert_cmpuint (number_of (record, "city"), ==, city);
      g_assert_cmpuint (number_of (record, "phone"), ==, phone);
    }
  g_assert_cmpuint (city, >=, pulled);
  mch_store_get_cursor (f->store, SCOPE, NULL, &seq);
  g_assert_cmpint (seq, ==, (gint64) city * 2);
  for (guint i = 0; i < kept->len; i++)
    {
      g_autofree char *op_id = g_strdup_printf ("op-%u", g_array_index (kept, guint, i));
      g_autoptr (MchStoreOp) op = mch_store_dup_op (f->store, op_id, NULL);

      g_assert_nonnull (op);
      g_assert_cmpuint (op->changes->len, ==, BATCH);
      g_assert_cmpint (op->state, ==, MCH_OP_PENDING);
    }
  return city;
}

static pid_t
start_child (Fixture *f, guint first, int *ret_told)
{
  int told[2];
  pid_t child;

  g_assert_cmpint (pipe (told), ==, 0);
  child = fork ();
  if (child == 0)
    {
      dup2 (told[1], STDOUT_FILENO);
      close (told[0]);
      close (told[1]);
      run_child (f, first);
    }
  close (told[1]);
  *ret_told = told[0];
  return child;
}

static void
test_kill (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint));
  guint pulled = 0, steps = 0;

  for (int round = 0; round < ROUNDS; round++)
    {
      pid_t child;
      int told;

      g_clear_pointer (&f->store, mch_store_unref);
      child = start_child (f, steps + 1, &told);
      g_usleep ((gulong) g_test_rand_int_range (5000, 120000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      read_told (told, &pulled, kept);
      close (told);
      g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
      fixture_reopen (f);
      steps = check (f, pulled, kept);
    }
  g_test_message ("%u steps, %u operations kept", steps, kept->len);
  g_assert_cmpuint (steps, >, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/kill", Fixture, NULL, fixture_set_up, test_kill, fixture_tear_down);
  return g_test_run ();
}
