/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transfers/mch-transfer-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-record-form.h"
#include "core/mch-label.h"

#define ACT "mch-act"

/* What a press needs; belongs to the row. */
typedef struct
{
  const MchTransferEntry *entry;
  MchTransferAct act;
  gpointer data;
} Press;

char *
mch_transfer_dup_name (const MchTransferEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  /* Who asks is not told more than he knows; who was asked for keeps no name once it is over. */
  if (entry->family_name == NULL)
    return g_strdup (_ ("A pupil whose transfer is over"));
  return g_strjoin (" ", entry->family_name, entry->given_name, NULL);
}

static char *
dup_asked (const MchTransferEntry *entry)
{
  const char *who = entry->establishment_name != NULL ? entry->establishment_name
                    : entry->establishment != NULL    ? entry->establishment
                                                      : "?";

  switch (entry->side)
    {
    case MCH_TRANSFER_OUT:
      return g_strdup_printf (_ ("%s asks for this pupil"), who);
    case MCH_TRANSFER_IN:
      return g_strdup (_ ("Asked for: the other establishment or the exam office decides"));
    case MCH_TRANSFER_OFFICE:
      return g_strdup_printf (_ ("%s asks for this pupil of %s"), who,
                              entry->from_name != NULL ? entry->from_name : "?");
    case MCH_TRANSFER_POSSIBLE:
    default:
      return g_strdup (_ ("Registered in another establishment"));
    }
}

static char *
dup_ended (const MchTransferEntry *entry)
{
  if (strcmp (entry->state, "accepted") == 0)
    return g_strdup (entry->side == MCH_TRANSFER_IN ? _ ("Accepted: the pupil is in your list")
                                                    : _ ("Accepted: the pupil has left"));
  if (entry->reason != NULL)
    return g_strdup_printf (_ ("Refused: %s"), entry->reason);
  return g_strdup (_ ("Refused"));
}

char *
mch_transfer_dup_state (const MchTransferEntry *entry)
{
  gboolean open;
  g_autofree char *words = NULL;
  g_autofree char *day = NULL;

  g_return_val_if_fail (entry != NULL, NULL);

  open = strcmp (entry->state, "asked") == 0 || strcmp (entry->state, "possible") == 0;
  words = open ? dup_asked (entry) : dup_ended (entry);
  day = entry->asked_ms > 0 ? mch_label_dup_moment (entry->asked_ms) : NULL;
  return g_strjoin (" · ", words, day, NULL);
}

static void
on_clicked (GtkWidget *button, Press *press)
{
  press->act (press->entry, g_object_get_data (G_OBJECT (button), ACT), press->data);
}

static void
add_button (GtkWidget *box, const char *label, const char *act, Press *press, const char *state)
{
  GtkWidget *button = mch_button_new (label, NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (button), ACT, (gpointer) act);
  mch_a11y_set_description (button, state);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), press);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_buttons (GtkWidget *box, const MchTransferEntry *entry, Press *press, const char *about)
{
  if (entry->side == MCH_TRANSFER_POSSIBLE)
    add_button (box, _ ("As_k for the transfer"), "ask", press, about);
  else if (entry->side != MCH_TRANSFER_IN && strcmp (entry->state, "asked") == 0)
    {
      add_button (box, _ ("_Refuse…"), "refuse", press, about);
      add_button (box, _ ("_Accept…"), "accept", press, about);
    }
}

GtkWidget *
mch_transfer_row_new (const MchTransferEntry *entry, MchTransferAct act, gpointer data)
{
  g_autofree char *who = mch_transfer_dup_name (entry);
  g_autofree char *state = mch_transfer_dup_state (entry);
  g_autofree char *birth =
      mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"), entry->birth_date);
  g_autofree char *title = g_strjoin (" · ", who, birth, NULL);
  GtkWidget *box;
  GtkWidget *row = mch_boxed_row_new (title, state, &box);
  Press *press = g_new0 (Press, 1);

  *press = (Press){ entry, act, data };
  g_object_set_data_full (G_OBJECT (row), "mch-press", press, g_free);
  add_buttons (box, entry, press, title);
  return row;
}
