/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/establishment/mch-slip-text-page.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-page-paintable.h"
#include "app/preview/mch-secret-stream.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-slip-text.h"
#include "slips/mch-slip-pile.h"

#define TRY_MS 400 /* after the last key */
#define TOKEN "mch-token"
#define PICTURE_WIDTH 520
#define LARGE 1.5

struct _MchSlipTextPage
{
  AdwBin parent_instance;

  MchContext *context; /* NULL until it is loaded */
  MchRecord *record;   /* as it stands; NULL until it is known */
  MchRecordForm *form;
  MchFieldEntry *entry;
  GtkWidget *save_button;
  GtkWidget *revert_button;
  MchPagePaintable *paintable;
  GtkWidget *picture;
  GtkLabel *wrong;
  GCancellable *cancellable; /* of the specimen that is being made */
  guint try_id;
};

G_DEFINE_FINAL_TYPE (MchSlipTextPage, mch_slip_text_page, ADW_TYPE_BIN)

typedef struct
{
  char *scope;
  char *session;
  char *text;
} Specimen;

static void
specimen_free (gpointer data)
{
  Specimen *specimen = data;

  g_free (specimen->scope);
  g_free (specimen->session);
  g_free (specimen->text);
  g_free (specimen);
}

static gpointer
make (MchWork *work, gpointer data, GError **error)
{
  const Specimen *specimen = data;
  const MchPapillonOptions options = { .layout = MCH_PAPILLON_TWO_PER_PAGE };
  g_autoptr (MchSlipPile) pile = mch_slip_pile_open_specimen (
      mch_work_get_desk (work), specimen->scope, specimen->session, specimen->text, FALSE, error);
  g_autoptr (MchPapillonJob) job =
      pile != NULL ? mch_slip_pile_new_job (pile, NULL, NULL, &options, error) : NULL;
  g_autoptr (GOutputStream) stream = mch_secret_stream_new ();

  if (job == NULL
      || !mch_papillon_job_write_pdf (job, 0, mch_papillon_job_get_n_pages (job), stream,
                                      mch_slip_pile_get_created_ms (pile), NULL, NULL,
                                      mch_work_get_cancellable (work), NULL, error))
    return NULL;
  return mch_secret_stream_steal_bytes (MCH_SECRET_STREAM (stream));
}

static void
show_wrong (MchSlipTextPage *self, const char *sentence)
{
  gtk_label_set_label (self->wrong, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wrong), sentence != NULL);
  gtk_widget_set_visible (self->picture, sentence == NULL);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchSlipTextPage) self = MCH_SLIP_TEXT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  g_autoptr (MchPageDocument) document = NULL;

  /* Other words are being tried already. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  show_wrong (self, error != NULL ? error->message : NULL);
  if (pdf == NULL)
    return;
  document = mch_page_document_new (pdf);
  mch_page_paintable_set (self->paintable, document, 0,
                          mch_papillon_layout_get_grid (MCH_PAPILLON_TWO_PER_PAGE), 0);
}

static gboolean
try_words (gpointer user_data)
{
  MchSlipTextPage *self = user_data;
  Specimen *specimen;

  self->try_id = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (mch_context_get_session (self->context) == NULL)
    {
      g_autofree char *reason = mch_context_dup_service_reason (self->context);

      show_wrong (self, reason);
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  specimen = g_new0 (Specimen, 1);
  specimen->scope = g_strdup (mch_context_get_scope (self->context));
  specimen->session = g_strdup (mch_context_get_session (self->context));
  specimen->text = g_strdup (mch_field_entry_get_text (self->entry));
  mch_worker_run_async (mch_context_get_worker (self->context), "specimen", make, specimen,
                        specimen_free, (GDestroyNotify) g_bytes_unref, NULL, self->cancellable,
                        on_made, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
try_later (MchSlipTextPage *self)
{
  g_clear_handle_id (&self->try_id, g_source_remove);
  if (self->context != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->try_id = g_timeout_add (TRY_MS, try_words, self);
}

static void
show_buttons (MchSlipTextPage *self)
{
  gboolean edited = mch_record_form_count_edited (self->form) > 0;

  mch_why_not_set (self->save_button, self->record == NULL
                                          ? _ ("The establishment is not known yet: synchronise "
                                               "first.")
                                      : !edited ? _ ("Nothing was changed.")
                                                : NULL);
  gtk_widget_set_visible (self->revert_button, edited);
}

static void
on_edited (MchSlipTextPage *self)
{
  show_buttons (self);
  try_later (self);
}

void
mch_slip_text_page_load (MchSlipTextPage *self, MchContext *context, gboolean forget)
{
  g_return_if_fail (MCH_IS_SLIP_TEXT_PAGE (self));

  g_set_object (&self->context, context);
  g_clear_pointer (&self->record, mch_record_unref);
  self->record = mch_context_dup_establishment (context);
  if (self->record != NULL)
    mch_record_form_set_record (self->form, self->record, forget);
  show_buttons (self);
  try_later (self);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchSlipTextPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (id == NULL)
    {
      mch_message_show (GTK_WIDGET (self), _ ("Nothing was saved"), error->message);
      return;
    }
  mch_slip_text_page_load (self, self->context, TRUE);
  mch_toast_show (GTK_WIDGET (self), _ ("Saved: every slip that is printed from now on has it."));
}

static void
save (MchSlipTextPage *self)
{
  g_autoptr (MchRecord) after = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  MchChange *change;

  if (mch_why_not_stops (self->save_button) || !mch_record_form_check (self->form))
    return;
  after = mch_record_form_dup_record (self->form, MCH_KIND_ESTABLISHMENT);
  change = mch_change_new_diff (self->record, after);
  if (change == NULL)
    return;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_ptr_array_add (changes, change);
  mch_context_send (self->context, changes, on_sent, g_object_ref (self));
}

/* As if it had been typed, where the cursor is. */
static void
on_token_clicked (GtkWidget *button, MchSlipTextPage *self)
{
  GtkEditable *editable = GTK_EDITABLE (mch_field_entry_get_entry (self->entry));
  const char *token = g_object_get_data (G_OBJECT (button), TOKEN);
  int position = gtk_editable_get_position (editable);

  gtk_editable_delete_selection (editable);
  position = MIN (position, (int) g_utf8_strlen (gtk_editable_get_text (editable), -1));
  gtk_editable_insert_text (editable, token, -1, &position);
  gtk_editable_set_position (editable, position);
}

static GtkWidget *
token_new (MchSlipTextPage *self, MchSlipToken token)
{
  g_autofree char *written = g_strdup_printf ("{%s}", mch_slip_token_get_name (token));
  GtkWidget *button = mch_button_new ("", NULL);
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), written, mch_slip_token_get_label (token));

  gtk_button_set_use_underline (GTK_BUTTON (button), FALSE);
  gtk_button_set_label (GTK_BUTTON (button), written);
  gtk_widget_set_tooltip_text (button, mch_slip_token_get_label (token));
  mch_a11y_set_label (button, name);
  g_object_set_data_full (G_OBJECT (button), TOKEN, g_steal_pointer (&written), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_token_clicked), self, 0);
  return button;
}

static GtkWidget *
tokens_new (MchSlipTextPage *self)
{
  gboolean large = mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE;
  int columns = large ? 3 : 4;
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  mch_a11y_set_label (grid, _ ("Words that are replaced for each candidate"));
  for (int token = 0; token < MCH_N_SLIP_TOKENS; token++)
    gtk_grid_attach (GTK_GRID (grid), token_new (self, (MchSlipToken) token), token % columns,
                     token / columns, 1, 1);
  return grid;
}

static GtkWidget *
buttons_new (MchSlipTextPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->revert_button = mch_button_new (_ ("_Cancel"), NULL);
  self->save_button = mch_button_new (_ ("_Save"), NULL);
  g_signal_connect_object (self->revert_button, "clicked", G_CALLBACK (mch_record_form_revert),
                           self->form, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (save), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->revert_button);
  gtk_box_append (GTK_BOX (box), self->save_button);
  return box;
}

static GtkWidget *
picture_new (MchSlipTextPage *self)
{
  self->paintable = mch_page_paintable_new (PICTURE_WIDTH);
  self->picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (self->paintable));
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), FALSE);
  gtk_widget_set_halign (self->picture, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->picture, "thumbnail");
  mch_a11y_set_label (self->picture, _ ("Specimen of a slip with these words"));
  return self->picture;
}

GtkWidget *
mch_slip_text_page_new (void)
{
  return g_object_new (MCH_TYPE_SLIP_TEXT_PAGE, NULL);
}

static void
mch_slip_text_page_dispose (GObject *object)
{
  MchSlipTextPage *self = MCH_SLIP_TEXT_PAGE (object);

  g_clear_handle_id (&self->try_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->paintable);
  g_clear_object (&self->form);
  g_clear_object (&self->context);
  g_clear_pointer (&self->record, mch_record_unref);
  G_OBJECT_CLASS (mch_slip_text_page_parent_class)->dispose (object);
}

static void
mch_slip_text_page_class_init (MchSlipTextPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_slip_text_page_dispose;
}

static void
mch_slip_text_page_init (MchSlipTextPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->form = mch_record_form_new ();
  self->entry = mch_record_form_add (self->form, MCH_KIND_ESTABLISHMENT, "slip_text");
  mch_field_entry_set_hint (self->entry,
                            _ ("At most 300 characters. What stands in braces is replaced for each "
                               "candidate; there is none for the password."));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), tokens_new (self));
  gtk_box_append (GTK_BOX (box), buttons_new (self));
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("On a specimen")));
  self->wrong = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_add_css_class (GTK_WIDGET (self->wrong), "error");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->wrong));
  gtk_box_append (GTK_BOX (box), picture_new (self));
  gtk_widget_add_css_class (box, "page");
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (try_later), NULL);
  show_buttons (self);
}
