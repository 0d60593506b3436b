/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-email.h"

#include <string.h>

#include "core/mch-field.h"
#include "core/mch-value.h"

char *
mch_email_read (const char *typed)
{
  const MchField *field = mch_field_find (MCH_KIND_PERSON, "email");
  MchValueNote note = { 0 };
  g_autofree char *value = NULL;
  char *email;

  if (typed == NULL || strlen (typed) > 2 * MCH_EMAIL_MAX || !g_utf8_validate (typed, -1, NULL)
      || !mch_value_read (field, typed, NULL, &value, &note))
    return NULL;
  email = g_ascii_strdown (value, -1);
  if (*email != '\0' && strlen (email) <= MCH_EMAIL_MAX)
    return email;
  g_free (email);
  return NULL;
}

char *
mch_email_mask (const char *email)
{
  const char *at;

  g_return_val_if_fail (email != NULL, NULL);

  at = strrchr (email, '@');
  return g_strdup_printf ("%.1s•••%s", email, at != NULL ? at : "");
}
