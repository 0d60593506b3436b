/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/establishment/mch-establishment-screen.h"

#include <glib/gi18n-lib.h>

#include "app/establishment/mch-address-block.h"
#include "app/establishment/mch-members-page.h"
#include "app/establishment/mch-slip-text-page.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"

struct _MchEstablishmentScreen
{
  MchScreen parent_instance;

  MchRecordForm *form;
  MchRecord *record; /* as it stands; NULL until it is known */
  MchFieldEntry *first;

  GtkWidget *block;
  GtkLabel *confirmed;
  GtkWidget *confirm_button;
  GtkWidget *save_button;
  GtkWidget *revert_button;
  GtkImage *service_icon;
  GtkLabel *service;
  GtkWidget *members;
  GtkWidget *slip_text;
};

static const char *const names[] = { "phone", "email", "address", "postal_code", "city" };

G_DEFINE_FINAL_TYPE (MchEstablishmentScreen, mch_establishment_screen, MCH_TYPE_SCREEN)

static void
show_block (MchEstablishmentScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  g_autoptr (MchRecord) typed = mch_record_form_dup_record (self->form, MCH_KIND_ESTABLISHMENT);
  g_autoptr (MchRecord) service = mch_context_dup_service (context);

  mch_address_block_show (self->block, typed, mch_context_get_session (context),
                          service != NULL ? mch_record_get (service, "academy_name") : NULL);
}

/* INS-07: why the details cannot be confirmed. */
static const char *
get_confirm_reason (MchEstablishmentScreen *self)
{
  if (self->record == NULL)
    return _ ("The establishment is not known yet: synchronise first.");
  if (mch_record_form_count_edited (self->form) > 0)
    return _ ("Save what was changed first.");
  if (mch_record_get (self->record, "phone") == NULL
      || mch_record_get (self->record, "email") == NULL)
    return _ ("Telephone and e-mail must be filled in first.");
  if (mch_record_get (self->record, "contact_confirmed") != NULL)
    return _ ("The contact details are confirmed.");
  return NULL;
}

static void
show_confirmation (MchEstablishmentScreen *self)
{
  gboolean confirmed =
      self->record != NULL && mch_record_get (self->record, "contact_confirmed") != NULL;
  gboolean edited = mch_record_form_count_edited (self->form) > 0;

  gtk_label_set_label (self->confirmed,
                       confirmed && !edited ? _ ("✓ The contact details are confirmed.")
                       : confirmed
                           ? _ ("A change asks for a new confirmation.")
                           : _ ("Read this block: it will stand on every slip. Then confirm it."));
  mch_why_not_set (self->confirm_button, get_confirm_reason (self));
  mch_why_not_set (self->save_button, edited ? NULL : _ ("Nothing was changed."));
  gtk_widget_set_visible (self->revert_button, edited);
}

/* ACC-10: what the exam office has opened, and whom to call. */
static void
show_service (MchEstablishmentScreen *self)
{
  g_autofree char *reason =
      mch_context_dup_service_reason (mch_screen_get_context (MCH_SCREEN (self)));

  gtk_image_set_from_icon_name (self->service_icon, reason == NULL ? "object-select-symbolic"
                                                                   : "changes-prevent-symbolic");
  gtk_label_set_label (self->service,
                       reason != NULL
                           ? reason
                           : _ ("The exam office has positioned the service for this session: "
                                "accounts and slips can be made."));
}

static void
on_edited (MchEstablishmentScreen *self)
{
  show_confirmation (self);
  if (self->record != NULL)
    show_block (self);
}

static void
load (MchEstablishmentScreen *self, gboolean forget)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));

  g_clear_pointer (&self->record, mch_record_unref);
  self->record = mch_context_dup_establishment (context);
  if (self->record != NULL)
    {
      mch_record_form_set_record (self->form, self->record, forget);
      show_block (self);
    }
  show_confirmation (self);
  show_service (self);
  mch_members_page_show (self->members, context);
  mch_slip_text_page_load (MCH_SLIP_TEXT_PAGE (self->slip_text), context, forget);
}

static void
mch_establishment_screen_refresh (MchScreen *screen)
{
  load (MCH_ESTABLISHMENT_SCREEN (screen), FALSE);
}

static void
mch_establishment_screen_switched (MchScreen *screen)
{
  load (MCH_ESTABLISHMENT_SCREEN (screen), TRUE);
}

static void
mch_establishment_screen_shown (MchScreen *screen)
{
  mch_field_entry_focus (MCH_ESTABLISHMENT_SCREEN (screen)->first);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchEstablishmentScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (id == NULL)
    {
      mch_message_show (GTK_WIDGET (self), _ ("Nothing was saved"), error->message);
      return;
    }
  load (self, TRUE);
  mch_toast_show (GTK_WIDGET (self),
                  self->record != NULL && mch_record_get (self->record, "contact_confirmed") != NULL
                      ? _ ("Contact details confirmed")
                      : _ ("Saved. Read the block and confirm it."));
}

static void
send (MchEstablishmentScreen *self, const MchRecord *after)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchChange *change = mch_change_new_diff (self->record, after);

  if (change == NULL)
    return;
  g_ptr_array_add (changes, change);
  mch_context_send (mch_screen_get_context (MCH_SCREEN (self)), changes, on_sent,
                    g_object_ref (self));
}

static void
save (MchEstablishmentScreen *self)
{
  g_autoptr (MchRecord) after = NULL;

  if (mch_why_not_stops (self->save_button) || !mch_record_form_check (self->form))
    return;
  after = mch_record_form_dup_record (self->form, MCH_KIND_ESTABLISHMENT);
  mch_record_set (after, "contact_confirmed", NULL);
  send (self, after);
}

static void
confirm (MchEstablishmentScreen *self)
{
  g_autoptr (MchRecord) after = NULL;

  if (mch_why_not_stops (self->confirm_button))
    return;
  after = mch_record_copy (self->record);
  mch_record_set (after, "contact_confirmed", "1");
  send (self, after);
}

static gboolean
on_save_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  save (MCH_ESTABLISHMENT_SCREEN (widget));
  return TRUE;
}

static GtkWidget *
build_form (MchEstablishmentScreen *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  int row = 0;

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    {
      MchFieldEntry *entry = mch_record_form_add (self->form, MCH_KIND_ESTABLISHMENT, names[i]);
      gboolean wide = i == 2;

      gtk_widget_set_valign (GTK_WIDGET (entry), GTK_ALIGN_START);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (entry),
                       wide    ? 0
                       : i < 2 ? i
                               : i - 3,
                       i < 2 ? 0 : i - 1 - (i > 3), wide ? 2 : 1, 1);
      row = i;
      if (self->first == NULL)
        self->first = entry;
    }
  self->revert_button = mch_button_new (_ ("_Cancel"), NULL);
  self->save_button = mch_button_new (_ ("_Save"), NULL);
  g_signal_connect_swapped (self->revert_button, "clicked", G_CALLBACK (mch_record_form_revert),
                            self->form);
  g_signal_connect_swapped (self->save_button, "clicked", G_CALLBACK (save), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), self->revert_button);
  gtk_box_append (GTK_BOX (buttons), self->save_button);
  gtk_grid_attach (GTK_GRID (grid), buttons, 0, row + 1, 2, 1);
  return grid;
}

static GtkWidget *
build_information (MchEstablishmentScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *service = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->service_icon = GTK_IMAGE (gtk_image_new ());
  self->service = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_box_append (GTK_BOX (service), GTK_WIDGET (self->service_icon));
  gtk_box_append (GTK_BOX (service), GTK_WIDGET (self->service));
  self->block = mch_address_block_new ();
  self->confirmed = GTK_LABEL (mch_text_new ("", FALSE));
  self->confirm_button = mch_button_new (_ ("These contact details are e_xact"), NULL);
  gtk_widget_add_css_class (self->confirm_button, "suggested-action");
  gtk_widget_set_halign (self->confirm_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->confirm_button, "clicked", G_CALLBACK (confirm), self);
  gtk_box_append (GTK_BOX (box), service);
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Contact details")));
  gtk_box_append (GTK_BOX (box), build_form (self));
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("As they will be printed on the slips")));
  gtk_box_append (GTK_BOX (box), self->block);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->confirmed));
  gtk_box_append (GTK_BOX (box), self->confirm_button);
  gtk_widget_add_css_class (box, "page");
  return box;
}

static GtkWidget *
scrolled_new (GtkWidget *child)
{
  GtkWidget *scrolled;

  scrolled = mch_scroll_new (child);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static void
mch_establishment_screen_finalize (GObject *object)
{
  MchEstablishmentScreen *self = MCH_ESTABLISHMENT_SCREEN (object);

  g_clear_object (&self->form);
  g_clear_pointer (&self->record, mch_record_unref);
  G_OBJECT_CLASS (mch_establishment_screen_parent_class)->finalize (object);
}

static void
mch_establishment_screen_class_init (MchEstablishmentScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_establishment_screen_finalize;
  screen_class->switched = mch_establishment_screen_switched;
  screen_class->refresh = mch_establishment_screen_refresh;
  screen_class->shown = mch_establishment_screen_shown;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_s, GDK_CONTROL_MASK, on_save_key,
                                NULL);
}

static void
mch_establishment_screen_init (MchEstablishmentScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *switcher = gtk_stack_switcher_new ();
  GtkWidget *stack = mch_stack_new ();

  self->form = mch_record_form_new ();
  self->members = mch_members_page_new ();
  self->slip_text = mch_slip_text_page_new ();
  gtk_stack_add_titled (GTK_STACK (stack), scrolled_new (build_information (self)), "information",
                        _ ("Information"));
  gtk_stack_add_titled (GTK_STACK (stack), scrolled_new (self->slip_text), "slip-text",
                        _ ("Text of the slips"));
  gtk_stack_add_titled (GTK_STACK (stack), scrolled_new (self->members), "members",
                        _ ("Who sees the slips"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_add_css_class (switcher, "tabs");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), box);
  mch_screen_set_title (MCH_SCREEN (self), _ ("Set up my establishment"));
}
