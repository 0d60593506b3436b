/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-office-sessions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "core/mch-label.h"

#define GROUP "office"
#define SESSION "session" /* empty: all of them */

struct _MchOfficeSessions
{
  AdwBin parent_instance;

  MchContext *context; /* NULL until it is loaded */
  GtkDropDown *menu;
  GPtrArray *sessions; /* of the menu's entries: owned; NULL for all */
  gboolean quiet;
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchOfficeSessions, mch_office_sessions, ADW_TYPE_BIN)

static char *
dup_path (MchOfficeSessions *self)
{
  return g_build_filename (mch_worker_get_profile_dir (mch_context_get_worker (self->context)),
                           "office.conf", NULL);
}

/* (transfer full) (nullable): NULL when nobody has chosen yet, or it cannot be read. */
static char *
dup_kept (MchOfficeSessions *self)
{
  g_autofree char *path = dup_path (self);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
             ? g_key_file_get_string (file, GROUP, SESSION, NULL)
             : NULL;
}

/* What cannot be written is forgotten. */
static void
keep (MchOfficeSessions *self)
{
  const char *session = mch_office_sessions_get (self);
  g_autofree char *path = dup_path (self);
  g_autofree char *text = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, GROUP, SESSION, session != NULL ? session : "");
  text = g_key_file_to_data (file, NULL, NULL);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static void
on_selected (MchOfficeSessions *self)
{
  if (self->quiet)
    return;
  keep (self);
  g_signal_emit (self, chosen_signal, 0);
}

static const char *
get_month (const char *session)
{
  const char *slash = strchr (session, '/');

  return slash != NULL ? slash + 1 : "";
}

/* The next exams, else the last ones. */
static guint
find_current (MchOfficeSessions *self)
{
  g_autofree char *today = mch_context_dup_today ();
  guint best = 0;

  for (guint i = 1; i < self->sessions->len; i++)
    {
      const char *month = get_month (self->sessions->pdata[i]);
      const char *other = best > 0 ? get_month (self->sessions->pdata[best]) : "";
      gboolean ahead = strncmp (month, today, strlen ("2027-06")) >= 0;
      gboolean other_ahead = strncmp (other, today, strlen ("2027-06")) >= 0;

      if (best == 0 || (ahead && !other_ahead)
          || (ahead == other_ahead
              && (ahead ? strcmp (month, other) < 0 : strcmp (month, other) > 0)))
        best = i;
    }
  return best;
}

static guint
find_wanted (MchOfficeSessions *self)
{
  g_autofree char *kept = dup_kept (self);

  if (kept != NULL && *kept == '\0')
    return 0;
  for (guint i = 1; kept != NULL && i < self->sessions->len; i++)
    if (strcmp (self->sessions->pdata[i], kept) == 0)
      return i;
  return find_current (self);
}

static gboolean
are_same (MchOfficeSessions *self, const GPtrArray *services)
{
  if (self->sessions->len != services->len + 1)
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    if (strcmp (((MchRecord *) services->pdata[i])->id, self->sessions->pdata[i + 1]) != 0)
      return FALSE;
  return TRUE;
}

void
mch_office_sessions_load (MchOfficeSessions *self, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  g_autofree char *scope = mch_context_dup_office_scope (context);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) services = NULL;

  g_return_if_fail (MCH_IS_OFFICE_SESSIONS (self));

  g_set_object (&self->context, context);
  services = store != NULL && scope != NULL
                 ? mch_store_list_records (store, scope, MCH_KIND_SERVICE)
                 : g_ptr_array_new ();
  if (are_same (self, services))
    return;
  g_ptr_array_set_size (self->sessions, 0);
  g_ptr_array_add (self->sessions, NULL);
  gtk_string_list_append (names, _ ("All sessions"));
  for (guint i = 0; i < services->len; i++)
    {
      const char *session = ((MchRecord *) services->pdata[i])->id;
      g_autofree char *label = mch_label_dup_context (session, NULL);

      g_ptr_array_add (self->sessions, g_strdup (session));
      gtk_string_list_append (names, label);
    }
  self->quiet = TRUE;
  gtk_drop_down_set_model (self->menu, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->menu, find_wanted (self));
  self->quiet = FALSE;
}

const char *
mch_office_sessions_get (MchOfficeSessions *self)
{
  guint chosen;

  g_return_val_if_fail (MCH_IS_OFFICE_SESSIONS (self), NULL);

  chosen = gtk_drop_down_get_selected (self->menu);
  return chosen < self->sessions->len ? self->sessions->pdata[chosen] : NULL;
}

MchOfficeSessions *
mch_office_sessions_new (void)
{
  return g_object_new (MCH_TYPE_OFFICE_SESSIONS, NULL);
}

static void
mch_office_sessions_dispose (GObject *object)
{
  MchOfficeSessions *self = MCH_OFFICE_SESSIONS (object);

  self->quiet = TRUE;
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_office_sessions_parent_class)->dispose (object);
}

static void
mch_office_sessions_finalize (GObject *object)
{
  g_ptr_array_unref (MCH_OFFICE_SESSIONS (object)->sessions);
  G_OBJECT_CLASS (mch_office_sessions_parent_class)->finalize (object);
}

static void
mch_office_sessions_class_init (MchOfficeSessionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_office_sessions_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_office_sessions_finalize;

  chosen_signal = g_signal_new ("chosen", MCH_TYPE_OFFICE_SESSIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_office_sessions_init (MchOfficeSessions *self)
{
  GtkWidget *menu = mch_drop_down_new (_ ("Session counted"), NULL);

  self->sessions = g_ptr_array_new_with_free_func (g_free);
  self->menu = GTK_DROP_DOWN (menu);
  gtk_widget_set_tooltip_text (menu, _ ("Session counted"));
  mch_drop_down_set_narrow (menu);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), menu);
}
