/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/home/mch-home-screen.h"

#include <glib/gi18n-lib.h>

#include "app/home/mch-home-steps-list.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/window/mch-overview.h"

#define N_CARDS 4
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* One card: a number that leads to its list, and the act that comes next. */
typedef struct
{
  GtkWidget *number_button;
  GtkLabel *number;
  GtkLabel *unit;
  GtkWidget *act;
  const char *list; /* argument of "candidates" */
  const char *activity;
} Card;

struct _MchHomeScreen
{
  MchScreen parent_instance;

  GtkStack *stack; /* "work" or "welcome" */
  AdwStatusPage *welcome;
  GtkWidget *welcome_button;
  GtkLabel *deadline;
  GtkLabel *next;
  GtkLabel *conflicts;
  GtkWidget *establishment;
  Card cards[N_CARDS];
  GtkWidget *steps;
};

G_DEFINE_FINAL_TYPE (MchHomeScreen, mch_home_screen, MCH_TYPE_SCREEN)

static void
set_card (Card *card, guint number, const char *unit, const char *list, const char *act,
          const char *activity, const char *reason)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autofree char *name = g_strdup_printf (_ ("%u %s: show the list"), number, unit);

  gtk_label_set_label (card->number, text);
  gtk_label_set_label (card->unit, unit);
  mch_a11y_set_label (card->number_button, name);
  card->list = list;
  card->activity = activity;
  gtk_button_set_label (GTK_BUTTON (card->act), act);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (card->act))), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (card->act))),
                         GTK_JUSTIFY_CENTER);
  mch_a11y_set_label (card->act, act);
  mch_why_not_set (card->act, reason);
  gtk_widget_remove_css_class (card->act, "suggested-action");
}

static void
show_cards (MchHomeScreen *self, const MchOverview *o)
{
  g_autofree char *generate_reason = mch_overview_dup_generate_reason (o);
  g_autofree char *preview_reason = mch_overview_dup_preview_reason (o);
  g_autofree char *finish = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "_Finish %u", "_Finish %u", o->n_to_finish), o->n_to_finish);
  g_autofree char *generate = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "_Generate %u", "_Generate %u", o->n_without_account),
      o->n_without_account);

  set_card (&self->cards[0], o->n_candidates,
            g_dngettext (GETTEXT_PACKAGE, "candidate", "candidates", o->n_candidates), "",
            _ ("_Import a file"), "import", NULL);
  set_card (&self->cards[1], o->n_to_finish,
            g_dngettext (GETTEXT_PACKAGE, "registration to finish", "registrations to finish",
                         o->n_to_finish),
            "state=" MCH_STATE_PRE_REGISTERED, o->n_to_finish > 0 ? finish : _ ("_Finish"),
            "to-finish", o->n_to_finish > 0 ? NULL : _ ("Every registration is finished."));
  set_card (&self->cards[2], o->n_with_account,
            g_dngettext (GETTEXT_PACKAGE, "account", "accounts", o->n_with_account), "account=with",
            generate_reason == NULL ? generate : _ ("_Generate"), "generate", generate_reason);
  set_card (&self->cards[3], o->n_slips, g_dngettext (GETTEXT_PACKAGE, "slip", "slips", o->n_slips),
            NULL, _ ("_Preview and print"), "preview", preview_reason);
}

/* The one act that comes next is blue, and said in words. */
static void
show_next (MchHomeScreen *self, const MchOverview *o)
{
  const char *contact =
      _ ("First check the contact details of your establishment: they will stand on the slips.");
  int blue = -1;
  const char *text;

  if (o->contact_missing || !o->contact_confirmed)
    text = contact;
  else if (o->n_candidates == 0)
    {
      text = _ ("Import your pupils' file, or register them one by one.");
      blue = 0;
    }
  else if (o->n_to_finish > 0)
    {
      text = _ ("Finish the registrations that lack something.");
      blue = 1;
    }
  else if (o->n_without_account > 0 && o->service_reason == NULL)
    {
      text = _ ("Open the accounts of your pupils.");
      blue = 2;
    }
  else if (o->service_reason != NULL)
    text = o->service_reason;
  else
    {
      text = _ ("Review the slips, print them and hand them out.");
      blue = 3;
    }
  gtk_label_set_label (self->next, text);
  gtk_widget_set_visible (self->establishment, text == contact);
  if (blue >= 0)
    gtk_widget_add_css_class (self->cards[blue].act, "suggested-action");
}

static void
show_deadline (MchHomeScreen *self, const MchOverview *o)
{
  gint64 now = mch_context_get_now_ms (mch_screen_get_context (MCH_SCREEN (self)));
  gint64 days = (o->closes_ms - now) / DAY_MS;
  g_autoptr (GDateTime) closes = g_date_time_new_from_unix_local (o->closes_ms / 1000);
  /* Translators: a date in figures; month names do not follow the language everywhere. */
  g_autofree char *day = g_date_time_format (closes, _ ("%Y-%m-%d"));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->deadline), o->closes_ms > 0);
  if (o->closes_ms <= now)
    text = g_strdup_printf (_ ("Registration closed on %s"), day);
  else if (days == 0)
    text = g_strdup_printf (_ ("Registration closes on %s, within a day"), day);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Registration closes on %s, in %u day",
                                         "Registration closes on %s, in %u days", (guint) days),
                            day, (guint) days);
  gtk_label_set_label (self->deadline, text);
}

static void
show_conflicts (MchHomeScreen *self, const MchOverview *o)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%u value was changed by you and by somebody else: choose which one to keep.",
                   "%u values were changed by you and by somebody else: choose which ones to keep.",
                   o->n_conflicts),
      o->n_conflicts);

  /* One blue button at a time. */
  if (o->n_conflicts > 0)
    {
      gtk_widget_remove_css_class (self->establishment, "suggested-action");
      for (int i = 0; i < N_CARDS; i++)
        gtk_widget_remove_css_class (self->cards[i].act, "suggested-action");
    }
  else
    gtk_widget_add_css_class (self->establishment, "suggested-action");
  gtk_label_set_label (self->conflicts, text);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->conflicts)), o->n_conflicts > 0);
}

static void
show_welcome (MchHomeScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));
  gboolean known = facts != NULL && facts->login != NULL;

  adw_status_page_set_title (self->welcome, _ ("Welcome to Machaon"));
  adw_status_page_set_description (
      self->welcome, known ? _ ("Your account has no establishment yet. Ask your exam officer.")
                           : _ ("Open the invitation that you received, and choose a password."));
  gtk_widget_set_visible (self->welcome_button, facts != NULL && !known);
}

static void
mch_home_screen_switched (MchScreen *screen)
{
  mch_home_steps_list_forget (MCH_HOME_STEPS_LIST (MCH_HOME_SCREEN (screen)->steps));
}

static void
mch_home_screen_refresh (MchScreen *screen)
{
  MchHomeScreen *self = MCH_HOME_SCREEN (screen);
  MchContext *context = mch_screen_get_context (screen);
  g_autoptr (MchOverview) overview = NULL;

  if (mch_context_get_scope (context) == NULL)
    {
      show_welcome (self);
      gtk_stack_set_visible_child_name (self->stack, "welcome");
      return;
    }
  overview = mch_overview_new (context);
  show_cards (self, overview);
  show_next (self, overview);
  show_deadline (self, overview);
  show_conflicts (self, overview);
  mch_home_steps_list_refresh (MCH_HOME_STEPS_LIST (self->steps), context);
  gtk_stack_set_visible_child_name (self->stack, "work");
}

static void
mch_home_screen_shown (MchScreen *screen)
{
  MchHomeScreen *self = MCH_HOME_SCREEN (screen);

  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
mch_home_screen_class_init (MchHomeScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  screen_class->switched = mch_home_screen_switched;
  screen_class->refresh = mch_home_screen_refresh;
  screen_class->shown = mch_home_screen_shown;
}

static void
on_number_clicked (GtkWidget *button, gpointer data)
{
  Card *card = data;

  /* Slips have a place of their own; what is in the way of it is said there. */
  mch_screen_go (button, card->list != NULL ? "candidates" : card->activity, card->list);
}

static void
on_act_clicked (GtkWidget *button, gpointer data)
{
  Card *card = data;

  if (!mch_why_not_stops (button))
    mch_screen_go (button, card->activity, NULL);
}

static GtkWidget *
card_new (Card *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  card->number = GTK_LABEL (gtk_label_new ("0"));
  card->unit = GTK_LABEL (gtk_label_new (""));
  card->number_button = gtk_button_new ();
  card->act = mch_button_new ("", NULL);
  gtk_button_set_use_underline (GTK_BUTTON (card->act), TRUE);
  gtk_label_set_wrap (card->unit, TRUE);
  gtk_label_set_justify (card->unit, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (card->number), "number");
  gtk_widget_add_css_class (GTK_WIDGET (card->number), "numeric");
  gtk_widget_add_css_class (card->number_button, "flat");
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (card->number));
  gtk_box_append (GTK_BOX (inner), GTK_WIDGET (card->unit));
  gtk_button_set_child (GTK_BUTTON (card->number_button), inner);
  gtk_box_append (GTK_BOX (box), card->number_button);
  gtk_box_append (GTK_BOX (box), card->act);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "home-card");
  g_signal_connect (card->number_button, "clicked", G_CALLBACK (on_number_clicked), card);
  g_signal_connect (card->act, "clicked", G_CALLBACK (on_act_clicked), card);
  return box;
}

/* Ahead of everything else that is to be done: what is not decided has not left. */
static GtkWidget *
build_conflicts (MchHomeScreen *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = mch_button_new (_ ("_Choose"), NULL);

  self->conflicts = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->conflicts), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", "conflicts", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->conflicts));
  gtk_box_append (GTK_BOX (line), button);
  gtk_widget_add_css_class (line, "card");
  gtk_widget_add_css_class (line, "home-card");
  return line;
}

static GtkWidget *
build_work (MchHomeScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *establishment = mch_button_new (_ ("_Set up my establishment"), NULL);

  self->establishment = establishment;
  self->next = GTK_LABEL (mch_heading_new (""));
  self->deadline = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_box_set_homogeneous (GTK_BOX (cards), TRUE);
  for (int i = 0; i < N_CARDS; i++)
    gtk_box_append (GTK_BOX (cards), card_new (&self->cards[i]));
  gtk_widget_set_halign (establishment, GTK_ALIGN_START);
  gtk_widget_add_css_class (establishment, "suggested-action");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (establishment), "(ss)", "establishment", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (establishment), "win.show");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->deadline));
  gtk_box_append (GTK_BOX (box), build_conflicts (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->next));
  gtk_box_append (GTK_BOX (box), establishment);
  self->steps = mch_home_steps_list_new ();
  gtk_box_append (GTK_BOX (box), cards);
  gtk_box_append (GTK_BOX (box), self->steps);
  gtk_widget_add_css_class (box, "page");
  return mch_scroll_new (box);
}

static void
mch_home_screen_init (MchHomeScreen *self)
{
  self->stack = GTK_STACK (mch_stack_new ());
  self->welcome = ADW_STATUS_PAGE (adw_status_page_new ());
  self->welcome_button = mch_button_new (_ ("_Open my invitation"), "win.sign-in");
  gtk_widget_add_css_class (self->welcome_button, "pill");
  gtk_widget_add_css_class (self->welcome_button, "suggested-action");
  gtk_widget_set_halign (self->welcome_button, GTK_ALIGN_CENTER);
  adw_status_page_set_icon_name (self->welcome, "io.machaon.Machaon-symbolic");
  adw_status_page_set_child (self->welcome, self->welcome_button);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->welcome), "welcome");
  gtk_stack_add_named (self->stack, build_work (self), "work");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  mch_screen_set_title (MCH_SCREEN (self), _ ("What is left to do"));
}
