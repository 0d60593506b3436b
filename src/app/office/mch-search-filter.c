/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/office/mch-office-model.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-field-entry.h"
#include "core/mch-label.h"
#include "core/mch-text.h"

static const char *const states[] = { NULL, MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED,
                                      MCH_STATE_WITHDRAWN };

static const struct
{
  const char *label; /* msgid */
  MchSearchOrder order;
  gboolean descending;
} orders[] = {
  { N_ ("By name"), MCH_SEARCH_BY_NAME, FALSE },
  { N_ ("By name, Z to A"), MCH_SEARCH_BY_NAME, TRUE },
  { N_ ("By date of birth"), MCH_SEARCH_BY_BIRTH_DATE, FALSE },
  { N_ ("Youngest first"), MCH_SEARCH_BY_BIRTH_DATE, TRUE },
  { N_ ("By establishment"), MCH_SEARCH_BY_ESTABLISHMENT, FALSE },
};

struct _MchSearchFilter
{
  GtkBox parent_instance;

  MchOfficeModel *establishments; /* NULL until there is a context */
  GtkEditable *words;
  GtkDropDown *session;
  GtkDropDown *state;
  GtkDropDown *order;
  MchFieldEntry *establishment;
  MchFieldEntry *specialty;
  GPtrArray *exams;    /* of the choices of @session: owned; NULL for none */
  GPtrArray *sessions; /* likewise */
  char *uai;           /* of the establishment that was typed */
  char *specialty_code;
  gboolean quiet; /* while several choices change at once */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchSearchFilter, mch_search_filter, GTK_TYPE_BOX)

static void
on_chosen (MchSearchFilter *self)
{
  if (!self->quiet)
    g_signal_emit (self, chosen_signal, 0);
}

static const char *
get_chosen (GtkDropDown *menu, GPtrArray *values)
{
  guint chosen = gtk_drop_down_get_selected (menu);

  return chosen < values->len ? values->pdata[chosen] : NULL;
}

/* The one that has these words: (transfer full) (nullable). @ret_n: how many have. */
static MchOfficeItem *
find_establishment (MchSearchFilter *self, const char *text, guint *ret_n)
{
  g_autofree char *fold = mch_text_fold (text);
  GListModel *items = mch_office_model_get_items (self->establishments);
  g_autoptr (MchOfficeItem) found = NULL;

  *ret_n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchOfficeItem) item = g_list_model_get_item (items, i);

      if (!mch_office_item_matches (item, fold))
        continue;
      (*ret_n)++;
      g_set_object (&found, item);
    }
  return *ret_n == 1 ? g_steal_pointer (&found) : NULL;
}

static gboolean
read_establishment (MchSearchFilter *self)
{
  const char *text = mch_field_entry_get_text (self->establishment);
  g_autoptr (MchOfficeItem) item = NULL;
  g_autofree char *fault = NULL;
  guint n = 0;

  g_clear_pointer (&self->uai, g_free);
  mch_field_entry_set_fault (self->establishment, NULL);
  mch_field_entry_set_hint (self->establishment, NULL);
  if (*text == '\0' || self->establishments == NULL)
    return TRUE;
  item = find_establishment (self, text, &n);
  if (item == NULL)
    {
      fault = n == 0 ? g_strdup (_ ("No establishment of your académie has this name or UAI."))
                     : g_strdup_printf (_ ("%u establishments have these words: write more of the "
                                           "name, or the UAI."),
                                        n);
      mch_field_entry_set_fault (self->establishment, fault);
      return FALSE;
    }
  self->uai = g_strdup (mch_office_item_get (item)->uai);
  mch_field_entry_set_hint (self->establishment, mch_office_item_get (item)->name);
  return TRUE;
}

gboolean
mch_search_filter_read (MchSearchFilter *self, MchSearch *ret_search)
{
  guint order, state;

  g_return_val_if_fail (MCH_IS_SEARCH_FILTER (self) && ret_search != NULL, FALSE);

  if (!read_establishment (self))
    return FALSE;
  order = MIN (gtk_drop_down_get_selected (self->order), G_N_ELEMENTS (orders) - 1);
  state = MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1);
  g_free (self->specialty_code);
  self->specialty_code = g_strstrip (g_strdup (mch_field_entry_get_text (self->specialty)));
  *ret_search = (MchSearch){
    .words = gtk_editable_get_text (self->words),
    .exam = get_chosen (self->session, self->exams),
    .session = get_chosen (self->session, self->sessions),
    .state = states[state],
    .establishment = self->uai,
    .specialty = *self->specialty_code != '\0' ? self->specialty_code : NULL,
    .order = orders[order].order,
    .descending = orders[order].descending,
  };
  return TRUE;
}

gboolean
mch_search_filter_is_set (MchSearchFilter *self)
{
  g_return_val_if_fail (MCH_IS_SEARCH_FILTER (self), FALSE);

  return *gtk_editable_get_text (self->words) != '\0'
         || gtk_drop_down_get_selected (self->session) != 0
         || gtk_drop_down_get_selected (self->state) != 0
         || *mch_field_entry_get_text (self->establishment) != '\0'
         || *mch_field_entry_get_text (self->specialty) != '\0';
}

void
mch_search_filter_clear (MchSearchFilter *self)
{
  g_return_if_fail (MCH_IS_SEARCH_FILTER (self));

  self->quiet = TRUE;
  gtk_editable_set_text (self->words, "");
  gtk_drop_down_set_selected (self->session, 0);
  gtk_drop_down_set_selected (self->state, 0);
  mch_field_entry_set_text (self->establishment, "");
  mch_field_entry_set_text (self->specialty, "");
  self->quiet = FALSE;
  on_chosen (self);
  mch_search_filter_focus (self);
}

void
mch_search_filter_focus (MchSearchFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->words));
}

static void
add_session (MchSearchFilter *self, GtkStringList *names, const char *name, const char *exam,
             const char *session)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->exams, g_strdup (exam));
  g_ptr_array_add (self->sessions, g_strdup (session));
}

/* Each exam alone where it has several sessions, then its sessions. */
static void
add_services (MchSearchFilter *self, GtkStringList *names, const GPtrArray *services)
{
  g_autofree char *before = NULL;

  for (guint i = 0; i < services->len; i++)
    {
      const char *session = ((MchRecord *) services->pdata[i])->id;
      const char *next = i + 1 < services->len ? ((MchRecord *) services->pdata[i + 1])->id : "";
      g_autofree char *exam = g_strndup (session, strcspn (session, "/"));
      g_autofree char *start = g_strconcat (exam, "/", NULL);
      g_autofree char *label = mch_label_dup_context (session, NULL);

      if (g_strcmp0 (exam, before) != 0 && g_str_has_prefix (next, start))
        {
          g_autofree char *all = g_strdup_printf (_ ("%s, all sessions"), exam);

          add_session (self, names, all, exam, NULL);
        }
      add_session (self, names, label, NULL, session);
      g_free (before);
      before = g_steal_pointer (&exam);
    }
}

void
mch_search_filter_set_context (MchSearchFilter *self, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  g_autofree char *scope = mch_context_dup_office_scope (context);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) services = NULL;

  g_return_if_fail (MCH_IS_SEARCH_FILTER (self));

  if (self->establishments == NULL)
    self->establishments = mch_office_model_new (context);
  mch_office_model_load (self->establishments);
  services = store != NULL && scope != NULL
                 ? mch_store_list_records (store, scope, MCH_KIND_SERVICE)
                 : g_ptr_array_new ();
  /* Changing the list of a menu chooses its first entry. */
  if (self->sessions->len > 0 && self->sessions->len >= services->len + 1)
    return;
  g_ptr_array_set_size (self->exams, 0);
  g_ptr_array_set_size (self->sessions, 0);
  add_session (self, names, _ ("All sessions"), NULL, NULL);
  add_services (self, names, services);
  self->quiet = TRUE;
  gtk_drop_down_set_model (self->session, G_LIST_MODEL (names));
  self->quiet = FALSE;
}

static GtkDropDown *
menu_new (MchSearchFilter *self, GtkWidget *box, const char *label, const char *const *choices)
{
  GtkWidget *menu = mch_drop_down_new (label, NULL);
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  gtk_drop_down_set_model (GTK_DROP_DOWN (menu), G_LIST_MODEL (list));
  gtk_widget_set_tooltip_text (menu, label);
  gtk_widget_set_valign (menu, GTK_ALIGN_END);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), menu);
  return GTK_DROP_DOWN (menu);
}

static MchFieldEntry *
entry_new (MchSearchFilter *self, GtkWidget *box, const char *label, const char *placeholder)
{
  MchFieldEntry *entry = mch_field_entry_new (label);

  mch_field_entry_set_placeholder (entry, placeholder);
  gtk_widget_set_hexpand (GTK_WIDGET (entry), TRUE);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "left", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (entry));
  return entry;
}

GtkWidget *
mch_search_filter_new (void)
{
  return g_object_new (MCH_TYPE_SEARCH_FILTER, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                       8, NULL);
}

static void
mch_search_filter_finalize (GObject *object)
{
  MchSearchFilter *self = MCH_SEARCH_FILTER (object);

  g_clear_object (&self->establishments);
  g_ptr_array_unref (self->exams);
  g_ptr_array_unref (self->sessions);
  g_free (self->uai);
  g_free (self->specialty_code);
  G_OBJECT_CLASS (mch_search_filter_parent_class)->finalize (object);
}

static void
mch_search_filter_class_init (MchSearchFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_search_filter_finalize;
  chosen_signal = g_signal_new ("chosen", MCH_TYPE_SEARCH_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
mch_search_filter_init (MchSearchFilter *self)
{
  const char *const state_names[] = { _ ("All states"), _ ("Pre-registered"), _ ("Registered"),
                                      _ ("Withdrawn"), NULL };
  const char *order_names[G_N_ELEMENTS (orders) + 1] = { NULL };
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *search = mch_search_entry_new (_ ("Search a name, an INE, a candidate number…"),
                                            _ ("Search candidates of the académie"));

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    order_names[i] = _ (orders[i].label);
  self->exams = g_ptr_array_new_with_free_func (g_free);
  self->sessions = g_ptr_array_new_with_free_func (g_free);
  self->words = GTK_EDITABLE (search);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (first), search);
  self->session = menu_new (self, first, _ ("Session"), NULL);
  mch_drop_down_set_narrow (GTK_WIDGET (self->session));
  self->state = menu_new (self, first, _ ("State"), state_names);
  self->establishment =
      entry_new (self, second, _ ("_Establishment"), _ ("UAI, or words of its name"));
  self->specialty = entry_new (self, second, _ ("S_peciality code"), "31224");
  self->order = menu_new (self, second, _ ("Order"), order_names);
  gtk_box_append (GTK_BOX (self), first);
  gtk_box_append (GTK_BOX (self), second);
}
