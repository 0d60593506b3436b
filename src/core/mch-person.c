/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-person.h"

#include "core/mch-text.h"

#include <string.h>

static void
append_folded (GString *key, const char *value)
{
  g_string_append_c (key, '|');
  mch_text_append_fold (key, value != NULL ? value : "");
}

char *
mch_person_key (const MchRecord *person)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *ine, *place;

  g_return_val_if_fail (person != NULL && person->kind == MCH_KIND_PERSON, NULL);

  ine = mch_record_get (person, "ine");
  if (ine != NULL)
    g_string_append_printf (key, "ine|%s", ine);
  else
    {
      g_string_append (key, "name");
      append_folded (key, mch_record_get (person, "family_name"));
      append_folded (key, mch_record_get (person, "given_name"));
      append_folded (key, mch_record_get (person, "birth_date"));
      place = mch_record_get (person, "birth_commune_code");
      append_folded (key, place != NULL ? place : mch_record_get (person, "birth_commune"));
    }
  if (mch_record_get (person, "other_person") != NULL)
    g_string_append_printf (key, "|%s", person->id);
  return g_strdup (key->str);
}

char *
mch_person_identity_key (const MchRecord *person)
{
  const char *ine, *birth_date, *family_name;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (person != NULL && person->kind == MCH_KIND_PERSON, NULL);

  ine = mch_record_get (person, "ine");
  birth_date = mch_record_get (person, "birth_date");
  family_name = mch_record_get (person, "family_name");
  if (ine == NULL || birth_date == NULL || family_name == NULL)
    return NULL;
  folded = mch_text_fold (family_name);
  return g_strjoin ("|", ine, birth_date, folded, NULL);
}

static void
add_fault (GArray *faults, MchKind kind, const char *name, MchFaultCode code, const char *value)
{
  MchFault fault = { 0 };

  fault.code = code;
  fault.blocking = TRUE;
  fault.field = mch_field_find (kind, name);
  fault.value = value;
  g_array_append_val (faults, fault);
}

static gboolean
state_may_go (const char *from, const char *to)
{
  if (from == NULL)
    return strcmp (to, MCH_STATE_PRE_REGISTERED) == 0;
  if (strcmp (to, MCH_STATE_REGISTERED) == 0)
    return strcmp (from, MCH_STATE_PRE_REGISTERED) == 0;
  /* What was finished too early is taken back; who was withdrawn stays so (REG-59). */
  if (strcmp (to, MCH_STATE_PRE_REGISTERED) == 0)
    return strcmp (from, MCH_STATE_REGISTERED) == 0;
  return strcmp (to, MCH_STATE_WITHDRAWN) == 0 && strcmp (from, MCH_STATE_WITHDRAWN) != 0;
}

/* Fields that staff do not edit, but that the creation or the finalising of a record writes. */
static gboolean
may_be_written (const MchField *field, const MchRecord *current, const char *value)
{
  if (field->editable)
    return TRUE;
  if (field->kind != MCH_KIND_CANDIDATURE)
    return FALSE;
  if (strcmp (field->name, "state") == 0)
    return state_may_go (current != NULL ? mch_record_get (current, "state") : NULL, value);
  return current == NULL
         && (strcmp (field->name, "person") == 0 || strcmp (field->name, "session") == 0);
}

static MchFaultCode
check_value (const MchField *field, const MchRecord *current, const char *value,
             const MchValueContext *context)
{
  g_autofree char *canonical = NULL;
  MchValueNote note;

  if (*value == '\0')
    {
      gboolean needed = field->needed || (field->kind == MCH_KIND_CANDIDATURE && !field->editable);

      return needed ? MCH_FAULT_MISSING : MCH_FAULT_NONE;
    }
  if (!mch_value_read (field, value, context, &canonical, &note))
    return note.code;
  /* What travels is canonical; anything else was not written by these programs. */
  if (strcmp (canonical, value) != 0)
    return MCH_FAULT_FORBIDDEN_CHARACTERS;
  if (!may_be_written (field, current, value))
    return field->type == MCH_FIELD_STATE ? MCH_FAULT_NOT_A_STATE : MCH_FAULT_NOT_EDITABLE;
  return MCH_FAULT_NONE;
}

/* The value that @name will have, among the change's values and the record's. */
static const char *
find_after (const MchChange *change, const MchRecord *current, const char *name)
{
  const char *value = g_hash_table_lookup (change->to, name);

  if (value == NULL && current != NULL)
    value = mch_record_get (current, name);
  return value != NULL && *value != '\0' ? value : NULL;
}

static void
check_needed (const MchChange *change, GArray *faults)
{
  static const char *const of_candidature[] = { "person", "session", "state" };
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    if (fields[i].kind == change->kind && fields[i].needed
        && !g_hash_table_contains (change->to, fields[i].name))
      add_fault (faults, change->kind, fields[i].name, MCH_FAULT_MISSING, NULL);
  if (change->kind != MCH_KIND_CANDIDATURE)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (of_candidature); i++)
    if (!g_hash_table_contains (change->to, of_candidature[i]))
      add_fault (faults, change->kind, of_candidature[i], MCH_FAULT_MISSING, NULL);
}

void
mch_person_note_corrected (MchRecord *person, const char *name)
{
  const char *known = mch_record_get (person, "to_correct");
  g_autofree char *prefix = g_strconcat (name, "=", NULL);
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_return_if_fail (person->kind == MCH_KIND_PERSON);

  if (known == NULL)
    return;
  lines = g_strsplit (known, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!g_str_has_prefix (*line, prefix))
      g_ptr_array_add (kept, *line);
  g_ptr_array_add (kept, NULL);
  text = g_strjoinv ("\n", (char **) kept->pdata);
  mch_record_set (person, "to_correct", text);
}

gboolean
mch_validate_change (const MchChange *change, const MchRecord *current,
                     const MchValueContext *context, GArray *faults)
{
  MchValueContext with_country = { NULL, NULL };
  GHashTableIter iter;
  gpointer name, value;
  guint n_before;

  g_return_val_if_fail (change != NULL && faults != NULL, FALSE);

  n_before = faults->len;
  if (context != NULL)
    with_country.today = context->today;
  with_country.country = find_after (change, current, "country");

  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const MchField *field = mch_field_find (change->kind, name);
      MchFaultCode code = MCH_FAULT_UNKNOWN_FIELD;

      if (field != NULL)
        code = check_value (field, current, value, &with_country);
      if (code != MCH_FAULT_NONE && mch_value_refuses (code))
        add_fault (faults, change->kind, name, code, field != NULL ? value : name);
    }
  if (current == NULL)
    check_needed (change, faults);
  return faults->len == n_before;
}
