/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl accounts memo, printers test-page: sheets that are alike for everybody, as files. They
 * open no profile. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "documents/mch-account-memo.h"
#include "print/mch-calibration.h"
#include "sync/mch-desk.h"

#include <glib/gi18n-lib.h>

typedef gboolean (*WriteSheet) (const char *path, gint64 now_ms, GError **error);

static MchExit
write_sheet (MchCtl *ctl, int argc, char **argv, WriteSheet write, GError **error)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("The file to write"), "FILE.pdf" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (output == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--output FILE.pdf is needed."));
      return MCH_EXIT_USAGE;
    }
  if (!write (output, mch_desk_now_ms (), error))
    return MCH_EXIT_FAILED;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "output", output);
      mch_output_object (object);
    }
  else
    g_print ("%s\n", output);
  return MCH_EXIT_DONE;
}

static gboolean
write_memo (const char *path, gint64 now_ms, GError **error)
{
  return mch_account_memo_write_pdf_file (NULL, now_ms, path, NULL, error);
}

MchExit
mch_verb_accounts_memo (MchCtl *ctl, int argc, char **argv, GError **error)
{
  return write_sheet (ctl, argc, argv, write_memo, error);
}

MchExit
mch_verb_printers_test_page (MchCtl *ctl, int argc, char **argv, GError **error)
{
  return write_sheet (ctl, argc, argv, mch_calibration_write_pdf_file, error);
}
