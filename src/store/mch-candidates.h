/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of candidates: one row a candidature, with its person and account, filtered, searched,
 * sorted and counted as the windows and machaonctl show them. */
#pragma once

#include "store/mch-store.h"

G_BEGIN_DECLS

/* Within every order, equal rows come by name, then by id. Names are ordered as in French. */
typedef enum
{
  MCH_CANDIDATE_SORT_NAME,
  MCH_CANDIDATE_SORT_DIVISION,
  MCH_CANDIDATE_SORT_BIRTH_DATE,
  MCH_CANDIDATE_SORT_STATE,
  MCH_CANDIDATE_SORT_LOGIN,
  MCH_N_CANDIDATE_SORTS
} MchCandidateSort;

typedef enum
{
  MCH_CANDIDATE_ACCOUNT_ANY,
  MCH_CANDIDATE_ACCOUNT_WITH,
  MCH_CANDIDATE_ACCOUNT_WITHOUT,
} MchCandidateAccount;

/**
 * MchCandidateFilter: what to list; all zero is everything. NULL is "whatever".
 * @division: "" for those without one.
 * @search: words; each must begin a word of the names, the INE, the login or the division, in any
 *   order, whatever case and accents.
 * @edition: only those whose current slip is of that edition.
 * @ids: NULL-terminated; ids of candidatures or of persons. An empty list matches nothing.
 * @ines: NULL-terminated.
 *
 * Everything is borrowed.
 */
typedef struct
{
  const char *scope;
  const char *session;
  const char *state;
  const char *division;
  const char *search;
  const char *edition;
  const char *const *ids;
  const char *const *ines;
  MchCandidateAccount account;
  MchCandidateSort sort;
  gboolean descending;
} MchCandidateFilter;

/**
 * MchCandidate: one row.
 * @person: never NULL; empty of values when the candidature's person is missing.
 * @account: NULL while there is none.
 * @pending: the strongest of what waits on its records.
 */
typedef struct
{
  char *scope;
  MchRecord *candidature;
  MchRecord *person;
  MchRecord *account;
  MchPending pending;
} MchCandidate;

void mch_candidate_free (MchCandidate *candidate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchCandidate, mch_candidate_free)

/* A value by name: the fields of person and candidature, and "login", "account_state",
 * "account_owner", "account_email" (masked), "edition". NULL when it has none. Valid as long as
 * @candidate. */
const char *mch_candidate_get (const MchCandidate *candidate, const char *name);

/**
 * mch_store_query_candidates:
 * @offset: how many rows to pass over.
 * @limit: at most so many; G_MAXUINT for all.
 * @ret_total: (out) (optional): how many match in all.
 *
 * The order of the last query is kept, so that asking for its next pages costs only their rows.
 *
 * Returns: (transfer full): of MchCandidate.
 */
GPtrArray *mch_store_query_candidates (MchStore *store, const MchCandidateFilter *filter,
                                       guint offset, guint limit, guint *ret_total, GError **error);

/* How many match; faster than asking for rows. */
guint mch_store_count_candidates (MchStore *store, const MchCandidateFilter *filter);

typedef enum
{
  MCH_CANDIDATE_BY_STATE,
  MCH_CANDIDATE_BY_DIVISION,
  MCH_CANDIDATE_BY_SESSION,
  MCH_CANDIDATE_BY_SCOPE,
} MchCandidateGroup;

typedef struct
{
  char *value; /* "" for those without one */
  guint n;
} MchCandidateCount;

void mch_candidate_count_free (MchCandidateCount *count);

/* (transfer full): of MchCandidateCount, by value: divisions as French orders them. */
GPtrArray *mch_store_count_candidates_by (MchStore *store, const MchCandidateFilter *filter,
                                          MchCandidateGroup group, GError **error);

G_END_DECLS
