/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything of a request that a stranger writes: target, cookie line, body of a form. The input is
 * these three, each ended by a newline; the body takes the rest. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "server/http/mch-http-listen.h"
#include "server/http/mch-request.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static char *
take_line (const uint8_t **data, size_t *size)
{
  const uint8_t *end = *size > 0 ? memchr (*data, '\n', *size) : NULL;
  size_t length = end != NULL ? (size_t) (end - *data) : *size;
  char *line = g_strndup ((const char *) *data, length);

  *data += end != NULL ? length + 1 : length;
  *size -= end != NULL ? length + 1 : length;
  return line;
}

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_form (const MchForm *form)
{
  const char *name = NULL;
  const char *value = NULL;

  g_assert_cmpuint (mch_form_get_length (form), <=, MCH_FORM_MAX_PAIRS);
  for (guint i = 0; mch_form_get_nth (form, i, &name, &value); i++)
    {
      check_text (name);
      check_text (value);
      g_assert_cmpuint (strlen (name), <=, MCH_FORM_MAX_NAME);
      g_assert_nonnull (mch_form_get (form, name));
    }
}

static void
check_path (const MchRequest *request)
{
  guint n = mch_request_get_n_segments (request);

  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, MCH_PATH_MAX_SEGMENTS);
  check_text (mch_request_get_path (request));
  for (guint i = 0; i < n; i++)
    {
      const char *segment = mch_request_get_segment (request, i);

      check_text (segment);
      g_assert_null (strchr (segment, '/'));
      g_assert_cmpstr (segment, !=, "..");
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *target = take_line (&data, &size);
  g_autofree char *line = take_line (&data, &size);
  g_autofree char *forwarded = mch_listen_dup_forwarded (line);
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_POST, target, NULL);
  /* Exactly as long as it is, so that a sanitizer sees a read past its end. */
  g_autoptr (MchForm) alone = mch_form_parse ((const char *) data, size, NULL);
  g_autoptr (MchForm) form = NULL;
  gint64 number = 0;

  check_text (forwarded);
  if (alone != NULL)
    check_form (alone);
  if (request == NULL)
    return 0;

  mch_request_add_header (request, "Content-Type", "application/x-www-form-urlencoded");
  mch_request_add_header (request, "Cookie", line);
  mch_request_add_header (request, "Authorization", line);
  mch_request_take_body (request, g_bytes_new (data, size));
  check_path (request);
  check_text (mch_request_get_cookie (request, "session"));
  check_text (mch_request_get_bearer (request));
  check_text (mch_request_get_query (request, "since"));
  if (mch_request_get_query_int (request, "since", 5, 0, 500, &number))
    g_assert_true (number >= 0 && number <= 500);
  form = mch_request_parse_form (request, NULL);
  g_assert_cmpint (form != NULL, ==, alone != NULL);
  return 0;
}
