/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many candidates there are: by division, by speciality, by category; and their accounts. */
#include <glib/gi18n-lib.h>

#include "core/mch-collate.h"
#include "documents/mch-document-source.h"

/* The counts of one line. */
typedef struct
{
  char *value;
  GBytes *key;
  guint pre_registered, registered, withdrawn, with_account;
} Tally;

static void
tally_free (Tally *tally)
{
  g_bytes_unref (tally->key);
  g_free (tally->value);
  g_free (tally);
}

typedef char *(*Divider) (const MchCandidate *candidate);

static char *
dup_division (const MchCandidate *candidate)
{
  return g_strdup (mch_candidate_get (candidate, "division"));
}

static char *
dup_category (const MchCandidate *candidate)
{
  return g_strdup (mch_candidate_get (candidate, "category"));
}

static char *
dup_sex (const MchCandidate *candidate)
{
  return g_strdup (mch_candidate_get (candidate, "sex"));
}

static char *
dup_everybody (const MchCandidate *candidate)
{
  return g_strdup (_ ("All candidates"));
}

static void
count (Tally *tally, const MchCandidate *candidate)
{
  const char *state = mch_candidate_get (candidate, "state");

  if (g_strcmp0 (state, MCH_STATE_WITHDRAWN) == 0)
    {
      tally->withdrawn++;
      return;
    }
  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    tally->registered++;
  else
    tally->pre_registered++;
  tally->with_account += candidate->account != NULL ? 1 : 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare ((*(Tally *const *) a)->key, (*(Tally *const *) b)->key);
}

/* (transfer full): of Tally, in order. */
static GPtrArray *
count_by (const MchDocumentSource *source, Divider divide)
{
  GPtrArray *tallies = g_ptr_array_new_with_free_func ((GDestroyNotify) tally_free);
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < source->candidates->len; i++)
    {
      const MchCandidate *candidate = source->candidates->pdata[i];
      g_autofree char *value = divide (candidate);
      const char *shown = value != NULL ? value : "";
      Tally *tally = g_hash_table_lookup (found, shown);

      if (tally == NULL)
        {
          tally = g_new0 (Tally, 1);
          tally->value = g_strdup (shown);
          tally->key = mch_collate_dup_key (shown, NULL);
          g_hash_table_insert (found, tally->value, tally);
          g_ptr_array_add (tallies, tally);
        }
      count (tally, candidate);
    }
  g_ptr_array_sort (tallies, compare);
  return tallies;
}

#define COUNT(title)                                                                               \
  {                                                                                                \
    { title, 2, MCH_ALIGN_RIGHT, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE }, MCH_LISTING_BOTH          \
  }

static const MchListingColumn columns[] = {
  { { N_ ("Table"), 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE }, MCH_LISTING_DATA },
  { { N_ ("Value"), 7, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE }, MCH_LISTING_BOTH },
  COUNT (N_ ("Pre-registered")),
  COUNT (N_ ("Registered")),
  COUNT (N_ ("Total")),
  COUNT (N_ ("With an account")),
  COUNT (N_ ("Without an account")),
  COUNT (N_ ("Withdrawn")),
};

static void
add_count (GPtrArray *row, guint n)
{
  g_ptr_array_add (row, g_strdup_printf ("%u", n));
}

static void
add_table (const MchDocumentSource *source, MchListing *listing, const char *title, Divider divide)
{
  g_autoptr (GPtrArray) tallies = count_by (source, divide);

  if (tallies->len == 0)
    return;
  mch_listing_begin_group (listing, title, NULL);
  for (guint i = 0; i < tallies->len; i++)
    {
      const Tally *tally = tallies->pdata[i];
      GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
      guint total = tally->pre_registered + tally->registered;

      g_ptr_array_add (row, g_strdup (title));
      g_ptr_array_add (row, g_strdup (*tally->value != '\0' ? tally->value : _ ("Not given")));
      add_count (row, tally->pre_registered);
      add_count (row, tally->registered);
      add_count (row, total);
      add_count (row, tally->with_account);
      add_count (row, total - tally->with_account);
      add_count (row, tally->withdrawn);
      mch_listing_take_row (listing, row);
    }
}

MchListing *
mch_document_list_statistics (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 9.5, 6, FALSE }, FALSE };
  MchListing *listing = mch_listing_new (columns, G_N_ELEMENTS (columns), &style);

  add_table (source, listing, _ ("Together"), dup_everybody);
  add_table (source, listing, _ ("By division"), dup_division);
  add_table (source, listing, _ ("By speciality"), mch_document_dup_specialty);
  add_table (source, listing, _ ("By category"), dup_category);
  add_table (source, listing, _ ("By sex"), dup_sex);
  return listing;
}
