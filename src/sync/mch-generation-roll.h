/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The roll of a generation: every person of a session once, and whether he gets an account. Count,
 * report and lists of names all come from it, so they cannot disagree. */
#pragma once

#include "store/mch-store.h"

G_BEGIN_DECLS

/* Why a candidate gets no slip of a generation. */
typedef enum
{
  MCH_GENERATION_ELIGIBLE,   /* ACC-07: Inscrit or Pré-inscrit, and no account yet */
  MCH_GENERATION_EXISTING,   /* has an account already (ACC-19, ACC-43) */
  MCH_GENERATION_INELIGIBLE, /* neither Inscrit nor Pré-inscrit */
} MchGenerationGroup;

/**
 * MchGenerationEntry:
 * @person: id.
 * @state: of the candidature that put the person in @group.
 * @division, @login, @edition: (nullable): @edition is the one of the person's present slip.
 */
typedef struct
{
  char *person;
  char *family_name;
  char *given_name;
  char *division;
  char *login;
  char *state;
  char *edition;
  MchGenerationGroup group;
} MchGenerationEntry;

/**
 * mch_generation_roll:
 *
 * From what this desktop holds, without the server. Any thread.
 *
 * Returns: (transfer full): of MchGenerationEntry, in the order of the slips: division, then name.
 *   A person with several candidatures counts once, for the best that any of them allows.
 */
GPtrArray *
mch_generation_roll (MchStore *store, const char *scope, const char *session, GError **error);

G_END_DECLS
