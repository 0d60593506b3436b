/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidates-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "slips/mch-progress.h"

#define SEARCH_MS 120 /* after the last key */
#define LARGE 1.5

struct _MchCandidatesFilter
{
  GtkBox parent_instance;

  GtkBox *menus;
  GtkDropDown *state;
  GtkDropDown *division;
  GtkDropDown *account;
  GtkDropDown *gap; /* only there while one is asked for */
  GtkSearchEntry *search;
  GStrv divisions; /* values in the order of the menu, after "all" */
  GStrv missing;   /* of the last mch_candidates_filter_apply() */
  MchStore *store; /* the context's, which outlives the window */
  gboolean setting;
};

static guint chosen_signal;

static const struct
{
  const char *value;
  const char *label;
} states[] = {
  { NULL, N_ ("All states") },
  { MCH_STATE_PRE_REGISTERED, N_ ("Pre-registered") },
  { MCH_STATE_REGISTERED, N_ ("Registered") },
  { MCH_STATE_WITHDRAWN, N_ ("Withdrawn") },
};

static const struct
{
  const char *value;
  const char *label;
} accounts[] = {
  [MCH_CANDIDATE_ACCOUNT_ANY] = { NULL, N_ ("All accounts") },
  [MCH_CANDIDATE_ACCOUNT_WITH] = { "with", N_ ("With an account") },
  [MCH_CANDIDATE_ACCOUNT_WITHOUT] = { "without", N_ ("Without account") },
};

G_DEFINE_FINAL_TYPE (MchCandidatesFilter, mch_candidates_filter, GTK_TYPE_BOX)

static void
tell (MchCandidatesFilter *self)
{
  if (!self->setting)
    g_signal_emit (self, chosen_signal, 0);
}

static void
set_strings (GtkDropDown *menu, GStrv labels)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) labels);

  gtk_drop_down_set_model (menu, G_LIST_MODEL (list));
}

static void
choose_division (MchCandidatesFilter *self, const char *name)
{
  guint at = 0;

  for (guint i = 0; name != NULL && self->divisions != NULL && self->divisions[i] != NULL; i++)
    if (strcmp (self->divisions[i], name) == 0)
      at = i + 1;
  gtk_drop_down_set_selected (self->division, at);
}

static const char *
get_division (MchCandidatesFilter *self)
{
  guint at = gtk_drop_down_get_selected (self->division);

  if (at == 0 || self->divisions == NULL || at > g_strv_length (self->divisions))
    return NULL;
  return self->divisions[at - 1];
}

void
mch_candidates_filter_set_context (MchCandidatesFilter *self, MchContext *context)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) strings = NULL;
  GStrv fresh = mch_context_dup_divisions (context);
  g_autofree char *chosen = g_strdup (get_division (self));

  self->store = mch_context_get_store (context);
  if (self->divisions != NULL
      && g_strv_equal ((const char *const *) fresh, (const char *const *) self->divisions))
    {
      g_strfreev (fresh);
      return;
    }
  g_strfreev (self->divisions);
  self->divisions = fresh;
  g_strv_builder_add (labels, _ ("All divisions"));
  for (guint i = 0; fresh[i] != NULL; i++)
    g_strv_builder_add (labels, *fresh[i] != '\0' ? fresh[i] : _ ("No division"));
  strings = g_strv_builder_end (labels);
  self->setting = TRUE;
  set_strings (self->division, strings);
  choose_division (self, chosen);
  self->setting = FALSE;
}

static void
choose_state (MchCandidatesFilter *self, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].value, value) == 0)
      gtk_drop_down_set_selected (self->state, i);
}

static void
choose_account (MchCandidatesFilter *self, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (accounts); i++)
    if (g_strcmp0 (accounts[i].value, value) == 0)
      gtk_drop_down_set_selected (self->account, i);
}

/* @name: (nullable): NULL for none. It stands in the place of the state and the account, which then
 * say nothing more. */
static void
choose_gap (MchCandidatesFilter *self, const char *name)
{
  MchMilestone milestone = mch_milestone_from_string (name);
  gboolean any = milestone > MCH_MILESTONE_REGISTERED && milestone < MCH_N_MILESTONES;

  gtk_drop_down_set_selected (self->gap, any ? milestone : MCH_MILESTONE_REGISTERED);
  gtk_widget_set_visible (GTK_WIDGET (self->gap), any);
  gtk_widget_set_visible (GTK_WIDGET (self->state), !any);
  gtk_widget_set_visible (GTK_WIDGET (self->account), !any);
}

/* Everybody again: the other menus come back. */
static void
on_gap_selected (MchCandidatesFilter *self)
{
  if (!self->setting && !mch_candidates_filter_has_gap (self))
    choose_gap (self, NULL);
}

void
mch_candidates_filter_set_text (MchCandidatesFilter *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "&", -1);

  self->setting = TRUE;
  choose_state (self, NULL);
  choose_account (self, NULL);
  choose_division (self, NULL);
  choose_gap (self, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *value = strchr (parts[i], '=');

      if (value == NULL)
        continue;
      value++;
      if (g_str_has_prefix (parts[i], "state="))
        choose_state (self, value);
      else if (g_str_has_prefix (parts[i], "account="))
        choose_account (self, value);
      else if (g_str_has_prefix (parts[i], "division="))
        choose_division (self, value);
      else if (g_str_has_prefix (parts[i], "gap="))
        choose_gap (self, value);
      else if (g_str_has_prefix (parts[i], "search="))
        gtk_editable_set_text (GTK_EDITABLE (self->search), value);
    }
  self->setting = FALSE;
  tell (self);
}

/* Those who have not reached the milestone that is asked for. */
static void
apply_gap (MchCandidatesFilter *self, MchCandidateFilter *filter)
{
  MchMilestone milestone = gtk_drop_down_get_selected (self->gap);
  const MchCandidateFilter whole = { .scope = filter->scope, .session = filter->session };
  g_autoptr (GPtrArray) rows = NULL;

  if (milestone == MCH_MILESTONE_REGISTERED || milestone >= MCH_N_MILESTONES
      || filter->scope == NULL || self->store == NULL)
    return;
  rows = mch_progress_list (self->store, &whole, NULL);
  if (rows == NULL)
    return;
  g_strfreev (self->missing);
  self->missing = mch_progress_dup_missing (rows, milestone);
  filter->ids = (const char *const *) self->missing;
}

void
mch_candidates_filter_apply (MchCandidatesFilter *self, MchCandidateFilter *filter)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));

  filter->state =
      states[MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1)].value;
  filter->account = MIN (gtk_drop_down_get_selected (self->account), G_N_ELEMENTS (accounts) - 1);
  filter->division = get_division (self);
  filter->search = *search != '\0' ? search : NULL;
  apply_gap (self, filter);
}

gboolean
mch_candidates_filter_has_gap (MchCandidatesFilter *self)
{
  g_return_val_if_fail (MCH_IS_CANDIDATES_FILTER (self), FALSE);

  return gtk_drop_down_get_selected (self->gap) > 0;
}

gboolean
mch_candidates_filter_is_set (MchCandidatesFilter *self)
{
  MchCandidateFilter filter = { 0 };

  mch_candidates_filter_apply (self, &filter);
  return mch_candidates_filter_has_gap (self) || filter.state != NULL || filter.division != NULL
         || filter.search != NULL || filter.account != MCH_CANDIDATE_ACCOUNT_ANY;
}

GtkWidget *
mch_candidates_filter_get_search (MchCandidatesFilter *self)
{
  return GTK_WIDGET (self->search);
}

GtkWidget *
mch_candidates_filter_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATES_FILTER, "spacing", 8, NULL);
}

static void
mch_candidates_filter_finalize (GObject *object)
{
  g_strfreev (MCH_CANDIDATES_FILTER (object)->divisions);
  g_strfreev (MCH_CANDIDATES_FILTER (object)->missing);
  G_OBJECT_CLASS (mch_candidates_filter_parent_class)->finalize (object);
}

static void
mch_candidates_filter_class_init (MchCandidatesFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidates_filter_finalize;
  chosen_signal = g_signal_new ("chosen", MCH_TYPE_CANDIDATES_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static GtkDropDown *
add_menu (MchCandidatesFilter *self, const char *name)
{
  GtkWidget *menu = mch_drop_down_new (name, NULL);

  gtk_widget_set_tooltip_text (menu, name);
  gtk_box_append (self->menus, menu);
  g_signal_connect_swapped (menu, "notify::selected", G_CALLBACK (tell), self);
  return GTK_DROP_DOWN (menu);
}

void
mch_candidates_filter_add (MchCandidatesFilter *self, GtkWidget *widget)
{
  g_return_if_fail (MCH_IS_CANDIDATES_FILTER (self));

  gtk_box_append (self->menus, widget);
}

/* Beside the menus, large letters would leave nothing of the search. */
static void
lay_out (MchCandidatesFilter *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE
                                      ? GTK_ORIENTATION_VERTICAL
                                      : GTK_ORIENTATION_HORIZONTAL);
}

static void
mch_candidates_filter_init (MchCandidatesFilter *self)
{
  const char *state_labels[G_N_ELEMENTS (states) + 1] = { NULL };
  const char *account_labels[G_N_ELEMENTS (accounts) + 1] = { NULL };
  const char *gap_labels[MCH_N_MILESTONES + 1] = { NULL };
  const char *division_labels[] = { _ ("All divisions"), NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    state_labels[i] = _ (states[i].label);
  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    account_labels[i] = _ (accounts[i].label);
  gap_labels[0] = _ ("Everybody");
  for (guint i = 1; i < MCH_N_MILESTONES; i++)
    gap_labels[i] = mch_milestone_get_gap_label (i);
  self->setting = TRUE;
  self->menus = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->menus));
  self->state = add_menu (self, _ ("State"));
  self->division = add_menu (self, _ ("Division"));
  self->account = add_menu (self, _ ("Account"));
  self->gap = add_menu (self, _ ("What is missing"));
  gtk_widget_set_visible (GTK_WIDGET (self->gap), FALSE);
  g_signal_connect_swapped (self->gap, "notify::selected", G_CALLBACK (on_gap_selected), self);
  set_strings (self->state, (GStrv) state_labels);
  set_strings (self->division, (GStrv) division_labels);
  set_strings (self->account, (GStrv) account_labels);
  set_strings (self->gap, (GStrv) gap_labels);
  self->search = GTK_SEARCH_ENTRY (mch_search_entry_new (_ ("Find a name, an INE, a login…"),
                                                         _ ("Find a name, an INE, a login")));
  g_object_set (self->search, "search-delay", SEARCH_MS, NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->search), _ ("Find a name, an INE, a login"));
  gtk_widget_set_size_request (GTK_WIDGET (self->search), 220, -1);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->search));
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (tell), self);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (lay_out), self, G_CONNECT_SWAPPED);
  lay_out (self);
  self->setting = FALSE;
}
