/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-column-window.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-field-entry.h"
#include "app/window/mch-bulk.h"
#include "core/mch-fault.h"
#include "core/mch-value.h"
#include "store/mch-store-reference.h"

/* What a whole selection may have in common. */
static const struct
{
  MchKind kind;
  const char *name;
} columns[] = {
  { MCH_KIND_CANDIDATURE, "division" },
  { MCH_KIND_CANDIDATURE, "specialty_code" },
  { MCH_KIND_CANDIDATURE, "category" },
  { MCH_KIND_CANDIDATURE, "passage" },
  { MCH_KIND_CANDIDATURE, "training_code" },
  { MCH_KIND_CANDIDATURE, "teachings" },
  { MCH_KIND_CANDIDATURE, "diploma" },
  { MCH_KIND_PERSON, "nationality" },
  { MCH_KIND_PERSON, "postal_code" },
  { MCH_KIND_PERSON, "city" },
  { MCH_KIND_PERSON, "country" },
};

struct _MchColumnWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GtkWidget *widget; /* weak */
  GStrv ids;
  GtkDropDown *column;
  AdwBin *place;
  MchFieldEntry *value;
  GtkWidget *apply;
};

G_DEFINE_FINAL_TYPE (MchColumnWindow, mch_column_window, ADW_TYPE_WINDOW)

/* What the act is given; it belongs to the job until it ends. */
typedef struct
{
  char *session;
  GStrv ids;
  const MchField *field;
  char *value;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->session);
  g_strfreev (job->ids);
  g_free (job->value);
  g_free (job);
}

static gboolean
write_column (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  g_autoptr (MchRecord) service =
      mch_store_dup_record (act->store, act->scope, MCH_KIND_SERVICE, job->session);
  g_autoptr (MchReference) reference =
      service != NULL ? mch_store_dup_reference (act->store, service) : NULL;
  g_autoptr (GPtrArray) candidates =
      mch_bulk_query (act, job->session, (const char *const *) job->ids, error);

  return candidates != NULL
         && mch_candidates_set_column (act, reference, candidates, job->field, job->value, ret_n,
                                       error);
}

static const MchField *
get_field (MchColumnWindow *self)
{
  guint chosen = gtk_drop_down_get_selected (self->column);

  return mch_field_find (columns[chosen].kind, columns[chosen].name);
}

/* A menu where the reference has one, else a text. */
static void
on_column_chosen (MchColumnWindow *self)
{
  const MchField *field = get_field (self);
  g_autoptr (GPtrArray) choices =
      mch_registration_dup_choices (mch_context_get_reference (self->context), field, NULL);

  self->value = choices != NULL ? mch_field_entry_new_choice (_ ("New value"))
                                : mch_field_entry_new (_ ("New value"));
  if (choices != NULL)
    mch_field_entry_set_choices (self->value, choices);
  else
    mch_field_entry_set_hint (self->value, _ ("Left empty, it empties the column."));
  adw_bin_set_child (self->place, GTK_WIDGET (self->value));
}

/* What is told once it is on the disk. */
typedef struct
{
  GtkWidget *widget; /* weak */
  MchContext *context;
} Telling;

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Telling *telling = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchBulkDone) done = mch_bulk_run_finish (MCH_WORKER (source), result, &error);

  if (telling->widget != NULL && done == NULL)
    mch_message_show (telling->widget, _ ("Nothing was changed"), error->message);
  else if (telling->widget != NULL)
    {
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u candidate changed", "%u candidates changed", done->n),
          done->n);

      mch_bulk_tell (telling->widget, telling->context, text, done->undo);
    }
  g_clear_weak_pointer (&telling->widget);
  g_object_unref (telling->context);
  g_free (telling);
}

static void
run (MchColumnWindow *self, const char *value)
{
  Job *job = g_new0 (Job, 1);
  Telling *telling = g_new0 (Telling, 1);

  job->session = g_strdup (mch_context_get_session (self->context));
  job->ids = g_strdupv (self->ids);
  job->field = get_field (self);
  job->value = g_strdup (value);
  g_set_weak_pointer (&telling->widget, self->widget);
  telling->context = g_object_ref (self->context);
  mch_bulk_run_async (self->context, write_column, job, job_free, on_written, telling);
}

static void
on_apply (MchColumnWindow *self)
{
  const MchField *field = get_field (self);
  const char *text = mch_field_entry_get_text (self->value);
  g_autofree char *today = mch_context_dup_today ();
  MchValueContext context = { .today = today };
  MchValueNote note = { 0 };
  g_autofree char *value = NULL;

  if (!mch_value_read (field, text, &context, &value, &note))
    {
      MchFault fault = { .code = note.code, .field = field, .value = text, .blocking = TRUE };
      g_autofree char *message = mch_fault_dup_message (&fault);

      mch_field_entry_set_fault (self->value, message);
      mch_field_entry_focus (self->value);
      return;
    }
  run (self, value);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static GtkWidget *
column_menu_new (MchColumnWindow *self)
{
  GtkWidget *menu = mch_drop_down_new (_ ("Column"), NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    gtk_string_list_append (labels, _ (mch_field_find (columns[i].kind, columns[i].name)->label));
  gtk_drop_down_set_model (GTK_DROP_DOWN (menu), G_LIST_MODEL (labels));
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (on_column_chosen), self,
                           G_CONNECT_SWAPPED);
  return menu;
}

static GtkWidget *
build_footer (MchColumnWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Cancel"), "window.close");
  guint n = g_strv_length (self->ids);
  g_autofree char *label =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Apply to the %u", "_Apply to the %u", n), n);

  self->apply = mch_button_new (label, NULL);
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_hexpand (cancel, TRUE);
  gtk_widget_set_halign (cancel, GTK_ALIGN_START);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (on_apply), self);
  gtk_box_append (GTK_BOX (bar), cancel);
  gtk_box_append (GTK_BOX (bar), self->apply);
  gtk_widget_add_css_class (bar, "footer");
  return bar;
}

static void
build (MchColumnWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->place = ADW_BIN (adw_bin_new ());
  self->column = GTK_DROP_DOWN (column_menu_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->column));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_widget_add_css_class (box, "page");
  gtk_widget_set_vexpand (box, TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), build_footer (self));
  adw_window_set_content (ADW_WINDOW (self), outer);
  on_column_chosen (self);
}

void
mch_column_window_open (GtkWidget *widget, MchContext *context, char **ids)
{
  guint n = g_strv_length (ids);
  g_autofree char *title =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Change a column of %u candidate",
                                    "Change a column of %u candidates", n),
                       n);
  MchColumnWindow *self = g_object_new (MCH_TYPE_COLUMN_WINDOW, "title", title, NULL);

  mch_dialog_attach (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (widget)));
  self->context = g_object_ref (context);
  g_set_weak_pointer (&self->widget, widget);
  self->ids = g_strdupv (ids);
  build (self);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, -1);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->column));
}

static void
mch_column_window_dispose (GObject *object)
{
  MchColumnWindow *self = MCH_COLUMN_WINDOW (object);

  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->context);
  g_clear_pointer (&self->ids, g_strfreev);
  G_OBJECT_CLASS (mch_column_window_parent_class)->dispose (object);
}

static void
mch_column_window_class_init (MchColumnWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_column_window_dispose;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
mch_column_window_init (MchColumnWindow *self)
{
}
