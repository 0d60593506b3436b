/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-services-screen.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "app/office/mch-office-jobs.h"
#include "app/office/mch-paris.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-field-entry.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-label.h"
#include "core/mch-uai.h"

#define OWNER "mch-owner"

typedef enum
{
  SLIPS_ON,
  SLIPS_OFF,
} Slips;

/* INS-22. Of what a reference can allow, this program has no sending on line: all that is to be
 * said is that it is forbidden. */
typedef enum
{
  PIECES_AS_REFERENCE,
  PIECES_ON_PAPER,
} Pieces;

struct _MchServicesScreen
{
  MchScreen parent_instance;

  GPtrArray *services; /* of MchRecord: of the académie */
  GtkDropDown *session;
  GtkDropDown *slips;
  GtkDropDown *pieces;
  MchFieldEntry *uai;
  MchFieldEntry *from;
  MchFieldEntry *to;
  char *named;     /* the establishment that the fields were filled for */
  GPtrArray *own;  /* of MchOfficeException: of the session; NULL until they have come */
  GtkLabel *none;  /* in place of @list */
  GtkWidget *list; /* of who has settings of his own */
  GtkWidget *save;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MchServicesScreen, mch_services_screen, MCH_TYPE_SCREEN)

static void on_saved (GObject *source, GAsyncResult *result, gpointer data);

static const MchRecord *
get_service (MchServicesScreen *self)
{
  guint chosen = gtk_drop_down_get_selected (self->session);

  return self->services != NULL && chosen < self->services->len ? self->services->pdata[chosen]
                                                                : NULL;
}

static char *
dup_academy_moment (const MchRecord *service, const char *name)
{
  const char *ms = mch_record_get (service, name);

  return mch_paris_dup_text (ms != NULL ? g_ascii_strtoll (ms, NULL, 10) : 0);
}

/* The own setting @key of the establishment that is named; NULL when it has none. */
static const char *
find_own (MchServicesScreen *self, const char *key)
{
  const char *uai = mch_field_entry_get_text (self->uai);

  for (guint i = 0; self->own != NULL && i < self->own->len; i++)
    {
      const MchOfficeException *one = self->own->pdata[i];

      if (g_ascii_strcasecmp (one->uai, uai) == 0 && strcmp (one->key, key) == 0)
        return one->value;
    }
  return NULL;
}

/* "2026-10-01T08:00" as people write it. */
static char *
dup_moment (const char *setting)
{
  int year, month, day, hour, minute;

  if (sscanf (setting, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) != 5)
    return g_strdup (setting);
  return g_strdup_printf ("%02d/%02d/%04d %02d:%02d", day, month, year, hour, minute);
}

/* What one setting says, in words; another key as the administrator wrote it. */
static char *
dup_setting (const MchOfficeException *one)
{
  g_auto (GStrv) window = g_strsplit (one->value, "/", 2);

  if (strcmp (one->key, "papillons") == 0)
    return g_strdup (strcmp (one->value, "on") == 0 ? _ ("accounts and slips open")
                                                    : _ ("accounts and slips closed"));
  if (strcmp (one->key, "upload") == 0 && strcmp (one->value, "none") == 0)
    return g_strdup (_ ("supporting documents on paper only"));
  if (strcmp (one->key, "registration") == 0 && g_strv_length (window) == 2)
    {
      g_autofree char *from = dup_moment (window[0]);
      g_autofree char *to = dup_moment (window[1]);

      return g_strdup_printf (_ ("registration from %s to %s"), from, to);
    }
  return g_strdup_printf ("%s = %s", one->key, one->value);
}

/* Of whom is named, or else of the académie. */
static Pieces
read_pieces (MchServicesScreen *self, const MchRecord *service)
{
  const char *own = find_own (self, "upload");
  const char *upload = own != NULL ? own : mch_record_get (service, "upload");

  return g_strcmp0 (upload, "none") == 0 ? PIECES_ON_PAPER : PIECES_AS_REFERENCE;
}

/* Another value, which the administrator wrote, stays as it is. */
static void
add_pieces (MchServicesScreen *self, const MchRecord *service, GHashTable *settings)
{
  Pieces chosen = gtk_drop_down_get_selected (self->pieces);

  if (chosen != read_pieces (self, service))
    g_hash_table_insert (settings, g_strdup ("upload"),
                         g_strdup (chosen == PIECES_ON_PAPER ? "none" : ""));
}

/* What holds for whom is named: his own settings, else those of the académie. */
static void
fill (MchServicesScreen *self)
{
  const MchRecord *service = get_service (self);
  const char *slips = find_own (self, "papillons");
  const char *own = find_own (self, "registration");
  g_auto (GStrv) window = g_strsplit (own != NULL ? own : "", "/", 2);
  gboolean has_own = g_strv_length (window) == 2;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (service == NULL)
    return;
  from = has_own ? dup_moment (window[0]) : dup_academy_moment (service, "registration_from_ms");
  to = has_own ? dup_moment (window[1]) : dup_academy_moment (service, "registration_to_ms");
  if (slips == NULL)
    slips = mch_record_get (service, "papillons");
  gtk_drop_down_set_selected (self->slips, g_strcmp0 (slips, "on") == 0 ? SLIPS_ON : SLIPS_OFF);
  gtk_drop_down_set_selected (self->pieces, read_pieces (self, service));
  mch_field_entry_set_text (self->from, from);
  mch_field_entry_set_text (self->to, to);
  mch_field_entry_set_fault (self->from, NULL);
  mch_field_entry_set_fault (self->to, NULL);
}

static char *
dup_name (MchServicesScreen *self, const char *uai)
{
  MchStore *store = mch_screen_get_store (MCH_SCREEN (self));
  g_autofree char *scope =
      mch_context_dup_office_scope (mch_screen_get_context (MCH_SCREEN (self)));
  g_autoptr (MchRecord) summary = mch_store_dup_record (store, scope, MCH_KIND_ESTABLISHMENT, uai);
  const char *name = summary != NULL ? mch_record_get (summary, "name") : NULL;

  return g_strjoin (" ", uai, name, NULL);
}

static void
send (MchServicesScreen *self, const MchRecord *service, const char *uai, GHashTable *settings)
{
  self->busy = TRUE;
  mch_office_service_async (mch_screen_get_context (MCH_SCREEN (self)), service->id, uai, settings,
                            on_saved, g_object_ref (self));
}

/* An empty value takes a setting away: those of the académie hold again. */
static void
on_take_away (GtkWidget *button, MchServicesScreen *self)
{
  const char *uai = g_object_get_data (G_OBJECT (button), OWNER);
  const MchRecord *service = get_service (self);
  GHashTable *settings;

  if (self->busy || service == NULL || self->own == NULL)
    return;
  settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < self->own->len; i++)
    {
      const MchOfficeException *one = self->own->pdata[i];

      if (strcmp (one->uai, uai) == 0)
        g_hash_table_insert (settings, g_strdup (one->key), g_strdup (""));
    }
  send (self, service, uai, settings);
}

/* A row for the establishment of the exceptions from @first on; how many are his. */
static guint
add_row (MchServicesScreen *self, guint first)
{
  const char *uai = ((MchOfficeException *) self->own->pdata[first])->uai;
  g_autofree char *name = dup_name (self, uai);
  g_autoptr (GString) detail = g_string_new (NULL);
  GtkWidget *button = mch_button_new (_ ("_Take away"), NULL);
  GtkWidget *box;
  guint n = 0;

  for (; first + n < self->own->len; n++)
    {
      const MchOfficeException *one = self->own->pdata[first + n];
      g_autofree char *setting = NULL;

      if (strcmp (one->uai, uai) != 0)
        break;
      setting = dup_setting (one);
      g_string_append_printf (detail, "%s%s", n > 0 ? " · " : "", setting);
    }
  gtk_list_box_append (GTK_LIST_BOX (self->list), mch_boxed_row_new (name, detail->str, &box));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("What holds for the whole académie holds here again."));
  mch_a11y_set_description (button, name);
  g_object_set_data_full (G_OBJECT (button), OWNER, g_strdup (uai), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_take_away), self);
  gtk_box_append (GTK_BOX (box), button);
  return n;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchServicesScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = mch_office_exceptions_finish (source, result, &error);
  gboolean had_focus = gtk_widget_get_focus_child (self->list) != NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->own, g_ptr_array_unref);
  self->own = g_steal_pointer (&list);
  mch_boxed_list_clear (GTK_LIST_BOX (self->list));
  for (guint i = 0; self->own != NULL && i < self->own->len;)
    i += add_row (self, i);
  gtk_label_set_label (self->none, self->own == NULL
                                       ? error->message
                                       : _ ("No establishment has dates or services of its own."));
  gtk_widget_set_visible (self->list, self->own != NULL && self->own->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->none), !gtk_widget_get_visible (self->list));
  fill (self);
  /* The row that had the keyboard is gone. */
  if (had_focus)
    mch_field_entry_focus (self->uai);
}

static void
show_service (MchServicesScreen *self)
{
  const MchRecord *service = get_service (self);

  mch_why_not_set (self->save, service != NULL ? NULL
                                               : _ ("No session is there yet: the administrator "
                                                    "of the server adds them."));
  if (service == NULL)
    return;
  fill (self);
  mch_office_exceptions_async (mch_screen_get_context (MCH_SCREEN (self)), service->id, NULL,
                               on_listed, g_object_ref (self));
}

static void
load (MchServicesScreen *self)
{
  MchStore *store = mch_screen_get_store (MCH_SCREEN (self));
  g_autofree char *scope =
      mch_context_dup_office_scope (mch_screen_get_context (MCH_SCREEN (self)));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen;

  g_clear_pointer (&self->services, g_ptr_array_unref);
  self->services =
      scope != NULL ? mch_store_list_records (store, scope, MCH_KIND_SERVICE) : g_ptr_array_new ();
  for (guint i = 0; i < self->services->len; i++)
    {
      const MchRecord *service = self->services->pdata[i];
      g_autofree char *name =
          mch_label_dup_context (service->id, mch_record_get (service, "academy_name"));

      gtk_string_list_append (names, name);
    }
  /* A new list chooses its first entry. */
  chosen = gtk_drop_down_get_selected (self->session);
  gtk_drop_down_set_model (self->session, G_LIST_MODEL (names));
  if (chosen < self->services->len)
    gtk_drop_down_set_selected (self->session, chosen);
  show_service (self);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchServicesScreen) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mch_office_service_finish (source, result, &error);

  self->busy = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    {
      mch_message_show (GTK_WIDGET (self), _ ("Nothing was saved"), error->message);
      return;
    }
  load (self);
  mch_toast_show (GTK_WIDGET (self), _ ("Set, and told to the establishments."));
}

/* (transfer full) (nullable): "FROM/TO", with the fault at its field when it is none. */
static char *
dup_window (MchServicesScreen *self)
{
  g_autofree char *from = mch_paris_dup_setting (mch_field_entry_get_text (self->from));
  g_autofree char *to = mch_paris_dup_setting (mch_field_entry_get_text (self->to));
  const char *fault = _ ("Write a day and an hour, such as 08/12/2026 17:00.");

  mch_field_entry_set_fault (self->from, from != NULL ? NULL : fault);
  mch_field_entry_set_fault (self->to, to == NULL ? fault
                                       : from != NULL && strcmp (from, to) >= 0
                                           ? _ ("The closing comes after the opening.")
                                           : NULL);
  if (mch_field_entry_has_fault (self->from))
    mch_field_entry_focus (self->from);
  else if (mch_field_entry_has_fault (self->to))
    mch_field_entry_focus (self->to);
  else
    return g_strdup_printf ("%s/%s", from, to);
  return NULL;
}

static gboolean
check_uai (MchServicesScreen *self)
{
  const char *text = mch_field_entry_get_text (self->uai);
  char canonical[MCH_UAI_LENGTH + 1];
  gboolean key_right;
  gboolean right = *text == '\0' || mch_uai_read (text, canonical, &key_right);

  mch_field_entry_set_fault (
      self->uai, right ? NULL : _ ("A UAI has 7 digits and a letter, such as 0250001A."));
  if (!right)
    mch_field_entry_focus (self->uai);
  return right;
}

static void
on_save_clicked (MchServicesScreen *self)
{
  const MchRecord *service = get_service (self);
  const char *uai = mch_field_entry_get_text (self->uai);
  g_autofree char *window = NULL;
  GHashTable *settings;

  if (mch_why_not_stops (self->save) || self->busy || !check_uai (self))
    return;
  window = dup_window (self);
  if (window == NULL)
    return;
  settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (settings, g_strdup ("registration"), g_steal_pointer (&window));
  g_hash_table_insert (
      settings, g_strdup ("papillons"),
      g_strdup (gtk_drop_down_get_selected (self->slips) == SLIPS_ON ? "on" : "off"));
  add_pieces (self, service, settings);
  send (self, service, *uai != '\0' ? uai : NULL, settings);
}

static GtkWidget *
menu_new (GtkWidget *box, const char *label, const char *const *choices)
{
  GtkWidget *menu = mch_drop_down_new (label, NULL);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  gtk_drop_down_set_model (GTK_DROP_DOWN (menu), G_LIST_MODEL (list));
  gtk_box_append (GTK_BOX (line), mch_text_new (label, FALSE));
  gtk_box_append (GTK_BOX (line), menu);
  gtk_box_append (GTK_BOX (box), line);
  return menu;
}

static MchFieldEntry *
entry_new (GtkWidget *box, const char *label, const char *hint)
{
  MchFieldEntry *entry = mch_field_entry_new (label);

  mch_field_entry_set_hint (entry, hint);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (entry));
  return entry;
}

/* Another establishment, or the whole académie: what holds there. Not when it is the same, whose
 * dates may be half typed. */
static void
on_named (MchServicesScreen *self)
{
  const char *uai = mch_field_entry_get_text (self->uai);

  if (g_strcmp0 (uai, self->named) == 0)
    return;
  g_free (self->named);
  self->named = g_strdup (uai);
  fill (self);
}

static void
mch_services_screen_switched (MchScreen *screen)
{
  load (MCH_SERVICES_SCREEN (screen));
}

static void
mch_services_screen_shown (MchScreen *screen)
{
  load (MCH_SERVICES_SCREEN (screen));
  gtk_widget_child_focus (GTK_WIDGET (screen), GTK_DIR_TAB_FORWARD);
}

static void
mch_services_screen_finalize (GObject *object)
{
  g_clear_pointer (&MCH_SERVICES_SCREEN (object)->services, g_ptr_array_unref);
  g_clear_pointer (&MCH_SERVICES_SCREEN (object)->own, g_ptr_array_unref);
  g_free (MCH_SERVICES_SCREEN (object)->named);
  G_OBJECT_CLASS (mch_services_screen_parent_class)->finalize (object);
}

static void
mch_services_screen_class_init (MchServicesScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_services_screen_finalize;
  screen_class->switched = mch_services_screen_switched;
  screen_class->shown = mch_services_screen_shown;
}

static void
mch_services_screen_init (MchServicesScreen *self)
{
  const char *const slips[] = { _ ("Open"), _ ("Closed"), NULL };
  const char *const pieces[] = { _ ("As the reference of the exam says"),
                                 _ ("On paper only, nothing is sent on line"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->named = g_strdup ("");
  self->session = GTK_DROP_DOWN (menu_new (box, _ ("Session"), NULL));
  self->uai = entry_new (box, _ ("_Establishment"),
                         _ ("A UAI for one establishment alone; empty for the whole académie."));
  g_signal_connect_object (self->uai, "left", G_CALLBACK (on_named), self, G_CONNECT_SWAPPED);
  self->slips = GTK_DROP_DOWN (menu_new (box, _ ("Accounts and slips"), slips));
  self->from = entry_new (box, _ ("Registration o_pens"), _ ("In Paris time: 01/10/2026 08:00"));
  self->to = entry_new (box, _ ("Registration _closes"),
                        _ ("In Paris time; from this moment on it is too late."));
  self->pieces = GTK_DROP_DOWN (menu_new (box, _ ("Supporting documents of candidates"), pieces));
  self->save = mch_button_new (_ ("_Save"), NULL);
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_halign (self->save, GTK_ALIGN_START);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (on_save_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::selected", G_CALLBACK (show_service), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->save);
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Establishments with settings of their own")));
  self->none = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->none));
  self->list = mch_boxed_list_new (_ ("Establishments with settings of their own"));
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_widget_add_css_class (box, "page");
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new (box));
  mch_screen_set_title (MCH_SCREEN (self), _ ("Services and calendar"));
}
