/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-response.h"

#include <string.h>

typedef struct
{
  char *name;
  char *value;
} Header;

struct _MchResponse
{
  guint status;
  GBytes *body;
  GArray *headers; /* Header */
  gboolean close;
  char **event_scopes;
  char *event_owner;
};

static void
clear_header (gpointer item)
{
  Header *header = item;

  g_free (header->name);
  g_free (header->value);
}

static gboolean
is_header_text (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;
  return TRUE;
}

static void
append_header (MchResponse *response, const char *name, const char *value)
{
  Header header = { g_strdup (name), g_strdup (value) };

  g_array_append_val (response->headers, header);
}

MchResponse *
mch_response_new (guint status)
{
  MchResponse *response = NULL;

  g_return_val_if_fail (status >= 200 && status <= 599, NULL);

  response = g_new0 (MchResponse, 1);
  response->status = status;
  response->body = g_bytes_new_static ("", 0);
  response->headers = g_array_new (FALSE, FALSE, sizeof (Header));
  g_array_set_clear_func (response->headers, clear_header);
  append_header (response, "Cache-Control", "no-store");
  append_header (response, "X-Content-Type-Options", "nosniff");
  append_header (response, "Referrer-Policy", "no-referrer");

  return response;
}

static MchResponse *
new_take (guint status, const char *content_type, GBytes *body)
{
  MchResponse *response = mch_response_new (status);

  g_bytes_unref (response->body);
  response->body = body;
  append_header (response, "Content-Type", content_type);
  return response;
}

MchResponse *
mch_response_new_bytes (guint status, const char *content_type, GBytes *body)
{
  g_return_val_if_fail (content_type != NULL && is_header_text (content_type), NULL);
  g_return_val_if_fail (body != NULL, NULL);

  return new_take (status, content_type, g_bytes_ref (body));
}

MchResponse *
mch_response_new_json_take (guint status, char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_take (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

MchResponse *
mch_response_new_json (guint status, JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return mch_response_new_json_take (status, json_to_string (node, FALSE));
}

MchResponse *
mch_response_new_json_builder (guint status, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (JSON_IS_BUILDER (builder), NULL);

  root = json_builder_get_root (builder);
  g_return_val_if_fail (root != NULL, NULL);
  return mch_response_new_json (status, root);
}

MchResponse *
mch_response_new_html_take (guint status, char *html)
{
  MchResponse *response = NULL;

  g_return_val_if_fail (html != NULL, NULL);

  response = new_take (status, "text/html; charset=utf-8", g_bytes_new_take (html, strlen (html)));
  append_header (response, "Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
                 "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  append_header (response, "X-Frame-Options", "DENY");
  append_header (response, "Cross-Origin-Opener-Policy", "same-origin");
  return response;
}

MchResponse *
mch_response_new_redirect (const char *location)
{
  MchResponse *response = NULL;

  /* "//host" would lead to another server. */
  g_return_val_if_fail (location != NULL && location[0] == '/' && location[1] != '/', NULL);
  g_return_val_if_fail (is_header_text (location), NULL);

  response = mch_response_new (303);
  append_header (response, "Location", location);
  return response;
}

static MchResponse *
new_error (MchRequest *request, guint status, const char *code, const char *message_key,
           const MchFieldFault *faults, size_t n_faults, guint retry_after)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, code);
  json_builder_set_member_name (builder, "message_key");
  json_builder_add_string_value (builder, message_key != NULL ? message_key : code);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (size_t i = 0; i < n_faults; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "path");
      json_builder_add_string_value (builder, faults[i].path);
      json_builder_set_member_name (builder, "code");
      json_builder_add_string_value (builder, faults[i].code);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "retry_after");
  if (retry_after > 0)
    json_builder_add_int_value (builder, retry_after);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "request_id");
  json_builder_add_string_value (builder, mch_request_get_id (request));
  json_builder_end_object (builder);

  return mch_response_new_json_builder (status, builder);
}

MchResponse *
mch_response_new_error (MchRequest *request, guint status, const char *code,
                        const char *message_key)
{
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);

  return new_error (request, status, code, message_key, NULL, 0, 0);
}

MchResponse *
mch_response_new_invalid (MchRequest *request, const char *message_key, const MchFieldFault *faults,
                          size_t n_faults)
{
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (faults != NULL || n_faults == 0, NULL);

  return new_error (request, 422, "invalid", message_key, faults, n_faults, 0);
}

MchResponse *
mch_response_new_retry (MchRequest *request, guint status, const char *message_key,
                        guint retry_after)
{
  MchResponse *response = NULL;
  const char *code = "busy";
  char seconds[16];

  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (status == 429 || status == 503 || status == 507, NULL);

  retry_after = MAX (retry_after, 1);
  if (status == 507)
    code = "full";
  else if (status == 429)
    code = "throttled";
  response = new_error (request, status, code, message_key, NULL, 0, retry_after);
  g_snprintf (seconds, sizeof seconds, "%u", retry_after);
  append_header (response, "Retry-After", seconds);
  return response;
}

MchResponse *
mch_response_new_events (const char *const *scopes, const char *owner)
{
  MchResponse *response = NULL;

  g_return_val_if_fail (scopes != NULL, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  response = mch_response_new (200);
  response->event_scopes = g_strdupv ((char **) scopes);
  response->event_owner = g_strdup (owner);
  append_header (response, "Content-Type", "text/event-stream");
  /* nginx would hold the stream back. */
  append_header (response, "X-Accel-Buffering", "no");
  return response;
}

void
mch_response_free (MchResponse *response)
{
  if (response == NULL)
    return;
  g_bytes_unref (response->body);
  g_array_unref (response->headers);
  g_strfreev (response->event_scopes);
  g_free (response->event_owner);
  g_free (response);
}

void
mch_response_set_header (MchResponse *response, const char *name, const char *value)
{
  g_return_if_fail (response != NULL);
  g_return_if_fail (name != NULL && is_header_text (name));
  g_return_if_fail (value == NULL || is_header_text (value));

  for (guint i = response->headers->len; i-- > 0;)
    if (g_ascii_strcasecmp (g_array_index (response->headers, Header, i).name, name) == 0)
      g_array_remove_index (response->headers, i);
  if (value != NULL)
    append_header (response, name, value);
}

void
mch_response_set_cache (MchResponse *response, const char *value)
{
  mch_response_set_header (response, "Cache-Control", value);
}

void
mch_response_add_cookie (MchResponse *response, const char *name, const char *value,
                         gint64 max_age_s)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (response != NULL);
  g_return_if_fail (name != NULL && strpbrk (name, "=;, \t") == NULL && is_header_text (name));
  g_return_if_fail (value != NULL && strpbrk (value, ";, \t\"\\") == NULL
                    && is_header_text (value));

  text = g_string_new (NULL);
  g_string_append_printf (text, "%s=%s; Path=/; HttpOnly; Secure; SameSite=Lax", name, value);
  if (max_age_s >= 0)
    g_string_append_printf (text, "; Max-Age=%" G_GINT64_FORMAT, max_age_s);
  append_header (response, "Set-Cookie", text->str);
}

void
mch_response_set_close (MchResponse *response)
{
  g_return_if_fail (response != NULL);

  response->close = TRUE;
}

guint
mch_response_get_status (const MchResponse *response)
{
  g_return_val_if_fail (response != NULL, 500);

  return response->status;
}

GBytes *
mch_response_get_body (const MchResponse *response)
{
  g_return_val_if_fail (response != NULL, NULL);

  return response->body;
}

const char *
mch_response_get_header (const MchResponse *response, const char *name)
{
  g_return_val_if_fail (response != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < response->headers->len; i++)
    {
      const Header *header = &g_array_index (response->headers, Header, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header->value;
    }
  return NULL;
}

gboolean
mch_response_get_close (const MchResponse *response)
{
  g_return_val_if_fail (response != NULL, TRUE);

  return response->close;
}

const char *const *
mch_response_get_event_scopes (const MchResponse *response)
{
  g_return_val_if_fail (response != NULL, NULL);

  return (const char *const *) response->event_scopes;
}

const char *
mch_response_get_event_owner (const MchResponse *response)
{
  g_return_val_if_fail (response != NULL, NULL);

  return response->event_owner;
}

void
mch_response_foreach_header (const MchResponse *response, MchHeaderFunc func, gpointer user_data)
{
  g_return_if_fail (response != NULL);
  g_return_if_fail (func != NULL);

  for (guint i = 0; i < response->headers->len; i++)
    {
      const Header *header = &g_array_index (response->headers, Header, i);

      func (header->name, header->value, user_data);
    }
}
