/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _MchForm
{
  GPtrArray *texts; /* owned char*: name, value, name, value… */
};

G_DEFINE_QUARK (mch - server - error - quark, mch_server_error)

char *
mch_percent_decode (const char *text, size_t length, gboolean plus)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (size_t i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '+' && plus)
        c = ' ';
      else if (c == '%')
        {
          if (length - i < 3 || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return NULL;
          c = (char) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      if (c == '\0')
        return NULL;
      g_string_append_c (out, c);
    }

  if (!g_utf8_validate_len (out->str, out->len, NULL))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
add_pair (MchForm *form, const char *text, size_t length)
{
  const char *equals = memchr (text, '=', length);
  size_t name_length = equals != NULL ? (size_t) (equals - text) : length;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  if (length == 0)
    return TRUE;
  if (form->texts->len >= 2 * MCH_FORM_MAX_PAIRS)
    return FALSE;

  name = mch_percent_decode (text, name_length, TRUE);
  value = equals != NULL ? mch_percent_decode (equals + 1, length - name_length - 1, TRUE)
                         : g_strdup ("");
  if (name == NULL || value == NULL || strlen (name) > MCH_FORM_MAX_NAME)
    return FALSE;

  g_ptr_array_add (form->texts, g_steal_pointer (&name));
  g_ptr_array_add (form->texts, g_steal_pointer (&value));
  return TRUE;
}

MchForm *
mch_form_parse (const char *text, size_t length, GError **error)
{
  g_autoptr (MchForm) form = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  form = g_new0 (MchForm, 1);
  form->texts = g_ptr_array_new_with_free_func (g_free);
  for (size_t start = 0; start < length;)
    {
      const char *end = memchr (text + start, '&', length - start);
      size_t pair = end != NULL ? (size_t) (end - text) - start : length - start;

      if (!add_pair (form, text + start, pair))
        {
          g_set_error_literal (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_MALFORMED,
                               _ ("The form that was sent cannot be read; nothing was kept."));
          return NULL;
        }
      start += pair + 1;
    }

  return g_steal_pointer (&form);
}

void
mch_form_free (MchForm *form)
{
  if (form == NULL)
    return;
  g_ptr_array_unref (form->texts);
  g_free (form);
}

const char *
mch_form_get (const MchForm *form, const char *name)
{
  g_return_val_if_fail (form != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < form->texts->len; i += 2)
    if (strcmp (g_ptr_array_index (form->texts, i), name) == 0)
      return g_ptr_array_index (form->texts, i + 1);
  return NULL;
}

gboolean
mch_form_get_nth (const MchForm *form, guint index, const char **ret_name, const char **ret_value)
{
  g_return_val_if_fail (form != NULL, FALSE);

  if (index >= form->texts->len / 2)
    return FALSE;
  *ret_name = g_ptr_array_index (form->texts, 2 * index);
  *ret_value = g_ptr_array_index (form->texts, 2 * index + 1);
  return TRUE;
}

guint
mch_form_get_length (const MchForm *form)
{
  g_return_val_if_fail (form != NULL, 0);

  return form->texts->len / 2;
}
