/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-printer-offset.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "print/papillon/mch-papillon.h"

#define MINUS "\342\210\222"

/* Tenths count, and no more than the most. */
static gboolean
take (double value, double *ret_mm)
{
  if (!isfinite (value) || fabs (value) > MCH_PRINTER_OFFSET_MOST)
    return FALSE;
  *ret_mm = round (value * 10) / 10 + 0.0;
  return TRUE;
}

gboolean
mch_printer_offset_parse (const char *text, double *ret_mm, GError **error)
{
  g_autofree char *plain = NULL;
  g_auto (GStrv) parts = NULL;
  const char *number;
  char *end = NULL;
  double value;

  g_return_val_if_fail (text != NULL && ret_mm != NULL, FALSE);

  parts = g_strsplit (text, MINUS, -1);
  plain = g_strjoinv ("-", parts);
  g_strstrip (plain);
  if (g_str_has_suffix (plain, "mm"))
    plain[strlen (plain) - 2] = '\0';
  g_strstrip (plain);
  g_strdelimit (plain, ",", '.');
  number = plain + (*plain == '+' || *plain == '-');
  value = g_ascii_strtod (number, &end);
  if (strspn (number, "0123456789.") == strlen (number) && end > number && *end == '\0'
      && take (*plain == '-' ? -value : value, ret_mm))
    return TRUE;
  g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
               _ ("“%s” is no shift. Write millimetres from −10 to 10, such as 1.5 or −0.5."),
               text);
  return FALSE;
}

static char *
dup_path (const char *profile_dir)
{
  return g_build_filename (profile_dir, "printers.conf", NULL);
}

/* A name of a printer as a group's, which may hold no bracket. (transfer full) */
static char *
dup_group (const char *printer)
{
  return g_uri_escape_string (printer, " ", TRUE);
}

void
mch_printer_offset_load (MchPrinterOffset *ret_offset, const char *profile_dir, const char *printer)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = NULL;
  g_autofree char *group = NULL;
  double right, down;

  g_return_if_fail (ret_offset != NULL && profile_dir != NULL);

  *ret_offset = (MchPrinterOffset){ 0 };
  if (printer == NULL || *printer == '\0')
    return;
  path = dup_path (profile_dir);
  group = dup_group (printer);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  if (take (g_key_file_get_double (file, group, "right", NULL), &right)
      && take (g_key_file_get_double (file, group, "down", NULL), &down))
    *ret_offset = (MchPrinterOffset){ right, down };
}

gboolean
mch_printer_offset_save (const MchPrinterOffset *offset, const char *profile_dir,
                         const char *printer, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) own = NULL;
  g_autofree char *path = NULL;
  g_autofree char *group = NULL;
  g_autofree char *text = NULL;
  double right, down;

  g_return_val_if_fail (offset != NULL && profile_dir != NULL && printer != NULL, FALSE);
  g_return_val_if_fail (*printer != '\0', FALSE);
  g_return_val_if_fail (take (offset->right, &right) && take (offset->down, &down), FALSE);

  path = dup_path (profile_dir);
  group = dup_group (printer);
  /* The other printers keep theirs. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_remove_group (file, group, NULL);
  if (fabs (right) > 0 || fabs (down) > 0)
    {
      g_key_file_set_double (file, group, "right", right);
      g_key_file_set_double (file, group, "down", down);
    }
  text = g_key_file_to_data (file, NULL, NULL);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &own))
    return TRUE;
  g_set_error (
      error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
      _ ("The shift of this printer could not be kept: %s. The one of before still holds."),
      own->message);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

char **
mch_printer_offset_list (const char *profile_dir)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_auto (GStrv) groups = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  path = dup_path (profile_dir);
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *name = g_uri_unescape_string (groups[i], NULL);
      MchPrinterOffset offset;

      if (name == NULL || !g_utf8_validate (name, -1, NULL))
        continue;
      mch_printer_offset_load (&offset, profile_dir, name);
      if (fabs (offset.right) > 0 || fabs (offset.down) > 0)
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

char *
mch_printer_offset_dup_words (const MchPrinterOffset *offset)
{
  g_autofree char *across = NULL;
  g_autofree char *along = NULL;

  g_return_val_if_fail (offset != NULL, NULL);

  if (fabs (offset->right) > 0)
    across =
        g_strdup_printf (offset->right > 0 ? _ ("%.1f mm to the right") : _ ("%.1f mm to the left"),
                         fabs (offset->right));
  if (fabs (offset->down) > 0)
    along = g_strdup_printf (offset->down > 0 ? _ ("%.1f mm down") : _ ("%.1f mm up"),
                             fabs (offset->down));
  if (across != NULL && along != NULL)
    return g_strdup_printf ("%s, %s", across, along);
  if (across != NULL || along != NULL)
    return g_strdup (across != NULL ? across : along);
  return g_strdup (C_ ("shift", "none"));
}
