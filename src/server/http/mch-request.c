/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _MchRequest
{
  gatomicrefcount ref_count;
  MchMethod method;
  char *path;                 /* decoded */
  GPtrArray *segments;        /* owned char* */
  const char *const *pattern; /* borrowed from the router; NULL before matching */
  MchForm *query;
  GHashTable *headers; /* owned lower-case char* → owned char* */
  GHashTable *cookies; /* owned char* → owned char*; NULL until asked for */
  GBytes *body;
  char *address;
  char *id;
  gboolean secure;
  gpointer data;
  GDestroyNotify destroy_data;
};

static const char *const METHOD_NAMES[] = { "GET", "HEAD", "POST", "PUT", "DELETE", "OTHER" };
G_STATIC_ASSERT (G_N_ELEMENTS (METHOD_NAMES) == MCH_METHOD_OTHER + 1);

MchMethod
mch_method_from_string (const char *name)
{
  g_return_val_if_fail (name != NULL, MCH_METHOD_OTHER);

  for (int i = 0; i < MCH_METHOD_OTHER; i++)
    if (strcmp (name, METHOD_NAMES[i]) == 0)
      return (MchMethod) i;
  return MCH_METHOD_OTHER;
}

const char *
mch_method_to_string (MchMethod method)
{
  g_return_val_if_fail ((int) method >= 0 && method <= MCH_METHOD_OTHER, "OTHER");

  return METHOD_NAMES[method];
}

static gboolean
set_malformed (GError **error)
{
  g_set_error_literal (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_MALFORMED,
                       _ ("This address cannot be read; check it."));
  return FALSE;
}

static gboolean
add_segment (MchRequest *request, const char *text, size_t length)
{
  g_autofree char *segment = mch_percent_decode (text, length, FALSE);

  if (segment == NULL || request->segments->len >= MCH_PATH_MAX_SEGMENTS)
    return FALSE;
  if (strchr (segment, '/') != NULL || strcmp (segment, ".") == 0 || strcmp (segment, "..") == 0)
    return FALSE;

  g_ptr_array_add (request->segments, g_steal_pointer (&segment));
  return TRUE;
}

static gboolean
parse_target (MchRequest *request, const char *target, GError **error)
{
  size_t length = strnlen (target, MCH_TARGET_MAX + 1);
  const char *mark = NULL;
  const char *end = NULL;

  if (target[0] != '/' || length > MCH_TARGET_MAX)
    return set_malformed (error);
  for (size_t i = 0; i < length; i++)
    if (target[i] < 0x21 || target[i] > 0x7e || target[i] == '#')
      return set_malformed (error);

  mark = strchr (target, '?');
  end = mark != NULL ? mark : target + length;
  for (const char *start = target + 1; start <= end;)
    {
      const char *slash = memchr (start, '/', (size_t) (end - start));
      const char *stop = slash != NULL ? slash : end;

      if (!add_segment (request, start, (size_t) (stop - start)))
        return set_malformed (error);
      start = stop + 1;
    }
  request->path = mch_percent_decode (target, (size_t) (end - target), FALSE);

  request->query =
      mch_form_parse (mark != NULL ? mark + 1 : "", mark != NULL ? strlen (mark + 1) : 0, NULL);
  return request->query != NULL ? TRUE : set_malformed (error);
}

MchRequest *
mch_request_new (MchMethod method, const char *target, GError **error)
{
  g_autoptr (MchRequest) request = NULL;

  g_return_val_if_fail (target != NULL, NULL);

  request = g_new0 (MchRequest, 1);
  g_atomic_ref_count_init (&request->ref_count);
  request->method = method;
  request->segments = g_ptr_array_new_with_free_func (g_free);
  request->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  request->body = g_bytes_new_static ("", 0);
  if (!parse_target (request, target, error))
    return NULL;

  return g_steal_pointer (&request);
}

MchRequest *
mch_request_ref (MchRequest *request)
{
  g_return_val_if_fail (request != NULL, NULL);

  g_atomic_ref_count_inc (&request->ref_count);
  return request;
}

void
mch_request_unref (MchRequest *request)
{
  if (request == NULL || !g_atomic_ref_count_dec (&request->ref_count))
    return;
  if (request->destroy_data != NULL)
    request->destroy_data (request->data);
  g_free (request->path);
  g_ptr_array_unref (request->segments);
  g_clear_pointer (&request->query, mch_form_free);
  g_hash_table_unref (request->headers);
  g_clear_pointer (&request->cookies, g_hash_table_unref);
  g_bytes_unref (request->body);
  g_free (request->address);
  g_free (request->id);
  g_free (request);
}

void
mch_request_add_header (MchRequest *request, const char *name, const char *value)
{
  g_autofree char *key = NULL;
  const char *before = NULL;
  const char *glue = NULL;

  g_return_if_fail (request != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  if (!g_utf8_validate (value, -1, NULL))
    return;
  key = g_ascii_strdown (name, -1);
  before = g_hash_table_lookup (request->headers, key);
  glue = strcmp (key, "cookie") == 0 ? "; " : ", ";
  if (before != NULL)
    g_hash_table_replace (request->headers, g_steal_pointer (&key),
                          g_strconcat (before, glue, value, NULL));
  else
    g_hash_table_insert (request->headers, g_steal_pointer (&key), g_strdup (value));
}

void
mch_request_take_body (MchRequest *request, GBytes *body)
{
  g_return_if_fail (request != NULL);
  g_return_if_fail (body != NULL);

  g_bytes_unref (request->body);
  request->body = body;
}

void
mch_request_set_address (MchRequest *request, const char *address)
{
  g_return_if_fail (request != NULL);

  g_free (request->address);
  request->address = g_strdup (address);
}

void
mch_request_set_id (MchRequest *request, const char *id)
{
  g_return_if_fail (request != NULL);

  g_free (request->id);
  request->id = g_strdup (id);
}

void
mch_request_set_secure (MchRequest *request, gboolean secure)
{
  g_return_if_fail (request != NULL);

  request->secure = secure;
}

void
mch_request_set_pattern (MchRequest *request, const char *const *pattern)
{
  g_return_if_fail (request != NULL);

  request->pattern = pattern;
}

MchMethod
mch_request_get_method (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, MCH_METHOD_OTHER);

  return request->method;
}

const char *
mch_request_get_path (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, NULL);

  return request->path;
}

const char *
mch_request_get_segment (const MchRequest *request, guint index)
{
  g_return_val_if_fail (request != NULL, NULL);

  return index < request->segments->len ? g_ptr_array_index (request->segments, index) : NULL;
}

guint
mch_request_get_n_segments (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, 0);

  return request->segments->len;
}

const char *
mch_request_get_param (const MchRequest *request, const char *name)
{
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; request->pattern != NULL && request->pattern[i] != NULL; i++)
    if (request->pattern[i][0] == ':' && strcmp (request->pattern[i] + 1, name) == 0)
      return mch_request_get_segment (request, i);
  return NULL;
}

const char *
mch_request_get_query (const MchRequest *request, const char *name)
{
  g_return_val_if_fail (request != NULL, NULL);

  return mch_form_get (request->query, name);
}

gboolean
mch_request_get_query_int (const MchRequest *request, const char *name, gint64 fallback, gint64 min,
                           gint64 max, gint64 *ret_value)
{
  const char *text = mch_request_get_query (request, name);

  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (text == NULL)
    {
      *ret_value = fallback;
      return TRUE;
    }
  return g_ascii_string_to_signed (text, 10, min, max, ret_value, NULL);
}

const char *
mch_request_get_header (const MchRequest *request, const char *name)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (request->headers, key);
}

const char *
mch_request_get_bearer (const MchRequest *request)
{
  const char *value = mch_request_get_header (request, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  value += 7 + strspn (value + 7, " ");
  return *value != '\0' && strpbrk (value, " ,\t") == NULL ? value : NULL;
}

static GHashTable *
parse_cookies (const char *line)
{
  GHashTable *cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = g_strsplit (line, ";", MCH_FORM_MAX_PAIRS);

  for (int i = 0; pairs[i] != NULL; i++)
    {
      char *name = g_strstrip (pairs[i]);
      char *equals = strchr (name, '=');

      /* The last part of a line with too many holds all the others. */
      if (equals == NULL || strchr (equals, ';') != NULL)
        continue;
      *equals = '\0';
      g_strchomp (name);
      if (*name != '\0' && !g_hash_table_contains (cookies, name))
        g_hash_table_insert (cookies, g_strdup (name), g_strdup (g_strchug (equals + 1)));
    }

  return cookies;
}

const char *
mch_request_get_cookie (const MchRequest *request, const char *name)
{
  MchRequest *mutable = (MchRequest *) request;

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (request->cookies == NULL)
    {
      const char *line = mch_request_get_header (request, "Cookie");

      mutable->cookies = parse_cookies (line != NULL ? line : "");
    }
  return g_hash_table_lookup (request->cookies, name);
}

GBytes *
mch_request_get_body (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, NULL);

  return request->body;
}

MchForm *
mch_request_parse_form (const MchRequest *request, GError **error)
{
  const char *type = mch_request_get_header (request, "Content-Type");
  size_t type_length = type != NULL ? strcspn (type, "; \t") : 0;
  const char *expected = "application/x-www-form-urlencoded";
  size_t length = 0;
  const char *text = NULL;

  g_return_val_if_fail (request != NULL, NULL);

  if (type_length != strlen (expected) || g_ascii_strncasecmp (type, expected, type_length) != 0)
    {
      g_set_error_literal (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_MALFORMED,
                           _ ("The form that was sent cannot be read; nothing was kept."));
      return NULL;
    }
  text = g_bytes_get_data (request->body, &length);
  return mch_form_parse (text, length, error);
}

const char *
mch_request_get_address (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, "unknown");

  return request->address != NULL ? request->address : "unknown";
}

const char *
mch_request_get_id (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, "");

  return request->id != NULL ? request->id : "0000000000000000";
}

gboolean
mch_request_is_secure (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, FALSE);

  return request->secure;
}

void
mch_request_set_data (MchRequest *request, gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (request != NULL);

  if (request->destroy_data != NULL)
    request->destroy_data (request->data);
  request->data = data;
  request->destroy_data = destroy;
}

gpointer
mch_request_get_data (const MchRequest *request)
{
  g_return_val_if_fail (request != NULL, NULL);

  return request->data;
}
