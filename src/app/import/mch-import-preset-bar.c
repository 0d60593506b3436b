/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-preset-bar.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-ask-window.h"
#include "app/widgets/mch-toast.h"
#include "store/mch-import-presets.h"

#define NOTHING_CHOSEN 0 /* the first choice; names follow */

struct _MchImportPresetBar
{
  AdwBin parent_instance;

  MchImportModel *model;
  char **names;
  GtkDropDown *choice;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchImportPresetBar, mch_import_preset_bar, ADW_TYPE_BIN)

/* One preset on its way to the disk. */
typedef struct
{
  char *name;
  MchImportPreset *preset;
} Saving;

/* The answer of a window that waits for the disk. */
typedef struct
{
  MchImportPresetBar *bar;
  MchAskWindow *window;
} Asking;

static MchStore *
get_store (MchImportPresetBar *self)
{
  return mch_worker_get_store (mch_context_get_worker (mch_import_model_get_context (self->model)));
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_free (saving->name);
  mch_import_preset_free (saving->preset);
  g_free (saving);
}

static gpointer
save (MchWork *work, gpointer data, GError **error)
{
  const Saving *saving = data;

  return mch_import_presets_save (mch_work_get_store (work), saving->name, saving->preset, error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;
  g_autoptr (GError) error = NULL;

  mch_ask_window_set_busy (asking->window, FALSE);
  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    mch_ask_window_set_fault (asking->window, error->message);
  else
    {
      mch_ask_window_done (asking->window);
      mch_import_preset_bar_show (asking->bar);
      mch_toast_show (GTK_WIDGET (asking->bar),
                      _ ("Saved. Choose it for the next file like this."));
    }
  g_object_unref (asking->bar);
  g_object_unref (asking->window);
  g_free (asking);
}

static void
on_answered (MchAskWindow *window, const char *name, MchImportPresetBar *self)
{
  const MchImportTable *table = mch_import_model_get_table (self->model);
  g_autoptr (GError) error = NULL;
  Saving *saving;
  Asking *asking;

  if (!mch_import_presets_check_name (name, &error))
    {
      mch_ask_window_set_fault (window, error->message);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->name = g_strdup (name);
  saving->preset = mch_import_preset_new (table, NULL);
  asking = g_new0 (Asking, 1);
  asking->bar = g_object_ref (self);
  asking->window = g_object_ref (window);
  mch_ask_window_set_busy (window, TRUE);
  mch_worker_run_on_disk_async (mch_context_get_worker (mch_import_model_get_context (self->model)),
                                "import: preset", save, saving, saving_free, NULL, NULL, on_saved,
                                asking);
}

static void
on_save (MchImportPresetBar *self)
{
  MchFieldEntry *entry = mch_field_entry_new (_ ("_Name"));
  MchAskWindow *window;

  mch_field_entry_set_placeholder (entry, _ ("Export of our timetable program"));
  window = mch_ask_window_open (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save these columns"),
      _ ("What you said of the columns is kept under this name, for other files like this one."),
      entry, _ ("_Save"));
  g_signal_connect_object (window, "answered", G_CALLBACK (on_answered), self, 0);
}

static void
on_chosen (MchImportPresetBar *self)
{
  guint selected = gtk_drop_down_get_selected (self->choice);
  g_autoptr (MchImportPreset) preset = NULL;
  g_autoptr (GError) error = NULL;

  if (self->showing || selected == NOTHING_CHOSEN || selected > g_strv_length (self->names)
      || mch_import_model_get_table (self->model) == NULL)
    return;
  preset = mch_import_presets_load (get_store (self), self->names[selected - 1], &error);
  if (preset != NULL)
    mch_import_model_apply_preset (self->model, preset);
  else
    mch_toast_show (GTK_WIDGET (self), error->message);
}

void
mch_import_preset_bar_show (MchImportPresetBar *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  g_return_if_fail (MCH_IS_IMPORT_PRESET_BAR (self));

  g_clear_pointer (&self->names, g_strfreev);
  self->names =
      get_store (self) != NULL ? mch_import_presets_list (get_store (self)) : g_new0 (char *, 1);
  gtk_string_list_append (list, _ ("As they are recognised"));
  for (char **name = self->names; *name != NULL; name++)
    gtk_string_list_append (list, *name);
  self->showing = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->choice, NOTHING_CHOSEN);
  self->showing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->choice), *self->names != NULL);
}

GtkWidget *
mch_import_preset_bar_new (MchImportModel *model)
{
  MchImportPresetBar *self = g_object_new (MCH_TYPE_IMPORT_PRESET_BAR, NULL);

  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}

static void
mch_import_preset_bar_finalize (GObject *object)
{
  MchImportPresetBar *self = MCH_IMPORT_PRESET_BAR (object);

  g_clear_object (&self->model);
  g_strfreev (self->names);
  G_OBJECT_CLASS (mch_import_preset_bar_parent_class)->finalize (object);
}

static void
mch_import_preset_bar_class_init (MchImportPresetBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_import_preset_bar_finalize;
}

static void
mch_import_preset_bar_init (MchImportPresetBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *save_button = mch_button_new (_ ("_Save these columns…"), NULL);
  GtkWidget *choice = mch_drop_down_new (_ ("Saved columns"), NULL);

  self->choice = GTK_DROP_DOWN (choice);
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  gtk_widget_set_halign (save_button, GTK_ALIGN_END);
  gtk_widget_set_hexpand (save_button, TRUE);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (save_button, "clicked", G_CALLBACK (on_save), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), choice);
  gtk_box_append (GTK_BOX (box), save_button);
  adw_bin_set_child (ADW_BIN (self), box);
}
