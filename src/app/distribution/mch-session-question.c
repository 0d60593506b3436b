/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-session-question.h"

MchSessionQuestion *
mch_session_question_new (MchContext *context)
{
  MchSessionQuestion *question = g_new0 (MchSessionQuestion, 1);

  question->scope = g_strdup (mch_context_get_scope (context));
  question->session = g_strdup (mch_context_get_session (context));
  question->today = mch_context_dup_today ();
  return question;
}

void
mch_session_question_free (gpointer data)
{
  MchSessionQuestion *question = data;

  g_free (question->scope);
  g_free (question->session);
  g_free (question->today);
  g_free (question);
}
