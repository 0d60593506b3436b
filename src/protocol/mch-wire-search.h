/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Candidats de l'académie": what an agent of the exam office searches on the server, and the pages
 * of the answer. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

#define MCH_SEARCH_MAX_ROWS 500                  /* of one page */
#define MCH_SEARCH_MAX_TEXT 200                  /* bytes of what is searched */
#define MCH_SEARCH_DOCUMENT "academy_candidates" /* the list as a file, in the print log */
#define MCH_SEARCH_MAX_PLACE 2048                /* characters of a place */

/* Within every order, equal rows come by name, then by id. Names are ordered as in the list of an
 * establishment. */
typedef enum
{
  MCH_SEARCH_INVALID = -1,
  MCH_SEARCH_BY_NAME,
  MCH_SEARCH_BY_BIRTH_DATE,
  MCH_SEARCH_BY_ESTABLISHMENT,
  MCH_N_SEARCH_ORDERS
} MchSearchOrder;

const char *mch_search_order_to_string (MchSearchOrder order);
MchSearchOrder mch_search_order_from_string (const char *text); /* INVALID when unknown or NULL */

/**
 * MchSearch: everything is borrowed unless mch_search_copy() made it; NULL is "whatever".
 * @words: each must begin a word of the names, the INE or the candidate number.
 * @exam: "CAP". @session: "CAP/2027-06". @establishment: a UAI. @specialty: a code.
 */
typedef struct
{
  const char *words;
  const char *exam;
  const char *session;
  const char *state;
  const char *establishment;
  const char *specialty;
  MchSearchOrder order;
  gboolean descending;
} MchSearch;

/* (transfer full): one that owns its texts. */
MchSearch *mch_search_copy (const MchSearch *search);
void mch_search_free (MchSearch *search);

/* Whether both find the same in the same order; no text and "" are alike. */
gboolean mch_search_is_same (const MchSearch *a, const MchSearch *b);

/* One candidature that was found. Nothing of it tells about health. No text is NULL. */
typedef struct
{
  char *id;
  char *person;
  char *establishment; /* UAI */
  char *establishment_name;
  char *family_name;
  char *usage_name;
  char *given_name;
  char *birth_date;
  char *ine;
  char *candidate_number;
  char *session;
  char *state;
  char *division;
  char *specialty_code;
  char *specialty;
} MchFound;

void mch_found_free (MchFound *found);

/* A text of @found by its member's name; NULL for no such member. */
const char *mch_found_get (const MchFound *found, const char *name);

/* The same, to be set: (transfer none) (nullable): where it is. */
char **mch_found_locate (MchFound *found, const char *name);

/**
 * MchFoundPage:
 * @rows: (element-type MchFound).
 * @place: (nullable): of the last row: the next page comes after it.
 * @more: whether rows are left.
 * @total: how many match in all; -1 when that was not asked.
 */
typedef struct
{
  GPtrArray *rows;
  char *place;
  gboolean more;
  gint64 total;
} MchFoundPage;

MchFoundPage *mch_found_page_new (void);
void mch_found_page_free (MchFoundPage *page);

/* (transfer full) */
JsonObject *mch_found_page_to_json (const MchFoundPage *page);
MchFoundPage *mch_found_page_from_json (JsonObject *message, GError **error);

/* (transfer full): the query of the address that asks for @search: "search=…&exam=…". @after,
 * @until: (nullable): places. */
char *mch_search_dup_query (const MchSearch *search, const char *after, const char *until);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSearch, mch_search_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFound, mch_found_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFoundPage, mch_found_page_free)

G_END_DECLS
