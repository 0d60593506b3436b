/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which session a row is for: what its columns say, else the exam that its speciality belongs to,
 * else the session that the import was begun in. */
#include "core/mch-exam.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of cells and specialities that were met before. */
#define UNKNOWN_EXAM -1
#define NO_OPEN_SESSION -2
#define SEVERAL_SESSIONS -3

struct _MchSessionChoice
{
  GHashTable *by_code; /* (nullable): borrowed code → const MchImportSpeciality */
  GHashTable *by_text; /* owned char* → what find_session() answered, + 4 */
  GString *text;       /* of the row being read */
  guint slot;
  guint slot_specialty;
};

static gboolean
is_session_of (const char *session, const char *domain)
{
  gsize length = strlen (domain);

  return strncmp (session, domain, length) == 0 && session[length] == '/';
}

/* A code that two exams have is of the one that the import was begun in. */
static GHashTable *
index_specialities (const MchImportBase *base)
{
  GHashTable *by_code;

  if (base->n_specialities == 0)
    return NULL;
  by_code = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < base->n_specialities; i++)
    {
      const MchImportSpeciality *speciality = &base->specialities[i];

      if (!g_hash_table_contains (by_code, speciality->code)
          || is_session_of (base->session, speciality->domain))
        g_hash_table_insert (by_code, (gpointer) speciality->code, (gpointer) speciality);
    }
  return by_code;
}

void
mch_session_choice_reset (MchImportPlan *plan)
{
  MchSessionChoice *choice;

  mch_session_choice_free (plan->session_choice);
  choice = g_new0 (MchSessionChoice, 1);
  choice->by_code = index_specialities (&plan->base);
  choice->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  choice->text = g_string_new (NULL);
  choice->slot = mch_import_slot ("session");
  choice->slot_specialty = mch_import_slot ("specialty_code");
  plan->session_choice = choice;
}

void
mch_session_choice_free (MchSessionChoice *choice)
{
  if (choice == NULL)
    return;
  g_clear_pointer (&choice->by_code, g_hash_table_unref);
  g_hash_table_unref (choice->by_text);
  g_string_free (choice->text, TRUE);
  g_free (choice);
}

static int
find_fitting (const MchImportPlan *plan, const MchExam *exam)
{
  int found = NO_OPEN_SESSION;

  for (guint i = 0; plan->sessions->pdata[i] != NULL; i++)
    {
      if (!mch_exam_fits (exam, plan->sessions->pdata[i]))
        continue;
      /* The one that the import was begun in goes before others of the same exam. */
      if (i == 0)
        return 0;
      if (found >= 0)
        return SEVERAL_SESSIONS;
      found = (int) i;
    }
  return found;
}

static gboolean
is_known (const MchImportPlan *plan, const MchExam *exam)
{
  MchExam bare = *exam;

  if (exam->domains != NULL || exam->year != 0 || exam->month != 0)
    return TRUE;
  bare.year = bare.month = 0;
  return *exam->words != '\0' && find_fitting (plan, &bare) != NO_OPEN_SESSION;
}

/* A year alone is of the exam that the speciality names, or of the import's own. */
static int
find_session (const MchImportPlan *plan, const char *text, const char *fallback_domain)
{
  g_auto (MchExam) exam = { 0 };
  g_auto (MchExam) fallback = { 0 };

  mch_exam_read (text, &exam);
  if (!is_known (plan, &exam))
    return UNKNOWN_EXAM;
  if (*exam.words != '\0')
    return find_fitting (plan, &exam);
  mch_exam_read (fallback_domain, &fallback);
  fallback.year = exam.year;
  fallback.month = exam.month;
  return find_fitting (plan, &fallback);
}

static int
find_remembered (MchReading *reading, const char *text, const char *domain)
{
  MchSessionChoice *choice = reading->plan->session_choice;
  g_autofree char *key = g_strconcat (domain, "\n", text, NULL);
  gpointer known = g_hash_table_lookup (choice->by_text, key);
  int found;

  if (known != NULL)
    return GPOINTER_TO_INT (known) - 4;
  found = find_session (reading->plan, text, domain);
  g_hash_table_insert (choice->by_text, g_steal_pointer (&key), GINT_TO_POINTER (found + 4));
  return found;
}

/* What the exam's column, and the session's beside it, say. */
static const char *
get_text (MchReading *reading)
{
  MchSessionChoice *choice = reading->plan->session_choice;
  const MchSlotColumn *columns = &reading->plan->table->columns->slots[choice->slot];
  const MchValueMap *values = &reading->plan->table->values;
  const char *to;

  g_string_assign (choice->text, mch_reading_get_cell (reading, columns->column));
  if (columns->spare != MCH_NO_COLUMN)
    g_string_append_printf (choice->text, " %s", mch_reading_get_cell (reading, columns->spare));
  g_strstrip (choice->text->str);
  to = mch_value_map_get (values, choice->slot, choice->text->str);
  return to != NULL ? to : choice->text->str;
}

/* @is_written: whether the file names the exam itself, and not only by a speciality. */
static int
blame (MchReading *reading, int found, gboolean is_written, const char *value)
{
  const MchSessionChoice *choice = reading->plan->session_choice;
  MchFaultCode code = found == SEVERAL_SESSIONS             ? MCH_FAULT_SEVERAL_SESSIONS
                      : found == UNKNOWN_EXAM && is_written ? MCH_FAULT_UNKNOWN_EXAM
                                                            : MCH_FAULT_NO_OPEN_SESSION;

  mch_reading_add_fault (reading, code, TRUE,
                         (int) (is_written ? choice->slot : choice->slot_specialty), value);
  return -1;
}

/* The row goes where its column says; a speciality of another exam is likely a slip. */
static void
compare_exams (MchReading *reading, int session, const MchImportSpeciality *speciality)
{
  const MchSessionChoice *choice = reading->plan->session_choice;

  if (is_session_of (reading->plan->sessions->pdata[session], speciality->domain))
    return;
  mch_reading_add_fault (reading, MCH_FAULT_OTHER_EXAM, FALSE, (int) choice->slot_specialty,
                         speciality->code)
      ->suggestion = speciality->domain;
}

int
mch_session_choose (MchReading *reading)
{
  const MchImportPlan *plan = reading->plan;
  const MchSessionChoice *choice = plan->session_choice;
  const MchImportSpeciality *speciality = NULL;
  const char *text = "";
  g_autofree char *domain = NULL;
  int found;

  if (choice->by_code != NULL)
    speciality =
        g_hash_table_lookup (choice->by_code, reading->values.value[choice->slot_specialty]);
  if (plan->table->columns->slots[choice->slot].column != MCH_NO_COLUMN)
    text = get_text (reading);
  if (*text == '\0' && speciality == NULL)
    return 0;

  domain = speciality != NULL ? g_strdup (speciality->domain)
                              : g_strndup (plan->base.session, strcspn (plan->base.session, "/"));
  found = find_remembered (reading, *text != '\0' ? text : domain, domain);
  if (found < 0)
    return blame (reading, found, *text != '\0', *text != '\0' ? text : domain);
  if (*text != '\0' && speciality != NULL)
    compare_exams (reading, found, speciality);
  return found;
}

char *
mch_import_base_dup_help (const MchImportBase *base, const char *session)
{
  g_return_val_if_fail (base != NULL && session != NULL, NULL);

  for (gsize i = 0; i < base->n_contacts; i++)
    if (strcmp (base->contacts[i].session, session) == 0)
      return g_strdup_printf (_ ("In case of difficulty: %s"), base->contacts[i].contact);
  return NULL;
}

char *
mch_import_plan_dup_help (const MchImportPlan *plan, guint row)
{
  int session;

  g_return_val_if_fail (plan != NULL && row < plan->row_subjects->len, NULL);

  session = g_array_index (plan->row_subjects, MchRowSubject, row).session;
  return mch_import_base_dup_help (&plan->base, session >= 0 ? plan->sessions->pdata[session]
                                                             : plan->base.session);
}
