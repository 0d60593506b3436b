/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-sheet-frame.h"

#include "core/mch-date.h"
#include "core/mch-label.h"
#include "core/mch-registration.h"

char **
mch_sheet_split_pieces (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "|", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_ptr_array_add (kept, g_strdup (parts[i]));
  g_ptr_array_add (kept, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&kept), FALSE);
}

char *
mch_sheet_dup_date (const char *date)
{
  if (date == NULL || !mch_date_is_valid (date))
    return g_strdup (date);
  return mch_date_dup_french (date);
}

static void
append_part (GString *text, const char *separator, const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

static char *
dup_place (const MchRecord *establishment)
{
  g_autoptr (GString) town = g_string_new (NULL);
  GString *place = g_string_new (NULL);

  append_part (town, " ", mch_record_get (establishment, "postal_code"));
  append_part (town, " ", mch_record_get (establishment, "city"));
  append_part (place, ", ", mch_record_get (establishment, "address"));
  append_part (place, ", ", town->str);
  return g_string_free (place, FALSE);
}

/* What the exam office wrote for this session, else what the exam asks of some candidate. */
static void
read_pieces (MchSheetFrame *frame, const MchRecord *service, const MchReference *reference)
{
  const char *said = mch_record_get (service, "pieces");
  const GPtrArray *items;
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  frame->pieces_of_all = said != NULL || reference == NULL;
  if (frame->pieces_of_all)
    {
      frame->pieces = mch_sheet_split_pieces (said);
      return;
    }
  items = mch_reference_list (reference, MCH_REF_DOCUMENT);
  for (guint i = 0; i < items->len; i++)
    g_strv_builder_add (labels, mch_ref_item_get (items->pdata[i], "label"));
  frame->pieces = g_strv_builder_end (labels);
}

/* INS-26: "2026-12-01/2026-12-22", or the last day alone. */
static void
read_return (MchSheetFrame *frame, const MchRecord *service, const MchReference *reference)
{
  const char *window = mch_registration_get_setting (service, reference, "return");
  g_auto (GStrv) days = g_strsplit (window != NULL ? window : "", "/", 2);
  guint n = g_strv_length (days);

  if (n == 2)
    frame->return_from = mch_sheet_dup_date (days[0]);
  if (n > 0)
    frame->return_until = mch_sheet_dup_date (days[n - 1]);
}

void
mch_sheet_frame_init (MchSheetFrame *frame, const MchRecord *establishment,
                      const MchRecord *service, const MchReference *reference)
{
  const char *name;
  const char *academy;

  g_return_if_fail (frame != NULL && establishment != NULL && service != NULL);

  name = mch_record_get (establishment, "name");
  academy = mch_record_get (service, "academy_name");
  *frame = (MchSheetFrame){ 0 };
  frame->school = g_strdup_printf ("%s (%s)", name != NULL ? name : "", establishment->id);
  frame->place = dup_place (establishment);
  frame->exam = mch_label_dup_exam (service->id);
  frame->month = mch_label_dup_session (service->id);
  frame->academy = academy != NULL ? mch_label_dup_academy (academy) : NULL;
  frame->paper_only = mch_registration_is_paper_only (service, reference);
  read_pieces (frame, service, reference);
  read_return (frame, service, reference);
}

void
mch_sheet_frame_clear (MchSheetFrame *frame)
{
  g_clear_pointer (&frame->school, g_free);
  g_clear_pointer (&frame->place, g_free);
  g_clear_pointer (&frame->exam, g_free);
  g_clear_pointer (&frame->month, g_free);
  g_clear_pointer (&frame->academy, g_free);
  g_clear_pointer (&frame->pieces, g_strfreev);
  g_clear_pointer (&frame->return_from, g_free);
  g_clear_pointer (&frame->return_until, g_free);
}
