/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-save.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-bulk.h"
#include "core/mch-registration-choices.h"

MchRecord *
mch_candidate_save_dup_candidature (MchRecordForm *form, const MchReference *reference)
{
  MchRecord *candidature = mch_record_form_dup_record (form, MCH_KIND_CANDIDATURE);
  const char *code = mch_record_get (candidature, "specialty_code");
  g_autofree char *kept = g_strdup (code);

  /* Not when nobody touched it: a file may have named it in its own words. */
  if (kept != NULL && mch_record_form_is_edited (form, MCH_KIND_CANDIDATURE, "specialty_code"))
    mch_registration_set (candidature, reference,
                          mch_field_find (MCH_KIND_CANDIDATURE, "specialty_code"), kept);
  return candidature;
}

MchRecord *
mch_candidate_save_dup_like (const MchRecord *candidature)
{
  static const char *const names[] = { "division", "specialty_code", "specialty", "category",
                                       "passage" };
  MchRecord *like = mch_record_new (MCH_KIND_CANDIDATURE, "");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    mch_record_set (like, names[i], mch_record_get (candidature, names[i]));
  return like;
}

typedef struct
{
  GtkWidget *widget; /* weak */
  MchContext *context;
  GPtrArray *undo; /* of MchChange; NULL for a creation */
  char *new_id;
  MchCandidateSaved saved;
  gpointer data;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_weak_pointer (&saving->widget);
  g_clear_pointer (&saving->undo, g_ptr_array_unref);
  g_object_unref (saving->context);
  g_free (saving->new_id);
  g_free (saving);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *op = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (saving->widget == NULL)
    return;
  if (op == NULL)
    {
      mch_message_show (saving->widget, _ ("Nothing was saved"), error->message);
      return;
    }
  saving->saved (saving->widget, saving->new_id, saving->data);
  if (saving->undo == NULL)
    mch_toast_show (saving->widget, _ ("Candidate registered"));
  else
    mch_bulk_tell (saving->widget, saving->context, _ ("Saved"), saving->undo);
}

static void
add_change (GPtrArray *changes, GPtrArray *undo, const MchRecord *before, const MchRecord *after)
{
  MchChange *change = mch_change_new_diff (before, after);

  if (change == NULL)
    return;
  g_ptr_array_add (undo, mch_change_new_inverse (change));
  g_ptr_array_add (changes, change);
}

static MchRecord *
dup_with_id (const MchRecord *typed, MchKind kind, const char *id)
{
  MchRecord *record = mch_record_new (kind, id);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, typed->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_record_set (record, name, value);
  return record;
}

static void
add_creation (Saving *saving, GPtrArray *changes, const MchRecord *typed_person,
              const MchRecord *typed)
{
  g_autofree char *person_id = mch_desk_new_id ();
  g_autoptr (MchRecord) person = dup_with_id (typed_person, MCH_KIND_PERSON, person_id);
  g_autoptr (MchRecord) candidature = NULL;

  saving->new_id = mch_desk_new_id ();
  candidature = dup_with_id (typed, MCH_KIND_CANDIDATURE, saving->new_id);
  mch_record_set (candidature, "person", person_id);
  mch_record_set (candidature, "session", mch_context_get_session (saving->context));
  mch_record_set (candidature, "state", MCH_STATE_PRE_REGISTERED);
  g_ptr_array_add (changes, mch_change_new_create (person));
  g_ptr_array_add (changes, mch_change_new_create (candidature));
}

void
mch_candidate_save (GtkWidget *widget, MchContext *context, MchRecordForm *form,
                    const MchCandidate *candidate, MchCandidateSaved saved, gpointer data)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchRecord) person = mch_record_form_dup_record (form, MCH_KIND_PERSON);
  g_autoptr (MchRecord) candidature =
      mch_candidate_save_dup_candidature (form, mch_context_get_reference (context));
  Saving *saving = g_new0 (Saving, 1);

  g_set_weak_pointer (&saving->widget, widget);
  saving->context = g_object_ref (context);
  saving->saved = saved;
  saving->data = data;
  if (candidate != NULL)
    {
      saving->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
      add_change (changes, saving->undo, candidate->person, person);
      add_change (changes, saving->undo, candidate->candidature, candidature);
    }
  else
    add_creation (saving, changes, person, candidature);
  mch_context_send (context, changes, on_sent, saving);
}
