/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-recent.h"

#include <string.h>

#define KIND "import"
#define ID "recent"
#define VERSION "1" /* the first line; the others are addresses */

typedef struct
{
  char *uri;
  gboolean remove;
} Edit;

static void
edit_free (gpointer data)
{
  Edit *edit = data;

  g_free (edit->uri);
  g_free (edit);
}

static char **
read_list (MchStore *store)
{
  g_autoptr (GBytes) content = mch_store_get_local (store, KIND, ID, NULL);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;
  const char *data;

  if (content == NULL)
    return g_strv_builder_end (list);
  data = g_bytes_get_data (content, &length);
  text = g_strndup (data, length);
  lines = g_strsplit (text, "\n", MCH_IMPORT_N_RECENT + 2);
  if (g_strcmp0 (lines[0], VERSION) != 0)
    return g_strv_builder_end (list);
  for (guint i = 1; i <= MCH_IMPORT_N_RECENT && lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_strv_builder_add (list, lines[i]);
  return g_strv_builder_end (list);
}

/* In the disk lane, so that two edits never cross. */
static gpointer
write_list (MchWork *work, gpointer data, GError **error)
{
  Edit *edit = data;
  MchStore *store = mch_work_get_store (work);
  g_auto (GStrv) before = read_list (store);
  g_autoptr (GString) text = g_string_new (VERSION "\n");
  g_autoptr (GBytes) content = NULL;
  guint n = 0;

  if (!edit->remove)
    {
      g_string_append_printf (text, "%s\n", edit->uri);
      n++;
    }
  for (char **uri = before; *uri != NULL && n < MCH_IMPORT_N_RECENT; uri++)
    if (strcmp (*uri, edit->uri) != 0)
      {
        g_string_append_printf (text, "%s\n", *uri);
        n++;
      }
  content = g_bytes_new (text->str, text->len);
  return mch_store_put_local (store, KIND, ID, content, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    g_debug ("recent files: %s", error->message);
}

static void
edit_list (MchWorker *worker, const char *uri, gboolean removing)
{
  Edit *edit;

  if (mch_worker_get_store (worker) == NULL || strchr (uri, '\n') != NULL)
    return;
  edit = g_new0 (Edit, 1);
  edit->uri = g_strdup (uri);
  edit->remove = removing;
  mch_worker_run_on_disk_async (worker, "recent files", write_list, edit, edit_free, NULL, NULL,
                                on_written, NULL);
}

char **
mch_import_recent_dup (MchWorker *worker)
{
  MchStore *store = mch_worker_get_store (worker);

  return store != NULL ? read_list (store) : g_new0 (char *, 1);
}

void
mch_import_recent_add (MchWorker *worker, const char *uri)
{
  edit_list (worker, uri, FALSE);
}

void
mch_import_recent_remove (MchWorker *worker, const char *uri)
{
  edit_list (worker, uri, TRUE);
}
