/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed beside the pile: slips whose name has changed, reminders for those who have an
 * account already, and one slip for its candidate's own eyes (ACC-24, ACC-26, ACC-44). The tests
 * follow one another. */
#include <string.h>

#include "app/preview/mch-editions.h"
#include "app/preview/mch-preview-model.h"
#include "app/preview/mch-show-window.h"
#include "app/preview/mch-slip-choice.h"
#include "app/preview/mch-slip-print.h"
#include "school-fixture.h"
#include "store/mch-outbox.h"

#define N_PUPILS 12

static School school;

static MchSlipRequest *
request_new (const char *const *persons)
{
  const MchSlipLayout layout = { .options.layout = MCH_PAPILLON_TWO_PER_PAGE };

  return mch_slip_request_new (SCOPE, g_getenv ("SCHOOL_EDITION"), &layout, persons);
}

typedef struct
{
  gboolean done;
  gboolean well;
} Act;

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;

  act->well = mch_slip_print_finish (result, NULL, NULL);
  act->done = TRUE;
}

static char *
out_path (const char *name)
{
  return g_build_filename (g_getenv ("SCHOOL_OUT"), name, NULL);
}

static void
print (MchSlipRequest *request, const char *path)
{
  Act act = { 0 };

  mch_slip_print_async (school.parent, school.context, request, path, on_printed, &act);
  school_wait (act.done);
  g_assert_true (act.well);
}

static MchPreviewModel *
load (MchSlipRequest *request, MchPreviewStatus status)
{
  MchPreviewModel *model = mch_preview_model_new (school.context);

  mch_preview_model_load (model, request);
  school_wait (mch_preview_model_get_status (model) != MCH_PREVIEW_LOADING);
  g_assert_cmpint (mch_preview_model_get_status (model), ==, status);
  return model;
}

static char *
dup_first_person (void)
{
  g_autoptr (MchPreviewModel) model = load (request_new (NULL), MCH_PREVIEW_READY);
  g_autoptr (MchSlipItem) item = g_list_model_get_item (mch_preview_model_get_items (model), 0);

  return g_strdup (mch_slip_item_get_facts (item)->person);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree char *op = mch_worker_enqueue_finish (MCH_WORKER (source), result, NULL);

  g_assert_nonnull (op);
  *(gboolean *) data = TRUE;
}

static void
rename_person (const char *person, const char *given_name)
{
  g_autoptr (MchRecord) before =
      mch_store_dup_record (mch_context_get_store (school.context), SCOPE, MCH_KIND_PERSON, person);
  g_autoptr (MchRecord) after = mch_record_copy (before);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  gboolean sent = FALSE;

  mch_record_set (after, "given_name", given_name);
  g_ptr_array_add (changes, mch_change_new_diff (before, after));
  mch_context_send (school.context, changes, on_sent, &sent);
  school_wait (sent);
}

static guint
count_stale (void)
{
  g_autoptr (MchPreviewModel) model = load (request_new (NULL), MCH_PREVIEW_READY);
  guint n = 0;

  for (guint i = 0; i < N_PUPILS; i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (mch_preview_model_get_items (model), i);

      n += mch_slip_item_get_facts (item)->stale ? 1 : 0;
    }
  return n;
}

/* What was printed and says something else today is to be printed again, and only that. */
static void
test_stale (void)
{
  g_autofree char *person = NULL;
  g_autofree char *path = out_path ("all.pdf");
  g_autofree char *again = out_path ("again.pdf");
  g_autoptr (MchPreviewModel) model = NULL;
  MchSlipChoice *choice;

  school_unlock (&school);
  person = dup_first_person ();
  rename_person (person, "Adélaïde");
  g_assert_cmpuint (count_stale (), ==, 0); /* nothing was printed yet */
  print (request_new (NULL), path);
  g_assert_cmpuint (count_stale (), ==, 0);
  rename_person (person, "Adélie");
  g_assert_cmpuint (count_stale (), ==, 1);
  model = load (request_new (NULL), MCH_PREVIEW_READY);
  choice = mch_slip_choice_new (school.parent, model, 0, MCH_SLIP_CHOICE_PRINT);
  gtk_window_present (GTK_WINDOW (choice));
  app_fixture_settle ();
  g_assert_true (school_says (GTK_WIDGET (choice),
                              "À réimprimer : nom corrigé ou classe changée (1 papillon)"));
  school_picture (GTK_WINDOW (choice), "choice-again");
  gtk_window_destroy (GTK_WINDOW (choice));
  print (request_new ((const char *const[]){ person, NULL }), again);
  g_assert_cmpuint (count_stale (), ==, 0);
}

/* Everybody has a slip that waits: nobody needs to be reminded, and it is said. Who is named gets
 * one in any case, without the password of whoever prints. */
static void
test_reminders (void)
{
  g_autoptr (GListStore) editions = mch_editions_new (school.context);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (editions));
  const MchSlipLayout layout = { 0 };
  g_autofree char *person = dup_first_person ();
  g_autofree char *path = out_path ("reminder.pdf");
  MchSlipRequest *request = mch_slip_request_new (SCOPE, MCH_SLIP_REMINDERS, &layout, NULL);
  g_autoptr (MchPreviewModel) model = NULL;

  mch_editions_add_reminders (editions, school.context);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (editions)), ==, n + 1);
  school_lock (&school);
  request->session = g_strdup (SESSION);
  model = load (mch_slip_request_copy (request), MCH_PREVIEW_FAILED);
  g_assert_nonnull (strstr (mch_preview_model_get_reason (model), "rappel"));
  request->persons = g_strdupv ((char *[]){ person, NULL });
  print (request, path);
  school_unlock (&school);
}

static guint
count_views (void)
{
  g_autoptr (GPtrArray) ops = mch_store_list_ops (mch_context_get_store (school.context), NULL);
  guint n = 0;

  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      n += strcmp (op->kind, "audit") == 0
           && g_strcmp0 (g_hash_table_lookup (op->meta, "action"), "view") == 0;
    }
  return n;
}

static GtkWindow *
find_show_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (MCH_IS_SHOW_WINDOW (window))
        return window;
    }
  return NULL;
}

/* One slip, large, for its candidate; noted in the log; gone with one key. */
static void
test_show (void)
{
  g_autofree char *person = dup_first_person ();
  const char *persons[] = { person, NULL };
  guint views;
  GtkWindow *window;

  school_stop_server ();
  views = count_views ();
  mch_show_window_open (school.parent, school.context, request_new (persons), "ARBOGAST Adélie");
  school_wait (find_show_window () != NULL);
  window = find_show_window ();
  app_fixture_settle ();
  g_assert_true (school_says (GTK_WIDGET (window), "Se ferme dans"));
  g_assert_cmpstr (gtk_window_get_title (window), ==, "Papillon de ARBOGAST Adélie");
  school_assert_named (GTK_WIDGET (window));
  g_assert_cmpuint (count_views (), ==, views + 1);
  gtk_window_destroy (window);
  g_assert_null (find_show_window ());
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  g_test_add_func ("/app/reprint/stale", test_stale);
  g_test_add_func ("/app/reprint/reminders", test_reminders);
  g_test_add_func ("/app/reprint/show", test_show);
  status = g_test_run ();
  school_close (&school);
  return status;
}
