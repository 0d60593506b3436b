/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-document-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-collate.h"
#include "core/mch-label.h"
#include "core/mch-registration.h"
#include "store/mch-store-reference.h"
#include "sync/mch-sync-error.h"

/* What each kind is about when nobody says otherwise. */
static const struct
{
  MchDocumentGroup group;
  gboolean registered; /* only them; else all but the withdrawn */
} defaults[MCH_N_DOCUMENT_KINDS] = {
  [MCH_DOCUMENT_CONFIRMATIONS] = { MCH_DOCUMENT_GROUP_DIVISION, TRUE },
  [MCH_DOCUMENT_SIGNATURE_SHEET] = { MCH_DOCUMENT_GROUP_DIVISION, TRUE },
  [MCH_DOCUMENT_SIMPLE_LIST] = { MCH_DOCUMENT_GROUP_DIVISION, FALSE },
  [MCH_DOCUMENT_DETAILED_LIST] = { MCH_DOCUMENT_GROUP_DIVISION, FALSE },
  [MCH_DOCUMENT_RECAP] = { MCH_DOCUMENT_GROUP_SPECIALTY, TRUE },
  [MCH_DOCUMENT_BORDEREAU] = { MCH_DOCUMENT_GROUP_SPECIALTY, TRUE },
  [MCH_DOCUMENT_GRID] = { MCH_DOCUMENT_GROUP_DIVISION, TRUE },
  [MCH_DOCUMENT_LETTERS] = { MCH_DOCUMENT_GROUP_DIVISION, TRUE },
  [MCH_DOCUMENT_STATISTICS] = { MCH_DOCUMENT_GROUP_NONE, FALSE },
};

void
mch_document_source_free (MchDocumentSource *source)
{
  if (source == NULL)
    return;
  g_clear_pointer (&source->establishment, mch_record_unref);
  g_clear_pointer (&source->service, mch_record_unref);
  g_clear_pointer (&source->reference, mch_reference_unref);
  g_clear_pointer (&source->candidates, g_ptr_array_unref);
  mch_sheet_frame_clear (&source->frame);
  g_free (source->title);
  g_free (source->contact);
  g_free (source->context);
  g_free (source->edited);
  g_free (source->today);
  g_free (source);
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

char *
mch_document_dup_family (const MchCandidate *candidate)
{
  return mch_registration_dup_family (candidate->person);
}

char *
mch_document_dup_given (const MchCandidate *candidate)
{
  return mch_registration_dup_given (candidate->person);
}

char *
mch_document_dup_name (const MchCandidate *candidate)
{
  return mch_registration_dup_full_name (candidate->person);
}

char *
mch_document_dup_specialty (const MchCandidate *candidate)
{
  return mch_registration_dup_specialty (candidate->candidature);
}

char *
mch_document_dup_login (const MchCandidate *candidate)
{
  const char *login = mch_candidate_get (candidate, "login");

  if (login != NULL)
    return g_strdup (login);
  /* ACC-34 */
  return g_strdup (candidate->account == NULL ? _ ("No Machaon candidate account")
                                              : _ ("Account of another establishment"));
}

const char *
mch_document_get_state (const MchCandidate *candidate)
{
  return mch_registration_get_state_label (candidate->candidature);
}

gboolean
mch_document_has_confirmation (const MchCandidate *candidate)
{
  return mch_candidate_get (candidate, "confirmation_received_on") != NULL;
}

gboolean
mch_document_has_piece (const MchCandidate *candidate, const char *piece)
{
  return mch_registration_has_piece (candidate->candidature, piece);
}

gboolean
mch_document_asks_piece (const MchDocumentSource *source, const MchCandidate *candidate,
                         const char *piece)
{
  MchRegistrationSheet sheet = mch_document_get_sheet (source, candidate);

  return mch_registration_asks_piece (&sheet, piece);
}

char *
mch_document_dup_group (const MchDocumentSource *source, const MchCandidate *candidate)
{
  if (source->group == MCH_DOCUMENT_GROUP_SPECIALTY)
    return mch_document_dup_specialty (candidate);
  if (source->group == MCH_DOCUMENT_GROUP_DIVISION)
    return g_strdup (mch_candidate_get (candidate, "division"));
  return NULL;
}

gboolean
mch_document_same_group (const MchDocumentSource *source, const MchCandidate *a,
                         const MchCandidate *b)
{
  g_autofree char *one = mch_document_dup_group (source, a);
  g_autofree char *two = mch_document_dup_group (source, b);

  return g_strcmp0 (one, two) == 0;
}

/* "1CAP – 24 candidates" (transfer full) */
static char *
dup_caption (const MchDocumentSource *source, const MchCandidate *candidate, guint n)
{
  g_autofree char *group = mch_document_dup_group (source, candidate);
  const char *none = source->group == MCH_DOCUMENT_GROUP_SPECIALTY ? _ ("Without speciality")
                                                                   : _ ("Without division");
  g_autofree char *count =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate", "%u candidates", n), n);

  if (source->group == MCH_DOCUMENT_GROUP_NONE)
    return NULL;
  return g_strdup_printf ("%s – %s", is_set (group) ? group : none, count);
}

void
mch_document_fill (const MchDocumentSource *source, MchListing *listing, MchDocumentRow make,
                   const char *note)
{
  guint n = source->candidates->len;

  for (guint first = 0, end; first < n; first = end)
    {
      const MchCandidate *leader = source->candidates->pdata[first];
      g_autofree char *caption = NULL;

      for (end = first + 1; end < n; end++)
        if (!mch_document_same_group (source, leader, source->candidates->pdata[end]))
          break;
      caption = dup_caption (source, leader, end - first);
      mch_listing_begin_group (listing, caption, note);
      for (guint i = first; i < end; i++)
        mch_listing_take_row (listing, make (source, source->candidates->pdata[i], i - first + 1));
    }
}

typedef struct
{
  GBytes *key;
  guint position;
  MchCandidate *candidate;
} Sortable;

static int
compare (gconstpointer a, gconstpointer b)
{
  const Sortable *one = a, *two = b;
  int order = g_bytes_compare (one->key, two->key);

  if (order != 0)
    return order;
  return one->position < two->position ? -1 : one->position > two->position;
}

/* By speciality; within one the order stays, which is by name. */
static void
sort_by_specialty (GPtrArray *candidates)
{
  g_autofree Sortable *rows = g_new (Sortable, candidates->len);

  if (candidates->len == 0)
    return;
  for (guint i = 0; i < candidates->len; i++)
    {
      g_autofree char *specialty = mch_document_dup_specialty (candidates->pdata[i]);

      rows[i] = (Sortable){ mch_collate_dup_key (specialty, NULL), i, candidates->pdata[i] };
    }
  qsort (rows, candidates->len, sizeof *rows, compare);
  for (guint i = 0; i < candidates->len; i++)
    {
      candidates->pdata[i] = rows[i].candidate;
      g_bytes_unref (rows[i].key);
    }
}

static gboolean
is_wanted (const MchDocumentSource *source, const MchDocumentOptions *options,
           const MchCandidate *candidate)
{
  const char *state = mch_candidate_get (candidate, "state");

  if (options->state != NULL)
    return g_strcmp0 (state, options->state) == 0;
  if (source->kind == MCH_DOCUMENT_STATISTICS)
    return TRUE;
  if (defaults[source->kind].registered && !options->everybody)
    return g_strcmp0 (state, MCH_STATE_REGISTERED) == 0;
  return g_strcmp0 (state, MCH_STATE_WITHDRAWN) != 0;
}

GPtrArray *
mch_document_list_lacking (const MchDocumentSource *source, const MchCandidate *candidate,
                           const char *confirmation)
{
  GPtrArray *lacking = g_ptr_array_new ();

  if (!mch_document_has_confirmation (candidate))
    g_ptr_array_add (lacking, (gpointer) confirmation);
  for (guint i = 0; source->frame.pieces[i] != NULL; i++)
    if (!mch_document_has_piece (candidate, source->frame.pieces[i])
        && mch_document_asks_piece (source, candidate, source->frame.pieces[i]))
      g_ptr_array_add (lacking, source->frame.pieces[i]);
  return lacking;
}

static gboolean
lacks_something (const MchDocumentSource *source, const MchCandidate *candidate)
{
  g_autoptr (GPtrArray) lacking = mch_document_list_lacking (source, candidate, "");

  return lacking->len > 0;
}

static gboolean
read_candidates (MchDocumentSource *source, MchStore *store, const char *scope,
                 const MchDocumentOptions *options, GError **error)
{
  MchCandidateFilter filter = { .scope = scope,
                                .session = options->session,
                                .division = options->division,
                                .search = options->search,
                                .ids = options->ids };
  g_autoptr (GPtrArray) rows = NULL;

  filter.sort = source->group == MCH_DOCUMENT_GROUP_DIVISION ? MCH_CANDIDATE_SORT_DIVISION
                                                             : MCH_CANDIDATE_SORT_NAME;
  rows = mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  if (rows == NULL)
    return FALSE;
  source->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  g_ptr_array_set_free_func (rows, NULL); /* each goes to the document or is freed below */
  for (guint i = 0; i < rows->len; i++)
    if (is_wanted (source, options, rows->pdata[i])
        && (source->kind != MCH_DOCUMENT_LETTERS || lacks_something (source, rows->pdata[i])))
      g_ptr_array_add (source->candidates, rows->pdata[i]);
    else
      mch_candidate_free (rows->pdata[i]);
  if (source->group == MCH_DOCUMENT_GROUP_SPECIALTY)
    sort_by_specialty (source->candidates);
  if (source->candidates->len > 0 || source->kind == MCH_DOCUMENT_STATISTICS)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       source->kind == MCH_DOCUMENT_LETTERS
                           ? _ ("Nobody lacks anything: there is no letter to write.")
                       : defaults[source->kind].registered && options->state == NULL
                               && !options->everybody
                           ? _ ("No registered candidate is meant. Finalise the registrations "
                                "first, or choose others; nothing was written.")
                           : _ ("No candidate is meant. Choose others; nothing was written."));
  return FALSE;
}

static gboolean
read_records (MchDocumentSource *source, MchStore *store, const char *scope, const char *session,
              GError **error)
{
  source->establishment =
      mch_store_dup_record (store, scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));
  source->service = mch_store_dup_record (store, scope, MCH_KIND_SERVICE, session);
  if (source->establishment != NULL && source->service != NULL)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                       _ ("This computer knows nothing of the establishment yet. Sign in, or run "
                          "“machaonctl sync”."));
  return FALSE;
}

static void
append_part (GString *text, const char *separator, const char *part)
{
  if (is_set (part))
    g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

static char *
dup_contact (const MchRecord *establishment)
{
  const char *phone = mch_record_get (establishment, "phone");
  g_autofree char *shown = phone != NULL ? mch_label_dup_phone (phone) : NULL;
  GString *contact = g_string_new (NULL);

  append_part (contact, " · ", shown);
  append_part (contact, " · ", mch_record_get (establishment, "email"));
  return g_string_free (contact, FALSE);
}

static void
fill_words (MchDocumentSource *source, const MchDocumentOptions *options)
{
  const char *academy = mch_record_get (source->service, "academy_name");
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (options->now_ms / 1000);
  g_autofree char *day = g_date_time_format (now, "%d/%m/%Y");
  g_autofree char *hour = g_date_time_format (now, "%H:%M");

  source->now_ms = options->now_ms;
  source->title = g_strdup (options->title != NULL ? options->title
                                                   : mch_document_kind_get_title (source->kind));
  source->contact = dup_contact (source->establishment);
  source->context = mch_label_dup_context (source->service->id, academy);
  /* Translators: day and time at which a document was made. */
  source->edited = g_strdup_printf (_ ("Edited on %s at %s"), day, hour);
  source->today = g_date_time_format (now, "%Y-%m-%d");
  mch_sheet_frame_init (&source->frame, source->establishment, source->service, source->reference);
}

MchDocumentSource *
mch_document_source_new (MchStore *store, const char *scope, MchDocumentKind kind,
                         const MchDocumentOptions *options, GError **error)
{
  g_autoptr (MchDocumentSource) source = g_new0 (MchDocumentSource, 1);

  source->kind = kind;
  source->group =
      options->group != MCH_DOCUMENT_GROUP_DEFAULT ? options->group : defaults[kind].group;
  if (!read_records (source, store, scope, options->session, error))
    return NULL;
  source->reference = mch_store_dup_reference (store, source->service);
  fill_words (source, options);
  if (!read_candidates (source, store, scope, options, error))
    return NULL;
  return g_steal_pointer (&source);
}
