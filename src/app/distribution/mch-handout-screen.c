/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-handout-screen.h"

#include <glib/gi18n-lib.h>

#include "app/distribution/mch-handout-list.h"
#include "app/distribution/mch-handout-model.h"
#include "app/distribution/mch-progress-board.h"
#include "app/distribution/mch-scan-box.h"
#include "app/imports/mch-imports-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"

struct _MchHandoutScreen
{
  MchScreen parent_instance;

  MchHandoutModel *model; /* NULL until there is a context */
  MchProgressBoard *board;
  MchScanBox *scan;
  GtkLabel *count;

  GCancellable *following; /* while the server is asked for the last import */
  guint n_followed;        /* candidates when it was asked */
};

G_DEFINE_FINAL_TYPE (MchHandoutScreen, mch_handout_screen, MCH_TYPE_SCREEN)

static void
show_file (MchHandoutScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  g_autoptr (MchLastFile) file =
      mch_last_file_load (mch_context_get_store (context), mch_context_get_scope (context));

  mch_progress_board_show_file (self->board, file);
}

static void
on_followed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchHandoutScreen) self = MCH_HANDOUT_SCREEN (user_data);
  gboolean known = mch_worker_run_finish (MCH_WORKER (source), result, NULL) != NULL;

  g_clear_object (&self->following);
  if (known && self->model != NULL)
    show_file (self);
}

/* A colleague's file counts as one's own; without the server, what was known of it last. */
static void
follow_imports (MchHandoutScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));

  if (self->following != NULL || mch_context_get_scope (context) == NULL
      || mch_context_get_store (context) == NULL)
    return;
  self->following = g_cancellable_new ();
  self->n_followed = mch_handout_model_get_counts (self->model)[MCH_MILESTONE_REGISTERED];
  mch_imports_follow_async (context, self->following, on_followed, g_object_ref (self));
}

static void
on_changed (MchHandoutScreen *self)
{
  const guint *counts = mch_handout_model_get_counts (self->model);
  g_autofree char *handed =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u handed out", "%u of %u handed out",
                                    counts[MCH_MILESTONE_HANDED]),
                       counts[MCH_MILESTONE_HANDED], counts[MCH_MILESTONE_SLIP]);
  g_autofree char *activated =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u activated", "%u activated",
                                    counts[MCH_MILESTONE_ACTIVATED]),
                       counts[MCH_MILESTONE_ACTIVATED]);
  g_autofree char *text = g_strdup_printf ("%s · %s", handed, activated);

  mch_progress_board_show (self->board, counts);
  show_file (self);
  gtk_label_set_label (self->count, text);
  if (counts[MCH_MILESTONE_REGISTERED] != self->n_followed
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    follow_imports (self);
}

static void
on_not_saved (MchHandoutScreen *self, const char *message)
{
  mch_message_show (GTK_WIDGET (self), _ ("Not noted"), message);
}

static void
on_scanned (MchHandoutScreen *self, const char *typed)
{
  static const MchScanResult results[MCH_N_HANDOUTS] = {
    [MCH_HANDOUT_TAKEN] = MCH_SCAN_GOOD,    [MCH_HANDOUT_ALREADY] = MCH_SCAN_NOTICE,
    [MCH_HANDOUT_ACTIVE] = MCH_SCAN_NOTICE, [MCH_HANDOUT_NO_SLIP] = MCH_SCAN_WRONG,
    [MCH_HANDOUT_OLD] = MCH_SCAN_WRONG,     [MCH_HANDOUT_UNKNOWN] = MCH_SCAN_WRONG,
  };
  g_autofree char *text = NULL;
  MchHandoutOutcome outcome = mch_handout_model_scan (self->model, typed, &text);

  mch_scan_box_tell (self->scan, results[outcome], text);
}

static void
on_sheet_clicked (GtkWidget *button)
{
  mch_screen_go (button, "documents", "slip-signatures");
}

static GtkWidget *
footer_new (MchHandoutScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *sheet = mch_button_new (_ ("List for _signature"), NULL);

  self->count = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  g_signal_connect (sheet, "clicked", G_CALLBACK (on_sheet_clicked), NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), sheet);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static void
fill (MchHandoutScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->board = MCH_PROGRESS_BOARD (mch_progress_board_new ());
  self->scan = MCH_SCAN_BOX (mch_scan_box_new (
      _ ("S_can the bars of each slip, or type a login or an INE"),
      _ ("One after the other; the keyboard stays here. Or tick the names below.")));
  g_signal_connect_object (self->scan, "scanned", G_CALLBACK (on_scanned), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->board));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->scan));
  gtk_box_append (GTK_BOX (box), mch_handout_list_new (self->model));
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new_page (box, footer_new (self)));
}

static void
mch_handout_screen_switched (MchScreen *screen)
{
  MchHandoutScreen *self = MCH_HANDOUT_SCREEN (screen);

  if (self->model == NULL)
    {
      self->model = mch_handout_model_new (mch_screen_get_context (screen));
      g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->model, "not-saved", G_CALLBACK (on_not_saved), self,
                               G_CONNECT_SWAPPED);
      fill (self);
    }
  mch_handout_model_clear (self->model);
}

static void
mch_handout_screen_refresh (MchScreen *screen)
{
  mch_handout_model_load (MCH_HANDOUT_SCREEN (screen)->model);
}

static void
mch_handout_screen_shown (MchScreen *screen)
{
  mch_scan_box_focus (MCH_HANDOUT_SCREEN (screen)->scan);
  follow_imports (MCH_HANDOUT_SCREEN (screen));
}

static void
mch_handout_screen_dispose (GObject *object)
{
  MchHandoutScreen *self = MCH_HANDOUT_SCREEN (object);

  if (self->following != NULL)
    g_cancellable_cancel (self->following);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (mch_handout_screen_parent_class)->dispose (object);
}

static void
mch_handout_screen_class_init (MchHandoutScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_handout_screen_dispose;
  screen_class->switched = mch_handout_screen_switched;
  screen_class->refresh = mch_handout_screen_refresh;
  screen_class->shown = mch_handout_screen_shown;
}

static void
mch_handout_screen_init (MchHandoutScreen *self)
{
  mch_screen_set_title (MCH_SCREEN (self), _ ("Handing out to pupils"));
}
