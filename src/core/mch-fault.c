/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentences stand in a table. {value}, {field}, {suggestion} and {line} are filled in after
 * translation, so that no translation can break a format. */
#include "core/mch-fault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-slip-text.h"

#define SHOWN_CHARACTERS 60
#define VALUE "{value}"
#define SUGGESTION "{suggestion}"

typedef struct
{
  const char *name;
  const char *message;
  const char *hint;
} Sentence;

static const Sentence sentences[] = {
  [MCH_FAULT_NONE] = { "none", "", "" },
  [MCH_FAULT_MISSING] = { "missing", N_ ("{field}: nothing is written."), N_ ("Fill in {field}.") },
  [MCH_FAULT_UNREADABLE_DATE] = { "unreadable_date", N_ ("“{value}” is not a date."),
                                  N_ ("Write the date like 22/02/2009.") },
  [MCH_FAULT_IMPOSSIBLE_DATE] = { "impossible_date", N_ ("“{value}” is a day that does not exist."),
                                  N_ ("Write the date like 22/02/2009: day, month, year.") },
  [MCH_FAULT_FUTURE_DATE] = { "future_date", N_ ("“{value}” is in the future."),
                              N_ ("Check the year and write the date like 22/02/2009.") },
  [MCH_FAULT_UNLIKELY_AGE] = { "unlikely_age", N_ ("“{value}” gives an unusual age."),
                               N_ ("Check the year of birth.") },
  [MCH_FAULT_UNKNOWN_SEX] = { "unknown_sex", N_ ("“{value}” is not a known value for the sex."),
                              N_ ("Write F or M.") },
  [MCH_FAULT_NOT_AN_INE] = { "not_an_ine", N_ ("“{value}” is not an INE."),
                             N_ ("Write the 11 characters of the INE, such as 123456789AB, or "
                                 "leave it empty.") },
  [MCH_FAULT_INE_KEY] = { "ine_key",
                          N_ ("The last character of the INE “{value}” does not match the others."),
                          N_ ("Compare the INE with the one in the school's records.") },
  [MCH_FAULT_NOT_A_UAI] = { "not_a_uai", N_ ("“{value}” is not the code of an establishment."),
                            N_ ("Write 7 digits and a letter, such as 0951099D.") },
  [MCH_FAULT_UAI_KEY] = { "uai_key",
                          N_ ("The letter of the establishment code “{value}” does not match its "
                              "digits."),
                          N_ ("Compare the code with the one that the académie gave.") },
  [MCH_FAULT_NOT_AN_EMAIL] = { "not_an_email", N_ ("“{value}” is not an e-mail address."),
                               N_ ("Write the address like name@example.org, or leave it empty.") },
  [MCH_FAULT_NOT_A_PHONE] = { "not_a_phone", N_ ("“{value}” is not a telephone number."),
                              N_ ("Write one number like 0612345678 or +33612345678.") },
  [MCH_FAULT_NOT_A_POSTCODE] = { "not_a_postcode", N_ ("“{value}” is not a postal code."),
                                 N_ ("Write 5 digits, such as 25000.") },
  [MCH_FAULT_NOT_A_COMMUNE] = { "not_a_commune", N_ ("“{value}” is not the INSEE code of a town."),
                                N_ ("Write 5 characters, such as 25056 or 2A004.") },
  [MCH_FAULT_NOT_A_DEPARTMENT] = { "not_a_department", N_ ("“{value}” is not a department."),
                                   N_ ("Write its number, such as 25, 2A or 974.") },
  [MCH_FAULT_NOT_A_COUNTRY] = { "not_a_country",
                                N_ ("“{value}” is not the INSEE code of a country."),
                                N_ ("Write 5 digits, such as 99100 for France.") },
  [MCH_FAULT_NOT_A_CODE] = { "not_a_code", N_ ("“{value}” is not a code."),
                             N_ ("Write letters and digits only.") },
  [MCH_FAULT_NOT_A_CANDIDATE_NUMBER] = { "not_a_candidate_number",
                                         N_ ("“{value}” is not a candidate number."),
                                         N_ ("Write 11 digits, such as 02012345678, or leave it "
                                             "empty.") },
  [MCH_FAULT_NOT_A_NAME] = { "not_a_name", N_ ("“{value}” holds characters that no name has."),
                             N_ ("Write letters, spaces, hyphens and apostrophes only.") },
  [MCH_FAULT_FORBIDDEN_CHARACTERS] = { "forbidden_characters",
                                       N_ ("“{value}” holds invisible or damaged characters."),
                                       N_ ("Type the value again.") },
  [MCH_FAULT_TOO_LONG] = { "too_long", N_ ("“{value}” is too long."),
                           N_ ("Shorten it to {max} characters.") },
  [MCH_FAULT_NOT_A_SESSION] = { "not_a_session", N_ ("“{value}” is not a session."),
                                N_ ("Write it like CAP/2027-06.") },
  [MCH_FAULT_NOT_A_STATE] = { "not_a_state", N_ ("A registration cannot go to “{value}” here."),
                              N_ ("Leave the state as it is.") },
  [MCH_FAULT_NOT_A_REFERENCE] = { "not_a_reference", N_ ("“{value}” does not name a record."),
                                  N_ ("Update the program.") },
  [MCH_FAULT_TOO_MANY_CELLS] = { "too_many_cells",
                                 N_ ("This row has more values than there are columns: “{value}”."),
                                 N_ ("Put values that hold the separator between quotation "
                                     "marks.") },
  [MCH_FAULT_OTHER_ESTABLISHMENT] = { "other_establishment",
                                      N_ ("This row belongs to the establishment {value}."),
                                      N_ ("Import it in that establishment.") },
  [MCH_FAULT_SAME_CANDIDATE] = { "same_candidate", N_ ("The same candidate as on line {line}."),
                                 N_ ("Line {line} is kept; remove one of the two.") },
  [MCH_FAULT_HOMONYM] = { "homonym", N_ ("Another candidate has the same names and date of birth."),
                          N_ ("Two candidates are kept: check that they are two persons.") },
  [MCH_FAULT_INE_CONFLICT] = { "ine_conflict",
                               N_ ("The INE “{value}” already belongs to a candidate with another "
                                   "name and date of birth."),
                               N_ ("Correct the INE, or leave it empty.") },
  [MCH_FAULT_WITHDRAWN] = { "withdrawn", N_ ("This candidate was withdrawn from this session."),
                            N_ ("The import does not register them again.") },
  [MCH_FAULT_TWO_VALUES] = { "two_values",
                             N_ ("Two columns of the file differ for {field}; “{value}” was not "
                                 "taken."),
                             N_ ("Check {field}.") },
  [MCH_FAULT_UNKNOWN_FIELD] = { "unknown_field", N_ ("“{value}” is not a field of this record."),
                                N_ ("Update the program.") },
  [MCH_FAULT_NOT_EDITABLE] = { "not_editable", N_ ("{field} cannot be changed here."),
                               N_ ("Ask the exam office.") },
  [MCH_FAULT_NOT_A_TOKEN] = { "not_a_token", N_ ("“{value}” stands for nothing on a slip."),
                              N_ ("Write one of {tokens}, or “{{” for a brace.") },
  [MCH_FAULT_TO_CORRECT] = { "to_correct", N_ ("A value of the file could not be taken: {value}."),
                             N_ ("Correct it.") },
  [MCH_FAULT_NOT_A_FLAG] = { "not_a_flag", N_ ("“{value}” is neither yes nor no."),
                             N_ ("Write O or N.") },
  [MCH_FAULT_NOT_A_YEAR] = { "not_a_year", N_ ("“{value}” is not a year."),
                             N_ ("Write 4 digits, such as 2024.") },
  [MCH_FAULT_NOT_TESTS] = { "not_tests", N_ ("“{value}” is not a list of tests."),
                            N_ ("Write the codes of tests between semicolons, with = before an "
                                "option: E2=Anglais; EF1.") },
  [MCH_FAULT_NOT_MARKS] = { "not_marks", N_ ("“{value}” is not a list of marks."),
                            N_ ("Write the codes of tests with their marks between semicolons: "
                                "E4=12; E7=10,5.") },
  [MCH_FAULT_NOT_IN_REFERENCE] = { "not_in_reference",
                                   N_ ("{field}: “{value}” is not known to this exam."),
                                   N_ ("Choose one of those that “machaonctl reference list” "
                                       "shows.") },
  [MCH_FAULT_NOT_OFFERED] = { "not_offered",
                              N_ ("{field}: “{value}” is not offered to this candidate."),
                              N_ ("Compare it with the candidate's category, speciality and form "
                                  "of the exam.") },
  [MCH_FAULT_NOT_CHOSEN] = { "not_chosen", N_ ("{field}: nothing was chosen for “{value}”."),
                             N_ ("Choose one of the options of this test.") },
  [MCH_FAULT_TOO_MANY_TESTS] = { "too_many_tests",
                                 N_ ("{field}: there are more optional tests than allowed."),
                                 N_ ("Keep {value} at most.") },
  [MCH_FAULT_REGISTERED_ELSEWHERE] = { "registered_elsewhere",
                                       N_ ("Already registered in another establishment."),
                                       N_ ("Ask for the transfer (machaonctl transfers request), "
                                           "or correct the INE.") },
  [MCH_FAULT_NUMBER_TAKEN] = { "number_taken",
                               N_ ("The candidate number “{value}” is another candidate's."),
                               N_ ("Correct it, or leave it empty: the server gives one.") },
  [MCH_FAULT_GARBLED] = { "garbled", N_ ("The accents of “{value}” are damaged."),
                          N_ ("Write “{suggestion}”.") },
  [MCH_FAULT_SWAPPED_NAMES] = { "swapped_names",
                                N_ ("Family name and given name seem to be exchanged: “{value}”."),
                                N_ ("Exchange them if “{suggestion}” is the family name.") },
  [MCH_FAULT_NEAR_VALUE] = { "near_value", N_ ("“{value}” is close to “{suggestion}”."),
                             N_ ("Write “{suggestion}” if the two are one.") },
  [MCH_FAULT_UNKNOWN_EXAM] = { "unknown_exam",
                               N_ ("“{value}” names no exam and session that this program knows."),
                               N_ ("Write it like CAP or CAP/2027-06, or do not import this "
                                   "column.") },
  [MCH_FAULT_NO_OPEN_SESSION] = { "no_open_session",
                                  N_ ("No session is open to your establishment for {value}."),
                                  N_ ("Ask the exam office to open it, then import this row "
                                      "again.") },
  [MCH_FAULT_SEVERAL_SESSIONS] = { "several_sessions",
                                   N_ ("Several sessions are open for {value}."),
                                   N_ ("Write which one, like CAP/2027-06.") },
  [MCH_FAULT_OTHER_EXAM] = { "other_exam",
                             N_ ("The speciality {value} is one of {suggestion}, and the row is "
                                 "for another exam."),
                             N_ ("Check the speciality and the exam.") },
  [MCH_FAULT_SEVERAL_PEOPLE] = { "several_people",
                                 N_ ("Several candidates have these names and date of birth: "
                                     "“{value}”."),
                                 N_ ("Write the INE or the candidate number, or say which of them "
                                     "it is.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == MCH_N_FAULTS);

/* Many faults of one kind are told in a few words and without their values. */
static const char *const words[] = {
  [MCH_FAULT_NONE] = N_ ("put right"),
  [MCH_FAULT_MISSING] = N_ ("nothing is written"),
  [MCH_FAULT_UNREADABLE_DATE] = N_ ("not a date"),
  [MCH_FAULT_IMPOSSIBLE_DATE] = N_ ("a day that does not exist"),
  [MCH_FAULT_FUTURE_DATE] = N_ ("in the future"),
  [MCH_FAULT_UNLIKELY_AGE] = N_ ("an unusual age"),
  [MCH_FAULT_UNKNOWN_SEX] = N_ ("neither F nor M"),
  [MCH_FAULT_NOT_AN_INE] = N_ ("not an INE"),
  [MCH_FAULT_INE_KEY] = N_ ("a wrong last character"),
  [MCH_FAULT_NOT_A_UAI] = N_ ("not a code of an establishment"),
  [MCH_FAULT_UAI_KEY] = N_ ("a wrong letter"),
  [MCH_FAULT_NOT_AN_EMAIL] = N_ ("not an e-mail address"),
  [MCH_FAULT_NOT_A_PHONE] = N_ ("not a telephone number"),
  [MCH_FAULT_NOT_A_POSTCODE] = N_ ("not a postal code"),
  [MCH_FAULT_NOT_A_COMMUNE] = N_ ("not the INSEE code of a town"),
  [MCH_FAULT_NOT_A_DEPARTMENT] = N_ ("not a department"),
  [MCH_FAULT_NOT_A_COUNTRY] = N_ ("not the INSEE code of a country"),
  [MCH_FAULT_NOT_A_CODE] = N_ ("not a code"),
  [MCH_FAULT_NOT_A_CANDIDATE_NUMBER] = N_ ("not a candidate number"),
  [MCH_FAULT_NOT_A_NAME] = N_ ("characters that no name has"),
  [MCH_FAULT_FORBIDDEN_CHARACTERS] = N_ ("invisible or damaged characters"),
  [MCH_FAULT_TOO_LONG] = N_ ("too long"),
  [MCH_FAULT_NOT_A_SESSION] = N_ ("not a session"),
  [MCH_FAULT_NOT_A_STATE] = N_ ("not a state"),
  [MCH_FAULT_NOT_A_REFERENCE] = N_ ("not a record"),
  [MCH_FAULT_TOO_MANY_CELLS] = N_ ("more values than columns"),
  [MCH_FAULT_OTHER_ESTABLISHMENT] = N_ ("another establishment's pupil"),
  [MCH_FAULT_SAME_CANDIDATE] = N_ ("the same candidate twice"),
  [MCH_FAULT_HOMONYM] = N_ ("same names and date of birth as another"),
  [MCH_FAULT_INE_CONFLICT] = N_ ("already another candidate's"),
  [MCH_FAULT_WITHDRAWN] = N_ ("withdrawn from this session"),
  [MCH_FAULT_TWO_VALUES] = N_ ("two columns that differ"),
  [MCH_FAULT_UNKNOWN_FIELD] = N_ ("an unknown field"),
  [MCH_FAULT_NOT_EDITABLE] = N_ ("cannot be changed here"),
  [MCH_FAULT_TO_CORRECT] = N_ ("to be corrected"),
  [MCH_FAULT_GARBLED] = N_ ("damaged accents"),
  [MCH_FAULT_SWAPPED_NAMES] = N_ ("family and given name exchanged"),
  [MCH_FAULT_NEAR_VALUE] = N_ ("another spelling of a known value"),
  [MCH_FAULT_UNKNOWN_EXAM] = N_ ("not an exam"),
  [MCH_FAULT_NO_OPEN_SESSION] = N_ ("no open session for this exam"),
  [MCH_FAULT_SEVERAL_SESSIONS] = N_ ("several open sessions for this exam"),
  [MCH_FAULT_OTHER_EXAM] = N_ ("a speciality of another exam"),
  [MCH_FAULT_SEVERAL_PEOPLE] = N_ ("one of several homonyms"),
  [MCH_FAULT_NOT_A_FLAG] = N_ ("neither yes nor no"),
  [MCH_FAULT_NOT_A_YEAR] = N_ ("not a year"),
  [MCH_FAULT_NOT_TESTS] = N_ ("not a list of tests"),
  [MCH_FAULT_NOT_MARKS] = N_ ("not a list of marks"),
  [MCH_FAULT_NOT_IN_REFERENCE] = N_ ("not known to this exam"),
  [MCH_FAULT_NOT_OFFERED] = N_ ("not offered to this candidate"),
  [MCH_FAULT_NOT_CHOSEN] = N_ ("nothing was chosen"),
  [MCH_FAULT_TOO_MANY_TESTS] = N_ ("too many optional tests"),
  [MCH_FAULT_REGISTERED_ELSEWHERE] = N_ ("registered in another establishment"),
  [MCH_FAULT_NUMBER_TAKEN] = N_ ("another candidate's number"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == MCH_N_FAULTS);

const char *
mch_fault_code_to_string (MchFaultCode code)
{
  g_return_val_if_fail (code < MCH_N_FAULTS, NULL);

  return sentences[code].name;
}

MchFaultCode
mch_fault_code_from_string (const char *text)
{
  for (guint i = 0; i < MCH_N_FAULTS; i++)
    if (g_strcmp0 (text, sentences[i].name) == 0)
      return i;
  return MCH_FAULT_NONE;
}

const char *
mch_fault_code_to_words (MchFaultCode code)
{
  g_return_val_if_fail (code < MCH_N_FAULTS, NULL);

  return _ (words[code]);
}

const char *
mch_fault_get_label (const MchFault *fault)
{
  g_return_val_if_fail (fault != NULL, NULL);

  return fault->field != NULL ? _ (fault->field->label) : NULL;
}

/* Long values are cut for the sentence only; the whole value stays in the fault. */
static char *
dup_shown (const char *value)
{
  g_autofree char *start = NULL;

  if (value == NULL)
    return g_strdup ("");
  if (g_utf8_strlen (value, -1) <= SHOWN_CHARACTERS)
    return g_strdup (value);
  start = g_utf8_substring (value, 0, SHOWN_CHARACTERS);
  return g_strconcat (start, "…", NULL);
}

/* What comes from a file stays as it was written, even where it looks like a placeholder. */
static void
fill_texts (GString *text, const char *value, const char *suggestion)
{
  gsize at = 0;

  while (at < text->len)
    {
      const char *here = text->str + at;
      gboolean is_value = g_str_has_prefix (here, VALUE);
      const char *with = is_value ? value : suggestion;

      if (!is_value && !g_str_has_prefix (here, SUGGESTION))
        {
          at++;
          continue;
        }
      g_string_erase (text, (gssize) at, is_value ? strlen (VALUE) : strlen (SUGGESTION));
      g_string_insert (text, (gssize) at, with);
      at += strlen (with);
    }
}

/* What to show of the value: all of it, or the piece that is wrong. (transfer full) */
static char *
dup_value (const MchFault *fault)
{
  g_autofree char *piece = NULL;

  if (fault->code == MCH_FAULT_NOT_A_TOKEN && fault->value != NULL
      && !mch_slip_text_check (fault->value, &piece))
    return dup_shown (piece);
  return dup_shown (fault->value);
}

/* "{prenom}, {nom}, {classe}…" (transfer full) */
static char *
dup_tokens (void)
{
  GString *text = g_string_new (NULL);

  for (int token = 0; token < MCH_N_SLIP_TOKENS; token++)
    g_string_append_printf (text, "%s{%s}", token > 0 ? ", " : "", mch_slip_token_get_name (token));
  return g_string_free (text, FALSE);
}

static char *
dup_filled (const MchFault *fault, const char *sentence)
{
  g_autoptr (GString) text = g_string_new (sentence);
  g_autofree char *value = dup_value (fault);
  g_autofree char *suggestion = dup_shown (fault->suggestion);
  g_autofree char *tokens = dup_tokens ();
  g_autofree char *line = g_strdup_printf ("%u", fault->other_line);
  g_autofree char *max = g_strdup_printf ("%u", fault->field ? fault->field->max_length : 0);
  const char *label = mch_fault_get_label (fault);

  g_string_replace (text, "{line}", line, 0);
  g_string_replace (text, "{max}", max, 0);
  g_string_replace (text, "{tokens}", tokens, 0);
  g_string_replace (text, "{field}", label != NULL ? label : "", 0);
  fill_texts (text, value, suggestion);
  return g_strdup (text->str);
}

char *
mch_fault_dup_message (const MchFault *fault)
{
  g_return_val_if_fail (fault != NULL && fault->code < MCH_N_FAULTS, NULL);

  return fault->code == MCH_FAULT_NONE ? g_strdup ("")
                                       : dup_filled (fault, _ (sentences[fault->code].message));
}

char *
mch_fault_dup_hint (const MchFault *fault)
{
  g_return_val_if_fail (fault != NULL && fault->code < MCH_N_FAULTS, NULL);

  return fault->code == MCH_FAULT_NONE ? g_strdup ("")
                                       : dup_filled (fault, _ (sentences[fault->code].hint));
}
