/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading one value: from what people, spreadsheets and other programs write to the canonical
 * form of its field, or to a fault that says what to write. Thread-safe. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-field.h"

G_BEGIN_DECLS

/**
 * MchValueContext:
 * @today: (nullable): YYYY-MM-DD; without it no date is in the future and no age unlikely.
 * @country: (nullable): the country of the address; a postal code abroad is taken as written.
 */
typedef struct
{
  const char *today;
  const char *country;
} MchValueContext;

/**
 * MchValueNote:
 * @code: %MCH_FAULT_NONE, else why the value was refused, or a doubt about a value that was taken.
 * @repaired: the value was taken after a change that its author should see (a lost zero…).
 */
typedef struct
{
  MchFaultCode code;
  gboolean repaired;
} MchValueNote;

/**
 * mch_value_append:
 * @field: what the value is for.
 * @raw: (nullable): what was written, valid UTF-8.
 * @context: (nullable):
 * @out: the canonical value is appended here; nothing when @raw is blank or refused.
 * @ret_note: (out):
 *
 * An empty value is always taken; who needs one asks for it.
 *
 * Returns: whether the value was taken.
 */
gboolean mch_value_append (const MchField *field, const char *raw, const MchValueContext *context,
                           GString *out, MchValueNote *ret_note);

/* The same with a new string: NULL when refused, "" when blank. (transfer full) */
gboolean mch_value_read (const MchField *field, const char *raw, const MchValueContext *context,
                         char **ret_value, MchValueNote *ret_note);

/* Whether @code refuses the value, rather than only doubting it. */
gboolean mch_value_refuses (MchFaultCode code);

/* Whether @text is a session, DOMAIN/YYYY-MM. */
gboolean mch_value_is_session (const char *text);

G_END_DECLS
