/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/imports/mch-imports-screen.h"

#include <glib/gi18n-lib.h>

#include "app/imports/mch-imports-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-label.h"

#define MAX_NAMED 12
#define RUN "mch-run"

struct _MchImportsScreen
{
  MchListScreen parent_instance;

  GPtrArray *runs; /* of MchImportRun; NULL until they have come */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MchImportsScreen, mch_imports_screen, MCH_TYPE_LIST_SCREEN)

static char *
dup_detail (const MchImportRun *run)
{
  g_autofree char *when = mch_label_dup_moment (run->made_ms);
  g_autofree char *lines = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u line", "%u lines", (guint) run->rows), (guint) run->rows);
  g_autofree char *counts = g_strdup_printf (
      _ ("%u created, %u updated, %u unchanged, %u rejected"), (guint) run->created,
      (guint) run->updated, (guint) run->unchanged, (guint) run->rejected);

  return g_strjoin (" · ", when, run->login, lines, counts, NULL);
}

/* (transfer full) (nullable) */
static char *
dup_undone (const MchImportRun *run)
{
  g_autofree char *when = run->undone_by != NULL ? mch_label_dup_moment (run->undone_ms) : NULL;

  return when != NULL ? g_strdup_printf (_ ("Taken back by %s on %s"), run->undone_by, when) : NULL;
}

static guint
count_candidates (MchImportsScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  MchCandidateFilter filter = mch_context_get_filter (context);

  filter.session = NULL;
  return mch_store_count_candidates (mch_context_get_store (context), &filter);
}

/* Who stayed, by name, and why. */
static void
add_pupils (GString *text, MchContext *context, const GPtrArray *pupils)
{
  for (guint i = 0; i < pupils->len && i < MAX_NAMED; i++)
    {
      const MchUndoPupil *pupil = pupils->pdata[i];
      g_autoptr (MchRecord) person =
          mch_store_dup_record (mch_context_get_store (context), mch_context_get_scope (context),
                                MCH_KIND_PERSON, pupil->person);
      g_autofree char *reason = mch_undo_pupil_dup_reason (pupil);

      g_string_append_printf (
          text, "\n%s %s%s%s", person != NULL ? mch_record_get (person, "family_name") : "?",
          person != NULL ? mch_record_get (person, "given_name") : "", _ (": "), reason);
    }
  if (pupils->len > MAX_NAMED)
    g_string_append (text, "\n…");
}

/* An undo on its way. */
typedef struct
{
  MchImportsScreen *screen; /* weak */
  MchContext *context;
  guint n_before;
} Undoing;

static void
undoing_free (Undoing *undoing)
{
  g_clear_weak_pointer (&undoing->screen);
  g_object_unref (undoing->context);
  g_free (undoing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Undoing, undoing_free)

static void
tell (MchImportsScreen *self, const Undoing *undoing, const MchImportUndo *undo)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          _ ("Taken back: %u. Kept because changed since: %u. Impossible: %u."),
                          undo->groups[MCH_UNDO_REMOVED]->len, undo->groups[MCH_UNDO_KEPT]->len,
                          undo->groups[MCH_UNDO_IMPOSSIBLE]->len);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _ ("Candidates before: %u, now: %u."), undoing->n_before,
                          count_candidates (self));
  add_pupils (text, undoing->context, undo->groups[MCH_UNDO_KEPT]);
  add_pupils (text, undoing->context, undo->groups[MCH_UNDO_IMPOSSIBLE]);
  mch_message_show (GTK_WIDGET (self), _ ("The import was taken back"), text->str);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Undoing) undoing = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportUndo) undo = mch_imports_undo_finish (MCH_WORKER (source), result, &error);

  if (undoing->screen == NULL)
    return;
  undoing->screen->busy = FALSE;
  if (undo != NULL)
    tell (undoing->screen, undoing, undo);
  else
    mch_message_show (GTK_WIDGET (undoing->screen), _ ("The import was not taken back"),
                      error->message);
  mch_list_screen_reload (MCH_LIST_SCREEN (undoing->screen));
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, MchImportsScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  Undoing *undoing;

  if (!g_str_equal (response, "undo") || self->busy)
    return;
  self->busy = TRUE;
  undoing = g_new0 (Undoing, 1);
  g_set_weak_pointer (&undoing->screen, self);
  undoing->context = g_object_ref (context);
  undoing->n_before = count_candidates (self);
  mch_imports_undo_async (context, g_object_get_data (G_OBJECT (dialog), RUN), on_undone, undoing);
}

static void
on_undo_clicked (GtkWidget *button, MchImportsScreen *self)
{
  const MchImportRun *run = g_object_get_data (G_OBJECT (button), RUN);
  g_autofree char *heading = NULL;
  AdwMessageDialog *dialog;

  if (mch_why_not_stops (button))
    return;
  heading = g_strdup_printf (_ ("Take back the import of %s?"), run->file);
  dialog = ADW_MESSAGE_DIALOG (
      mch_dialog_new_message (GTK_WINDOW (gtk_widget_get_root (button)), heading,
                              _ ("Whom it registered is removed, what it changed is set back. Who "
                                 "was changed since, has an "
                                 "account or is finished stays as he is.")));
  adw_message_dialog_add_responses (dialog, "keep", _ ("_Keep it"), "undo", _ ("_Take it back"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "keep");
  g_object_set_data_full (G_OBJECT (dialog), RUN, g_strdup (run->id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
row_new (MchListScreen *self, gpointer item)
{
  MchImportRun *run = item;
  GtkWidget *button = mch_button_new (_ ("_Take back…"), NULL);
  g_autofree char *counts = dup_detail (run);
  g_autofree char *undone = dup_undone (run);
  g_autofree char *detail = g_strjoin ("\n", counts, undone, NULL);
  GtkWidget *box;
  GtkWidget *row = mch_boxed_row_new (run->file, detail, &box);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), RUN, run);
  mch_why_not_set (button, undone);
  g_signal_connect (button, "clicked", G_CALLBACK (on_undo_clicked), self);
  gtk_box_append (GTK_BOX (box), button);
  return row;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchImportsScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = mch_imports_fetch_finish (MCH_WORKER (source), result, &error);
  g_autoptr (GPtrArray) before = NULL;

  if (runs == NULL)
    {
      mch_list_screen_show_error (MCH_LIST_SCREEN (self), error);
      return;
    }
  before = g_steal_pointer (&self->runs);
  self->runs = g_steal_pointer (&runs);
  mch_list_screen_show_rows (MCH_LIST_SCREEN (self), self->runs, row_new);
}

static void
mch_imports_screen_load (MchListScreen *screen)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (screen));

  if (mch_context_get_scope (context) != NULL)
    mch_imports_fetch_async (context, on_loaded, g_object_ref (screen));
}

static void
mch_imports_screen_finalize (GObject *object)
{
  g_clear_pointer (&MCH_IMPORTS_SCREEN (object)->runs, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_imports_screen_parent_class)->finalize (object);
}

static void
mch_imports_screen_class_init (MchImportsScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_imports_screen_finalize;
  MCH_LIST_SCREEN_CLASS (klass)->load = mch_imports_screen_load;
}

static void
on_import_clicked (GtkWidget *button)
{
  mch_screen_go (button, "import", NULL);
}

static void
mch_imports_screen_init (MchImportsScreen *self)
{
  GtkWidget *import = mch_button_new (_ ("_Import a file of pupils"), NULL);

  g_signal_connect (import, "clicked", G_CALLBACK (on_import_clicked), NULL);
  mch_list_screen_set_up (
      MCH_LIST_SCREEN (self), _ ("History of imports"),
      mch_status_page_new ("document-open-symbolic", _ ("No import yet"),
                           _ ("Every file that is imported is listed here and can be taken "
                              "back as a whole."),
                           import),
      "network-offline-symbolic", _ ("The list of imports is kept on the server"));
}
