/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-record-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-date.h"
#include "core/mch-label.h"
#include "core/mch-person.h"
#include "core/mch-value.h"

typedef struct
{
  const MchField *field;
  MchFieldEntry *entry; /* weak */
  gboolean edited;
} Row;

struct _MchRecordForm
{
  GObject parent_instance;

  MchRecord *records[MCH_N_KINDS];
  GPtrArray *rows;
  GHashTable *set[MCH_N_KINDS]; /* owned name → owned value: what stands in no entry */
  GHashTable *draft; /* owned "kind.name" → owned text: of entries that are still to come */
};

static guint edited_signal;

G_DEFINE_FINAL_TYPE (MchRecordForm, mch_record_form, G_TYPE_OBJECT)

static void
row_free (Row *row)
{
  g_clear_weak_pointer (&row->entry);
  g_free (row);
}

char *
mch_record_form_dup_display (const MchField *field, const char *value)
{
  if (value == NULL)
    return g_strdup ("");
  if (field->type == MCH_FIELD_DATE && mch_date_is_valid (value))
    return mch_date_dup_french (value);
  if (field->type == MCH_FIELD_PHONE)
    return mch_label_dup_phone (value);
  return g_strdup (value);
}

static const char *
value_of (MchRecordForm *self, const Row *row)
{
  MchRecord *record = self->records[row->field->kind];

  return record != NULL ? mch_record_get (record, row->field->name) : NULL;
}

static void
show_value (MchRecordForm *self, Row *row)
{
  g_autofree char *text = mch_record_form_dup_display (row->field, value_of (self, row));

  row->edited = FALSE;
  mch_field_entry_set_text (row->entry, text);
  mch_field_entry_set_fault (row->entry, NULL);
}

static const char *
text_of (MchRecordForm *self, MchKind kind, const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = self->rows->pdata[i];

      if (row->field->kind == kind && strcmp (row->field->name, name) == 0)
        return mch_field_entry_get_text (row->entry);
    }
  return NULL;
}

/* The canonical value of what was typed; NULL with the code when it is refused. */
static char *
read_row (MchRecordForm *self, const Row *row, MchValueNote *ret_note)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  MchValueContext context = { .today = today,
                              .country = text_of (self, row->field->kind, "country") };
  char *value = NULL;

  *ret_note = (MchValueNote){ 0 };
  if (!mch_value_read (row->field, mch_field_entry_get_text (row->entry), &context, &value,
                       ret_note))
    return NULL;
  if (row->field->needed && *value == '\0')
    {
      ret_note->code = MCH_FAULT_MISSING;
      g_clear_pointer (&value, g_free);
    }
  return value;
}

static char *
dup_sentence (const Row *row, MchFaultCode code)
{
  MchFault fault = { .code = code,
                     .field = row->field,
                     .value = mch_field_entry_get_text (row->entry),
                     .blocking = mch_value_refuses (code) };
  g_autofree char *message = mch_fault_dup_message (&fault);
  g_autofree char *hint = mch_fault_dup_hint (&fault);

  return hint != NULL ? g_strconcat (message, " ", hint, NULL) : g_steal_pointer (&message);
}

static gboolean
check_row (MchRecordForm *self, Row *row)
{
  MchValueNote note;
  g_autofree char *value = read_row (self, row, &note);
  g_autofree char *sentence = note.code != MCH_FAULT_NONE ? dup_sentence (row, note.code) : NULL;

  if (value == NULL)
    mch_field_entry_set_fault (row->entry, sentence);
  else
    mch_field_entry_set_warning (row->entry, sentence);
  return value != NULL;
}

static Row *
find_row (MchRecordForm *self, MchFieldEntry *entry)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((Row *) self->rows->pdata[i])->entry == entry)
      return self->rows->pdata[i];
  return NULL;
}

static char *
dup_key (const MchField *field)
{
  return g_strdup_printf ("%s.%s", mch_kind_to_string (field->kind), field->name);
}

static void
note_edited (MchRecordForm *self, Row *row)
{
  g_autofree char *before = mch_record_form_dup_display (row->field, value_of (self, row));

  row->edited = strcmp (before, mch_field_entry_get_text (row->entry)) != 0;
}

static void
on_edited (MchFieldEntry *entry, MchRecordForm *self)
{
  Row *row = find_row (self, entry);

  note_edited (self, row);
  /* A fault goes as soon as it is mended; a new one waits until the field is left. */
  if (mch_field_entry_has_fault (entry))
    check_row (self, row);
  g_signal_emit (self, edited_signal, 0);
}

static void
on_left (MchFieldEntry *entry, MchRecordForm *self)
{
  Row *row = find_row (self, entry);

  if (row->edited)
    check_row (self, row);
}

static void
apply_draft (MchRecordForm *self, Row *row)
{
  g_autofree char *key = dup_key (row->field);
  const char *text = g_hash_table_lookup (self->draft, key);

  if (text == NULL)
    return;
  mch_field_entry_set_text (row->entry, text);
  note_edited (self, row);
  g_hash_table_remove (self->draft, key);
}

MchFieldEntry *
mch_record_form_add (MchRecordForm *self, MchKind kind, const char *name)
{
  const MchField *field = mch_field_find (kind, name);

  g_return_val_if_fail (field != NULL, NULL);

  return mch_record_form_add_field (self, field, NULL, field->needed);
}

MchFieldEntry *
mch_record_form_add_field (MchRecordForm *self, const MchField *field, const GPtrArray *choices,
                           gboolean needed)
{
  g_autofree char *label = NULL;
  MchFieldEntry *entry;
  Row *row;

  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  label = needed ? g_strconcat (_ (field->label), " *", NULL) : g_strdup (_ (field->label));
  entry = choices != NULL ? mch_field_entry_new_choice (label) : mch_field_entry_new (label);
  if (choices != NULL)
    mch_field_entry_set_choices (entry, choices);
  else if (field->type == MCH_FIELD_DATE)
    mch_field_entry_set_placeholder (entry, _ ("DD/MM/YYYY"));
  else if (field->type == MCH_FIELD_SEX)
    mch_field_entry_set_placeholder (entry, _ ("F or M"));
  if (!field->editable)
    mch_field_entry_set_editable (entry, FALSE);
  row = g_new0 (Row, 1);
  row->field = field;
  g_set_weak_pointer (&row->entry, entry);
  g_ptr_array_add (self->rows, row);
  g_signal_connect_object (entry, "edited", G_CALLBACK (on_edited), self, 0);
  g_signal_connect_object (entry, "left", G_CALLBACK (on_left), self, 0);
  show_value (self, row);
  apply_draft (self, row);
  return entry;
}

void
mch_record_form_remove (MchRecordForm *self, MchFieldEntry *entry)
{
  Row *row;

  g_return_if_fail (MCH_IS_RECORD_FORM (self));

  row = find_row (self, entry);
  g_return_if_fail (row != NULL);
  g_signal_handlers_disconnect_by_data (entry, self);
  g_ptr_array_remove (self->rows, row);
}

void
mch_record_form_set_value (MchRecordForm *self, MchKind kind, const char *name, const char *value)
{
  const char *before;

  g_return_if_fail (MCH_IS_RECORD_FORM (self));
  g_return_if_fail (self->records[kind] != NULL);

  before = mch_record_get (self->records[kind], name);
  if (g_strcmp0 (before != NULL ? before : "", value != NULL ? value : "") == 0)
    g_hash_table_remove (self->set[kind], name);
  else
    g_hash_table_insert (self->set[kind], g_strdup (name), g_strdup (value != NULL ? value : ""));
  g_signal_emit (self, edited_signal, 0);
}

GVariant *
mch_record_form_dup_typed (MchRecordForm *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GHashTableIter iter;
  gpointer name, value;

  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = self->rows->pdata[i];
      g_autofree char *key = dup_key (row->field);

      if (row->edited)
        g_variant_builder_add (&builder, "{ss}", key, mch_field_entry_get_text (row->entry));
    }
  for (MchKind kind = 0; kind < MCH_N_KINDS; kind++)
    {
      g_hash_table_iter_init (&iter, self->set[kind]);
      while (g_hash_table_iter_next (&iter, &name, &value))
        {
          g_autofree char *key =
              g_strdup_printf ("%s.%s", mch_kind_to_string (kind), (const char *) name);

          g_variant_builder_add (&builder, "{ss}", key, value);
        }
    }
  return g_variant_builder_end (&builder);
}

/* What stands in no entry is a list of tests of the candidature. */
static void
take_set_values (MchRecordForm *self)
{
  static const char *const names[] = { "tests", "retaken_tests" };
  GHashTable *set = self->set[MCH_KIND_CANDIDATURE];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *key = dup_key (mch_field_find (MCH_KIND_CANDIDATURE, names[i]));
      const char *value = g_hash_table_lookup (self->draft, key);

      if (value != NULL)
        g_hash_table_insert (set, g_strdup (names[i]), g_strdup (value));
      g_hash_table_remove (self->draft, key);
    }
}

void
mch_record_form_set_typed (MchRecordForm *self, GVariant *typed)
{
  GVariantIter iter;
  const char *key, *text;

  g_return_if_fail (MCH_IS_RECORD_FORM (self));

  g_hash_table_remove_all (self->draft);
  g_variant_iter_init (&iter, typed);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &text))
    g_hash_table_insert (self->draft, g_strdup (key), g_strdup (text));
  take_set_values (self);
  for (guint i = 0; i < self->rows->len; i++)
    apply_draft (self, self->rows->pdata[i]);
  g_signal_emit (self, edited_signal, 0);
}

void
mch_record_form_set_record (MchRecordForm *self, const MchRecord *record, gboolean forget)
{
  g_return_if_fail (MCH_IS_RECORD_FORM (self));
  g_return_if_fail (record != NULL);

  g_clear_pointer (&self->records[record->kind], mch_record_unref);
  self->records[record->kind] = mch_record_copy (record);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (row->field->kind == record->kind && (forget || !row->edited))
        show_value (self, row);
    }
  if (forget)
    g_hash_table_remove_all (self->set[record->kind]);
}

guint
mch_record_form_count_edited (MchRecordForm *self)
{
  guint n = 0;

  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    n += ((Row *) self->rows->pdata[i])->edited ? 1 : 0;
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    n += g_hash_table_size (self->set[kind]);
  return n;
}

gboolean
mch_record_form_is_edited (MchRecordForm *self, MchKind kind, const char *name)
{
  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), FALSE);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = self->rows->pdata[i];

      if (row->field->kind == kind && strcmp (row->field->name, name) == 0)
        return row->edited;
    }
  return g_hash_table_contains (self->set[kind], name);
}

MchFieldEntry *
mch_record_form_find_fault (MchRecordForm *self, GtkWidget *page)
{
  MchFieldEntry *first = NULL;

  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];

      if (page != NULL && !gtk_widget_is_ancestor (GTK_WIDGET (row->entry), page))
        continue;
      if (row->field->editable && (row->edited || row->field->needed) && !check_row (self, row)
          && first == NULL)
        first = row->entry;
    }
  return first;
}

gboolean
mch_record_form_check (MchRecordForm *self)
{
  MchFieldEntry *first = mch_record_form_find_fault (self, NULL);

  if (first != NULL)
    mch_field_entry_focus (first);
  return first == NULL;
}

MchRecord *
mch_record_form_dup_record (MchRecordForm *self, MchKind kind)
{
  MchRecord *record;
  GHashTableIter iter;
  gpointer name, text;

  g_return_val_if_fail (MCH_IS_RECORD_FORM (self), NULL);
  g_return_val_if_fail (self->records[kind] != NULL, NULL);

  record = mch_record_copy (self->records[kind]);
  g_hash_table_iter_init (&iter, self->set[kind]);
  while (g_hash_table_iter_next (&iter, &name, &text))
    mch_record_set (record, name, text);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = self->rows->pdata[i];
      MchValueNote note;
      g_autofree char *value = NULL;

      if (!row->edited || row->field->kind != kind)
        continue;
      value = read_row (self, row, &note);
      if (value != NULL)
        mch_record_set (record, row->field->name, value);
    }
  /* What a file said and no field could take no longer waits once a person typed there. */
  for (guint i = 0; kind == MCH_KIND_PERSON && i < self->rows->len; i++)
    if (((Row *) self->rows->pdata[i])->edited)
      mch_person_note_corrected (record, ((Row *) self->rows->pdata[i])->field->name);
  return record;
}

void
mch_record_form_revert (MchRecordForm *self)
{
  g_return_if_fail (MCH_IS_RECORD_FORM (self));

  for (guint i = 0; i < self->rows->len; i++)
    show_value (self, self->rows->pdata[i]);
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    g_hash_table_remove_all (self->set[kind]);
  g_hash_table_remove_all (self->draft);
  g_signal_emit (self, edited_signal, 0);
}

MchRecordForm *
mch_record_form_new (void)
{
  return g_object_new (MCH_TYPE_RECORD_FORM, NULL);
}

static void
mch_record_form_finalize (GObject *object)
{
  MchRecordForm *self = MCH_RECORD_FORM (object);

  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    {
      g_clear_pointer (&self->records[kind], mch_record_unref);
      g_hash_table_unref (self->set[kind]);
    }
  g_hash_table_unref (self->draft);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (mch_record_form_parent_class)->finalize (object);
}

static void
mch_record_form_class_init (MchRecordFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_record_form_finalize;
  edited_signal = g_signal_new ("edited", MCH_TYPE_RECORD_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
mch_record_form_init (MchRecordForm *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->draft = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    self->set[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}
