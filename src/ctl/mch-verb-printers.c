/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl printers list, set: how far slips are moved for each printer of this computer. Without
 * the server, and without an establishment. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-printer-offset.h"
#include "sync/mch-desk.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

static const char *const names[] = { "printer", "right", "down", NULL };
static const char *const labels[] = { N_ ("Printer"), N_ ("To the right (mm)"),
                                      N_ ("Downwards (mm)"), NULL };

MchExit
mch_verb_printers_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *format_name = NULL;
  g_auto (GStrv) printers = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 3);
  const GOptionEntry options[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  MchFormat format;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  printers = mch_printer_offset_list (ctl->profile);
  for (guint i = 0; printers[i] != NULL; i++)
    {
      char right[G_ASCII_DTOSTR_BUF_SIZE], down[G_ASCII_DTOSTR_BUF_SIZE];
      MchPrinterOffset offset;

      mch_printer_offset_load (&offset, ctl->profile, printers[i]);
      g_ascii_formatd (right, sizeof right, "%.1f", offset.right);
      g_ascii_formatd (down, sizeof down, "%.1f", offset.down);
      mch_list_add (list, (const char *[]){ printers[i], right, down });
    }
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_printers_set (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *right = NULL;
  g_autofree char *down = NULL;
  g_autofree char *words = NULL;
  MchPrinterOffset offset = { 0 }, before;
  const GOptionEntry options[] = {
    { "right", 0, 0, G_OPTION_ARG_STRING, &right,
      N_ ("How far to the right, in mm; to the left with a minus"), "MM" },
    { "down", 0, 0, G_OPTION_ARG_STRING, &down, N_ ("How far down, in mm; up with a minus"), "MM" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "PRINTER", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  if (*argv[1] == '\0' || (right == NULL && down == NULL))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("Name the printer, and say --right MM, --down MM or both."));
      return MCH_EXIT_USAGE;
    }
  if ((right != NULL && !mch_printer_offset_parse (right, &offset.right, error))
      || (down != NULL && !mch_printer_offset_parse (down, &offset.down, error)))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  mch_printer_offset_load (&before, ctl->profile, argv[1]);
  if (right == NULL)
    offset.right = before.right;
  if (down == NULL)
    offset.down = before.down;
  if (!mch_printer_offset_save (&offset, ctl->profile, argv[1], error))
    return MCH_EXIT_FAILED;
  words = mch_printer_offset_dup_words (&offset);
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "printer", argv[1]);
      json_object_set_double_member (object, "right", offset.right);
      json_object_set_double_member (object, "down", offset.down);
      mch_output_object (object);
    }
  else
    /* Translators: a printer, and how far it is moved. */
    g_print (_ ("Slips for %s are moved: %s.\n"), argv[1], words);
  return MCH_EXIT_DONE;
}
