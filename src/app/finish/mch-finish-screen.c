/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-screen.h"

#include <glib/gi18n-lib.h>

#include "app/finish/mch-finish-fix.h"
#include "app/finish/mch-finish-groups.h"
#include "app/finish/mch-finish-list.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-toast.h"

#define GROUPS_WIDTH 230
#define COUNT_CHARACTERS 14

struct _MchFinishScreen
{
  MchScreen parent_instance;

  MchFinishPicture *picture; /* NULL until the first one has come */
  GtkStack *stack;           /* "work", "done", "empty" or "closed" */
  AdwStatusPage *closed;
  GtkWidget *groups;
  GtkWidget *fix;
  GtkWidget *list;
  GtkLabel *count;
  GtkWidget *next;
  GtkWidget *finalise;
  guint asked;      /* pictures that were asked for */
  gboolean loading; /* one of them is on its way */
  gboolean acting;
  gboolean move_on; /* with the next picture: to the first thing to do */
  gboolean opened;  /* a candidate of the table was opened, the keyboard comes back to it */
};

G_DEFINE_FINAL_TYPE (MchFinishScreen, mch_finish_screen, MCH_TYPE_SCREEN)

static void
show_footer (MchFinishScreen *self)
{
  const MchRegistrations *registrations = self->picture->registrations;
  guint n = registrations->n_ready;
  guint left = registrations->candidates->len - n;
  g_autofree char *label = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Fina_lise the %u ready", "Fina_lise the %u ready", n), n);
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u lacks something", "%u lack something", left), left);

  gtk_label_set_label (self->count, left > 0 ? text : _ ("Nobody lacks anything"));
  gtk_button_set_label (GTK_BUTTON (self->finalise), n > 0 ? label : _ ("Fina_lise"));
  mch_a11y_name_button (GTK_BUTTON (self->finalise));
  mch_why_not_set (self->finalise,
                   n > 0 ? NULL
                         : _ ("Nobody is ready: every registration lacks something. Choose on the "
                              "left what is missing, and answer for all of them at once."));
  mch_why_not_set (self->next, left > 0 ? NULL : _ ("Nobody lacks anything."));
}

static void
show_chosen (MchFinishScreen *self)
{
  const MchRegistrations *registrations = self->picture->registrations;
  MchFinishGroups *groups = MCH_FINISH_GROUPS (self->groups);
  g_autoptr (GArray) positions = mch_finish_groups_dup_positions (groups, registrations);

  mch_finish_list_show (MCH_FINISH_LIST (self->list), self->picture, positions);
  mch_finish_fix_show (MCH_FINISH_FIX (self->fix), registrations,
                       mch_finish_groups_get_selected (groups, registrations));
}

/* The keyboard is where the next act is. */
static void
focus_next_act (MchFinishScreen *self)
{
  const MchRegistrations *registrations = self->picture->registrations;

  if (mch_finish_fix_focus (MCH_FINISH_FIX (self->fix)))
    return;
  if (registrations->n_ready > 0)
    gtk_widget_grab_focus (self->finalise);
  else
    mch_finish_list_go_next (MCH_FINISH_LIST (self->list));
}

static const char *
choose_page (MchFinishScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  MchCandidateFilter filter = mch_context_get_filter (context);

  if (self->picture->registrations->candidates->len > 0)
    return "work";
  return mch_store_count_candidates (mch_context_get_store (context), &filter) > 0 ? "done"
                                                                                   : "empty";
}

static void
show_picture (MchFinishScreen *self)
{
  gboolean move_on = self->move_on;
  const char *page = choose_page (self);

  self->move_on = FALSE;
  mch_finish_groups_show (MCH_FINISH_GROUPS (self->groups), self->picture->registrations, move_on);
  show_chosen (self);
  show_footer (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  if (!move_on || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (g_str_equal (page, "work"))
    focus_next_act (self);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void load (MchFinishScreen *self);

typedef struct
{
  MchFinishScreen *screen; /* weak */
  guint number;
} Loading;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Loading *loading = data;
  MchFinishScreen *self = loading->screen;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFinishPicture) picture =
      mch_finish_load_finish (MCH_WORKER (source), result, &error);

  if (self != NULL)
    {
      self->loading = FALSE;
      if (loading->number != self->asked)
        load (self);
      else if (picture != NULL)
        {
          g_clear_pointer (&self->picture, mch_finish_picture_unref);
          self->picture = g_steal_pointer (&picture);
          show_picture (self);
        }
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          adw_status_page_set_description (self->closed, error->message);
          gtk_stack_set_visible_child_name (self->stack, "closed");
        }
    }
  g_clear_weak_pointer (&loading->screen);
  g_free (loading);
}

/* One picture at a time; what was asked for meanwhile is made after it. */
static void
load (MchFinishScreen *self)
{
  Loading *loading;

  if (self->loading || mch_screen_get_store (MCH_SCREEN (self)) == NULL)
    return;
  loading = g_new0 (Loading, 1);
  g_set_weak_pointer (&loading->screen, self);
  loading->number = self->asked;
  self->loading = TRUE;
  mch_finish_load_async (mch_screen_get_context (MCH_SCREEN (self)), on_loaded, loading);
}

static void
ask_for_picture (MchFinishScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));

  if (mch_context_get_session (context) == NULL)
    {
      g_autofree char *reason = mch_context_dup_service_reason (context);

      adw_status_page_set_description (self->closed, reason);
      gtk_stack_set_visible_child_name (self->stack, "closed");
      return;
    }
  self->asked++;
  load (self);
}

static void
mch_finish_screen_switched (MchScreen *screen)
{
  MchFinishScreen *self = MCH_FINISH_SCREEN (screen);

  g_clear_pointer (&self->picture, mch_finish_picture_unref);
  mch_finish_list_show (MCH_FINISH_LIST (self->list), NULL, NULL);
  self->opened = FALSE;
}

static void
mch_finish_screen_refresh (MchScreen *screen)
{
  MchFinishScreen *self = MCH_FINISH_SCREEN (screen);
  MchStore *store = mch_screen_get_store (screen);

  if (store != NULL
      && (self->picture == NULL || self->picture->serial != mch_store_get_serial (store)))
    ask_for_picture (self);
}

static void
mch_finish_screen_shown (MchScreen *screen)
{
  MchFinishScreen *self = MCH_FINISH_SCREEN (screen);

  if (self->opened && self->picture != NULL)
    mch_finish_list_focus (MCH_FINISH_LIST (self->list));
  else
    {
      self->move_on = TRUE;
      if (self->picture != NULL && !self->loading)
        show_picture (self);
    }
  self->opened = FALSE;
}

/* An act on its way to the disk. */
typedef struct
{
  MchFinishScreen *screen; /* weak */
  guint n_meant;           /* 0 when finalising */
} Acting;

static Acting *
acting_new (MchFinishScreen *self, guint n_meant)
{
  Acting *acting = g_new0 (Acting, 1);

  g_set_weak_pointer (&acting->screen, self);
  acting->n_meant = n_meant;
  return acting;
}

static void
acting_free (Acting *acting)
{
  g_clear_weak_pointer (&acting->screen);
  g_free (acting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Acting, acting_free)

static char *
dup_fixed (guint n, guint n_meant)
{
  guint left = n_meant - n;
  g_autofree char *changed = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u candidate changed", "%u candidates changed", n), n);
  g_autofree char *others =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cannot have this answer",
                                    "%u cannot have this answer", left),
                       left);

  return g_strjoin (" · ", changed, left > 0 ? others : NULL, NULL);
}

static char *
dup_finalised (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u registration finished", "%u registrations finished", n), n);
}

static void
tell_done (MchFinishScreen *self, const MchBulkDone *done, guint n_meant)
{
  g_autofree char *text = n_meant > 0 ? dup_fixed (done->n, n_meant) : dup_finalised (done->n);

  mch_bulk_tell (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)), text, done->undo);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchBulkDone) done = mch_bulk_run_finish (MCH_WORKER (source), result, &error);
  g_autoptr (Acting) acting = data;
  MchFinishScreen *self = acting->screen;

  if (self == NULL)
    return;
  self->acting = FALSE;
  if (done == NULL)
    mch_message_show (GTK_WIDGET (self), _ ("Nothing was changed"), error->message);
  else if (done->n == 0 && acting->n_meant > 0)
    mch_finish_fix_set_fault (MCH_FINISH_FIX (self->fix),
                              _ ("None of them can have this. Choose another answer, or open them "
                                 "one after the other."));
  else
    {
      self->move_on = TRUE;
      ask_for_picture (self);
      tell_done (self, done, acting->n_meant);
    }
}

static void
on_applied (MchFinishFix *fix, const char *key, const char *value, MchFinishScreen *self)
{
  const MchBlockerGroup *group =
      mch_blocker_groups_find (self->picture->registrations->groups, key);

  if (self->acting || group == NULL)
    return;
  self->acting = TRUE;
  mch_finish_fix_async (mch_screen_get_context (MCH_SCREEN (self)), self->picture, key, value,
                        on_acted, acting_new (self, group->members->len));
}

/* It can be taken back, so nothing is asked. */
static void
on_finalise_clicked (GtkWidget *button, MchFinishScreen *self)
{
  if (mch_why_not_stops (button) || self->acting)
    return;
  self->acting = TRUE;
  mch_finish_finalise_async (mch_screen_get_context (MCH_SCREEN (self)), self->picture, on_acted,
                             acting_new (self, 0));
}

static void
go_next (MchFinishScreen *self)
{
  if (self->picture != NULL && !mch_finish_list_go_next (MCH_FINISH_LIST (self->list)))
    mch_toast_show (GTK_WIDGET (self), _ ("Nobody of this list lacks anything."));
}

static gboolean
on_next_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  go_next (MCH_FINISH_SCREEN (widget));
  return TRUE;
}

static void
on_next_clicked (GtkWidget *button, MchFinishScreen *self)
{
  if (!mch_why_not_stops (button))
    go_next (self);
}

static void
on_opened (MchFinishScreen *self, const char *id)
{
  self->opened = TRUE;
  mch_screen_go (GTK_WIDGET (self), "candidate", id);
}

static void
on_import_clicked (GtkWidget *button)
{
  mch_screen_go (button, "import", NULL);
}

static void
on_see_clicked (GtkWidget *button)
{
  mch_screen_go (button, "candidates", "state=" MCH_STATE_REGISTERED);
}

static void
mch_finish_screen_finalize (GObject *object)
{
  g_clear_pointer (&MCH_FINISH_SCREEN (object)->picture, mch_finish_picture_unref);
  G_OBJECT_CLASS (mch_finish_screen_parent_class)->finalize (object);
}

static void
mch_finish_screen_class_init (MchFinishScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_finish_screen_finalize;
  screen_class->switched = mch_finish_screen_switched;
  screen_class->refresh = mch_finish_screen_refresh;
  screen_class->shown = mch_finish_screen_shown;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_F8, 0, on_next_key, NULL);
}

static GtkWidget *
build_footer (MchFinishScreen *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->count = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_wrap (self->count, TRUE);
  gtk_label_set_width_chars (self->count, COUNT_CHARACTERS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  self->next = mch_button_new (_ ("_Next incomplete (F8)"), NULL);
  self->finalise = mch_button_new ("", NULL);
  gtk_widget_add_css_class (self->finalise, "suggested-action");
  g_signal_connect (self->next, "clicked", G_CALLBACK (on_next_clicked), self);
  g_signal_connect (self->finalise, "clicked", G_CALLBACK (on_finalise_clicked), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (bar), self->next);
  gtk_box_append (GTK_BOX (bar), self->finalise);
  gtk_widget_add_css_class (bar, "footer");
  return bar;
}

static GtkWidget *
build_work (MchFinishScreen *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *panes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->groups = mch_finish_groups_new ();
  self->fix = mch_finish_fix_new ();
  self->list = mch_finish_list_new ();
  gtk_widget_set_size_request (self->groups, GROUPS_WIDTH, -1);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_widget_set_vexpand (panes, TRUE);
  g_signal_connect_swapped (self->groups, "selected", G_CALLBACK (show_chosen), self);
  g_signal_connect (self->fix, "applied", G_CALLBACK (on_applied), self);
  g_signal_connect_swapped (self->list, "opened", G_CALLBACK (on_opened), self);
  gtk_box_append (GTK_BOX (right), self->fix);
  gtk_box_append (GTK_BOX (right), self->list);
  gtk_box_append (GTK_BOX (panes), self->groups);
  gtk_box_append (GTK_BOX (panes), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (panes), right);
  gtk_box_append (GTK_BOX (outer), panes);
  gtk_box_append (GTK_BOX (outer), build_footer (self));
  return outer;
}

static void
add_pages (MchFinishScreen *self)
{
  GtkWidget *import = mch_button_new (_ ("_Import a file of pupils"), NULL);
  GtkWidget *see = mch_button_new (_ ("_See the candidates"), NULL);

  gtk_widget_add_css_class (import, "suggested-action");
  g_signal_connect (import, "clicked", G_CALLBACK (on_import_clicked), NULL);
  g_signal_connect (see, "clicked", G_CALLBACK (on_see_clicked), NULL);
  self->closed = ADW_STATUS_PAGE (
      mch_status_page_new ("changes-prevent-symbolic", _ ("Registrations to finish"), NULL, NULL));
  gtk_stack_add_named (self->stack, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "wait");
  gtk_stack_add_named (self->stack, build_work (self), "work");
  gtk_stack_add_named (
      self->stack,
      mch_status_page_new (
          "object-select-symbolic", _ ("All registrations are finished"),
          _ ("Nobody is pre-registered any more. What comes next are the confirmations."), see),
      "done");
  gtk_stack_add_named (
      self->stack,
      mch_status_page_new ("x-office-address-book-symbolic", _ ("No candidate yet"),
                           _ ("Import your pupils' file, or register them one by one."), import),
      "empty");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->closed), "closed");
}

static void
mch_finish_screen_init (MchFinishScreen *self)
{
  self->stack = GTK_STACK (mch_stack_new ());
  add_pages (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  mch_screen_set_title (MCH_SCREEN (self), _ ("Registrations to finish"));
}
