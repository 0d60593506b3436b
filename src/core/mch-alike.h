/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two people may be one: nothing is ever joined by it, a person is asked. Thread-safe for
 * records that nobody changes. */
#pragma once

#include "core/mch-record.h"

G_BEGIN_DECLS

/* What people are told apart by; "" for what is not known, never NULL. Borrowed. */
typedef struct
{
  const char *family_name;
  const char *given_name;
  const char *birth_date; /* YYYY-MM-DD */
  const char *sex;
  const char *ine;
} MchTraits;

/* @person: (nullable). */
MchTraits mch_traits_of_person (const MchRecord *person);

/* Two of family name, given name and birth date are equal and the third one is close, and neither
 * sex nor INE tells them apart. */
gboolean mch_traits_resemble (const MchTraits *a, const MchTraits *b);

typedef enum
{
  MCH_RESEMBLES_NONE,
  MCH_RESEMBLES_SIMILAR, /* a slip in a name or in the date of birth away */
  MCH_RESEMBLES_HOMONYM, /* equal names and birth, another INE: surely two people */
  MCH_RESEMBLES_SAME,    /* the same INE, or equal names and birth; while the date is not typed yet,
                        equal    names will do */
} MchResemblance;

/* @typed: what a person types, as far as it goes; @known: somebody who is there. */
MchResemblance mch_person_resembles (const MchRecord *typed, const MchRecord *known);

G_END_DECLS
