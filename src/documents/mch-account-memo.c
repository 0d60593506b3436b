/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-account-memo.h"

#include <glib/gi18n-lib.h>

#include "print/mch-output.h"
#include "print/mch-pdf.h"

/* In the order of the year; activities are called as the window calls them. */
static const MchMemoStep steps[MCH_ACCOUNT_MEMO_STEPS] = {
  { N_ ("Register"),
    N_ ("“Import a file of pupils”, or “Register” for one pupil. Registered and "
        "pre-registered pupils can get an account: you need not wait until every registration"
        " is finished. Check “Set up my establishment”, too: every slip shows your telephone "
        "and your e-mail.") },
  /* ACC-32, ACC-43, ACC-44 */
  { N_ ("Generate"),
    N_ ("“Generate my pupils' Machaon accounts”. Only pupils who never had an account get "
        "one, with a slip. Come back after late arrivals: nobody gets a second account. No "
        "slip for a pupil? He has an account already, and uses it: see 6 and 7.") },
  { N_ ("Print"),
    N_ ("“Preview and printing”: look through the slips, then print them, one to eight on a "
        "page, by class and name. Printing again never changes a password: a corrected name "
        "or a changed class is printed anew under “To print again”.") },
  /* ACC-25 */
  { N_ ("Hand out"),
    N_ ("Give each pupil his own slip, in his hand, and tick it in “Handing out to pupils” or"
        " scan it. The page names who has no slip yet and who has not used it. Keep the rest "
        "under lock: a slip opens an account.") },
  /* ACC-26 */
  { N_ ("First sign-in"),
    N_ ("The pupil types the login and the provisional password of the slip into the "
        "candidates' area; a group that was copied wrongly is named. He then chooses his own "
        "password, and the slip is spent. A verified e-mail address lets him choose a new "
        "password by himself. The slip says until when it works.") },
  { N_ ("Lost slip"),
    N_ ("The pupil has not chosen a password yet: print the same slip again, found by his "
        "name in “Preview and printing”. If somebody else may have the lost one, regenerate "
        "the password: the old paper then opens nothing.") },
  /* ACC-35, ACC-36 */
  { N_ ("Forgotten password"),
    N_ ("With a verified e-mail address: “Forgotten password” on the candidates' area, "
        "without you. Without one: “Regenerate the password of a pupil's account” makes a new"
        " slip; the old paper and the old password die. Nobody, not even you, can read a "
        "password that a pupil has chosen. Forgot only the login? Print a reminder: it has no"
        " password.") },
};

void
mch_account_memo_init (MchAccountMemo *memo, const char *context)
{
  g_return_if_fail (memo != NULL);

  for (guint i = 0; i < MCH_ACCOUNT_MEMO_STEPS; i++)
    memo->steps[i] = (MchMemoStep){ _ (steps[i].heading), _ (steps[i].text) };
  memo->memo = (MchMemo){
    .title = _ ("Memo sheet: candidates' accounts"),
    .context = context,
    /* ACC-42 */
    .intro =
        _ ("Every pupil needs an account: it is where all documents of the exam come, from the "
           "confirmation of registration to the marks."),
    .steps = memo->steps,
    .n_steps = MCH_ACCOUNT_MEMO_STEPS,
    .footer = _ ("Machaon – this sheet is in the program, too: key F1."),
  };
}

gboolean
mch_account_memo_write_pdf_file (const char *context, gint64 now_ms, const char *path,
                                 GCancellable *cancellable, GError **error)
{
  MchAccountMemo memo;
  MchPdfInfo info = { .author = "Machaon",
                      .language = C_ ("language code", "en"),
                      .created_ms = now_ms,
                      .width = MCH_A4_WIDTH,
                      .height = MCH_A4_HEIGHT };
  g_autoptr (MchFonts) fonts = NULL;
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (MchOutput) output = NULL;
  g_autoptr (MchPdf) pdf = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  mch_account_memo_init (&memo, context);
  fonts = mch_fonts_new (NULL, error);
  output = fonts != NULL ? mch_output_open (path, error) : NULL;
  if (output == NULL)
    return FALSE;
  mch_memo_record (&memo.memo, fonts, page);
  info.title = memo.memo.title;
  pdf = mch_pdf_new (mch_output_get_stream (output), fonts, &info);
  return mch_pdf_add_page (pdf, page, cancellable, error)
         && mch_pdf_finish (pdf, cancellable, NULL, error) && mch_output_commit (output, error);
}
