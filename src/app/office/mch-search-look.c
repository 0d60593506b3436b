/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-look.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/office/mch-office-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/window/mch-screen.h"
#include "core/mch-label.h"

#define WIDTH 640
#define HEIGHT 620
#define LOOK "mch-look"

/* Whom, while he is fetched and while his window stands. */
typedef struct
{
  grefcount ref_count;
  GtkWidget *widget; /* weak: where it was asked */
  GtkWindow *window; /* weak: once he has come */
  MchContext *context;
  char *id;
  char *establishment;
  char *establishment_name;
  char *session;
  gboolean busy;
} Look;

static Look *
look_new (GtkWidget *widget, MchContext *context, const MchFound *found)
{
  Look *look = g_new0 (Look, 1);

  g_ref_count_init (&look->ref_count);
  g_set_weak_pointer (&look->widget, widget);
  look->context = g_object_ref (context);
  look->id = g_strdup (found->id);
  look->establishment = g_strdup (found->establishment);
  look->establishment_name = g_strdup (found->establishment_name);
  look->session = g_strdup (found->session);
  return look;
}

static Look *
look_ref (Look *look)
{
  g_ref_count_inc (&look->ref_count);
  return look;
}

static void
look_unref (Look *look)
{
  if (!g_ref_count_dec (&look->ref_count))
    return;
  g_clear_weak_pointer (&look->widget);
  g_clear_weak_pointer (&look->window);
  g_object_unref (look->context);
  g_free (look->id);
  g_free (look->establishment);
  g_free (look->establishment_name);
  g_free (look->session);
  g_free (look);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_unref)

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *scope = g_strconcat ("etab:", look->establishment, NULL);
  gboolean done = mch_office_act_finish (source, result, &error);

  look->busy = FALSE;
  if (look->window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    {
      mch_message_show (GTK_WIDGET (look->window), _ ("The establishment was not opened"),
                        error->message);
      return;
    }
  mch_context_set_scope (look->context, scope);
  mch_context_set_session (look->context, look->session);
  mch_screen_leave_for (look->window, "candidate", look->id);
}

static void
on_open_clicked (GtkWidget *button)
{
  Look *look = g_object_get_data (G_OBJECT (gtk_widget_get_root (button)), LOOK);

  if (look->busy)
    return;
  look->busy = TRUE;
  mch_office_act_async (look->context, MCH_OFFICE_ACT_OPEN, look->establishment, on_opened,
                        look_ref (look));
}

static void
add_row (GtkWidget *list, const char *label, const char *text)
{
  GtkWidget *box;

  if (text != NULL && *text != '\0')
    gtk_list_box_append (GTK_LIST_BOX (list), mch_boxed_row_new (text, label, &box));
}

/* Every field that people fill in, in the order of the table. */
static void
add_fields (GtkWidget *list, const MchRecord *record)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    if (fields[i].kind == record->kind && fields[i].editable)
      {
        g_autofree char *text =
            mch_record_form_dup_display (&fields[i], mch_record_get (record, fields[i].name));

        add_row (list, _ (fields[i].label), text);
      }
}

static GtkWidget *
list_new (const Look *look, const GPtrArray *records)
{
  GtkWidget *list = mch_boxed_list_new (_ ("Candidate"));
  g_autofree char *establishment =
      g_strdup_printf ("%s (%s)", look->establishment_name, look->establishment);
  g_autofree char *session = mch_label_dup_context (look->session, NULL);
  const char *css;

  add_row (list, _ ("Establishment"), establishment);
  add_row (list, _ ("Session"), session);
  add_row (list, _ ("State"),
           mch_candidate_cells_state (mch_record_get (records->pdata[1], "state"), &css));
  add_fields (list, records->pdata[0]);
  add_fields (list, records->pdata[1]);
  return mch_scroll_new (list);
}

static GtkWidget *
footer_new (void)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *note =
      mch_text_new (_ ("To read. To correct something, open the establishment."), TRUE);
  GtkWidget *close = mch_button_new (_ ("_Close"), "window.close");
  GtkWidget *open = mch_button_new (_ ("_Open his establishment"), NULL);

  gtk_widget_set_hexpand (note, TRUE);
  gtk_widget_add_css_class (open, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  g_signal_connect (open, "clicked", G_CALLBACK (on_open_clicked), NULL);
  gtk_box_append (GTK_BOX (bar), note);
  gtk_box_append (GTK_BOX (bar), close);
  gtk_box_append (GTK_BOX (bar), open);
  return bar;
}

static void
show_window (Look *look, const GPtrArray *records)
{
  const char *family = mch_record_get (records->pdata[0], "family_name");
  const char *given = mch_record_get (records->pdata[0], "given_name");
  g_autofree char *title = g_strjoin (" ", family != NULL ? family : "", given, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = list_new (look, records);
  GtkWindow *window = g_object_new (ADW_TYPE_WINDOW, "title", title, "modal", TRUE, NULL);

  mch_dialog_attach (window, GTK_WINDOW (gtk_widget_get_root (look->widget)));
  mch_dialog_set_size (window, WIDTH, HEIGHT);
  mch_dialog_close_on_escape (window);
  g_set_weak_pointer (&look->window, window);
  g_object_set_data_full (G_OBJECT (window), LOOK, look_ref (look), (GDestroyNotify) look_unref);
  gtk_widget_set_vexpand (list, TRUE);
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (window));
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), footer_new ());
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (window);
}

static void
on_come (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = mch_search_jobs_look_finish (MCH_WORKER (source), result, &error);

  if (look->widget == NULL || gtk_widget_get_root (look->widget) == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (records != NULL)
    show_window (look, records);
  else
    mch_message_show (look->widget, _ ("This candidate cannot be read"), error->message);
}

void
mch_search_look_open (GtkWidget *widget, MchContext *context, const MchFound *found)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && found != NULL);

  mch_search_jobs_look_async (context, found, on_come, look_new (widget, context, found));
}
