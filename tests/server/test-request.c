/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests, forms, cookies, answers and the router, without a socket. */
#include <string.h>

#include "server/http/mch-router.h"

static void
test_form_values (void)
{
  static const struct
  {
    const char *text;
    const char *name;
    const char *value;
    guint length;
  } table[] = {
    { "", "a", NULL, 0 },
    { "a=1", "a", "1", 1 },
    { "a=1&a=2", "a", "1", 2 },
    { "a", "a", "", 1 },
    { "=x", "", "x", 1 },
    { "a=b=c", "a", "b=c", 1 },
    { "a=1&&b=2&", "b", "2", 2 },
    { "nom=L%C3%A9a+Petit", "nom", "Léa Petit", 1 },
    { "%6e%6F%6d=x", "nom", "x", 1 },
    { "a=%2B%26%3D", "a", "+&=", 1 },
    { "a=é", "a", "é", 1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MchForm) form = mch_form_parse (table[i].text, strlen (table[i].text), &error);

      g_assert_no_error (error);
      g_assert_cmpstr (mch_form_get (form, table[i].name), ==, table[i].value);
      g_assert_cmpuint (mch_form_get_length (form), ==, table[i].length);
    }
}

static void
test_form_order (void)
{
  g_autoptr (MchForm) form = mch_form_parse ("b=1&a=2&b=3", 11, NULL);
  const char *name = NULL;
  const char *value = NULL;

  g_assert_true (mch_form_get_nth (form, 2, &name, &value));
  g_assert_cmpstr (name, ==, "b");
  g_assert_cmpstr (value, ==, "3");
  g_assert_false (mch_form_get_nth (form, 3, &name, &value));
}

static void
test_form_hostile (void)
{
  static const char *const table[] = {
    "a=%00", "a=%", "a=%1",   "a=%zz",       "a=%C3", "a=%FF",
    "%00=1", "%=1", "a=\xff", "a=%ED%A0%80", "a=% 1", "a=%C0%AF",
  };
  g_autofree char *long_name = g_strnfill (MCH_FORM_MAX_NAME + 1, 'n');
  g_autoptr (GString) many = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_form_parse (table[i], strlen (table[i]), &error));
      g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_MALFORMED);
    }
  g_assert_null (mch_form_parse ("a=\0b", 4, NULL));
  g_assert_null (mch_form_parse (long_name, strlen (long_name), NULL));
  for (int i = 0; i < MCH_FORM_MAX_PAIRS; i++)
    g_string_append (many, "a=1&");
  {
    g_autoptr (MchForm) form = mch_form_parse (many->str, many->len, NULL);

    g_assert_nonnull (form);
  }
  g_string_append (many, "a=1");
  g_assert_null (mch_form_parse (many->str, many->len, NULL));
}

/* A buffer that ends anywhere, without NUL behind it: sanitizers see a read past the end. */
static void
test_form_every_split (void)
{
  static const char text[] = "nom=L%C3%A9a+Petit&ville=Besan%c3%a7on&x";

  for (size_t n = 0; n < sizeof text; n++)
    {
      g_autofree char *part = n > 0 ? g_memdup2 (text, n) : NULL;
      g_autoptr (MchForm) form = mch_form_parse (part, n, NULL);

      g_assert_true (form != NULL || memchr (text, '%', n) != NULL);
    }
}

static void
test_target (void)
{
  static const struct
  {
    const char *target;
    const char *path; /* NULL: refused */
    guint n_segments;
  } table[] = {
    { "/", "/", 1 },
    { "/v1/realm", "/v1/realm", 2 },
    { "/v1/scopes/etab%3A0250001A/changes?since=12", "/v1/scopes/etab:0250001A/changes", 4 },
    { "/a/", "/a/", 2 },
    { "/a//b", "/a//b", 3 },
    { "/a?", "/a", 1 },
    { "/a?b?c", "/a", 1 },
    { "/%C3%A9l%C3%A8ves", "/élèves", 1 },
    { "/a+b", "/a+b", 1 },
    { "", NULL, 0 },
    { "a", NULL, 0 },
    { "*", NULL, 0 },
    { "http://x/", NULL, 0 },
    { "/a b", NULL, 0 },
    { "/a#b", NULL, 0 },
    { "/\xc3\xa9", NULL, 0 },
    { "/a\x7f", NULL, 0 },
    { "/%00", NULL, 0 },
    { "/%2Fetc", NULL, 0 },
    { "/..", NULL, 0 },
    { "/a/%2e%2E/b", NULL, 0 },
    { "/./a", NULL, 0 },
    { "/%", NULL, 0 },
    { "/%4", NULL, 0 },
    { "/%FF", NULL, 0 },
    { "/a?b=%00", NULL, 0 },
    { "/a?b=%F", NULL, 0 },
    { "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", NULL, 0 },
  };
  g_autofree char *huge = g_strnfill (MCH_TARGET_MAX + 1, '/');

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, table[i].target, &error);

      g_test_message ("%s", table[i].target);
      g_assert_true ((request != NULL) == (table[i].path != NULL));
      if (request == NULL)
        {
          g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_MALFORMED);
          continue;
        }
      g_assert_cmpstr (mch_request_get_path (request), ==, table[i].path);
      g_assert_cmpuint (mch_request_get_n_segments (request), ==, table[i].n_segments);
    }
  g_assert_null (mch_request_new (MCH_METHOD_GET, huge, NULL));
}

static void
test_query_int (void)
{
  static const struct
  {
    const char *target;
    gboolean good;
    gint64 value;
  } table[] = {
    { "/?", TRUE, 7 },     { "/?n=0", TRUE, 0 },    { "/?n=500", TRUE, 500 },
    { "/?n=", FALSE, 0 },  { "/?n=501", FALSE, 0 }, { "/?n=-1", FALSE, 0 },
    { "/?n=x", FALSE, 0 }, { "/?n=1x", FALSE, 0 },  { "/?n=99999999999999999999", FALSE, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, table[i].target, NULL);
      gint64 value = -5;

      g_assert_cmpint (mch_request_get_query_int (request, "n", 7, 0, 500, &value), ==,
                       table[i].good);
      g_assert_cmpint (value, ==, table[i].good ? table[i].value : -5);
    }
}

static void
test_headers (void)
{
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, "/", NULL);

  mch_request_add_header (request, "Accept", "a");
  mch_request_add_header (request, "ACCEPT", "b");
  mch_request_add_header (request, "X-Bad", "\xff");
  g_assert_cmpstr (mch_request_get_header (request, "accept"), ==, "a, b");
  g_assert_null (mch_request_get_header (request, "X-Bad"));
  g_assert_null (mch_request_get_bearer (request));
  mch_request_add_header (request, "authorization", "bearer abc");
  g_assert_cmpstr (mch_request_get_bearer (request), ==, "abc");
  /* Two of them are no token. */
  mch_request_add_header (request, "Authorization", "Bearer def");
  g_assert_null (mch_request_get_bearer (request));
}

static void
test_cookies (void)
{
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, "/", NULL);
  g_autoptr (MchRequest) hostile = mch_request_new (MCH_METHOD_GET, "/", NULL);
  g_autoptr (GString) many = g_string_new (NULL);

  mch_request_add_header (request, "Cookie", " a=1;b = 2; c; =d; a=3;;e=f=g");
  mch_request_add_header (request, "Cookie", "h=");
  g_assert_cmpstr (mch_request_get_cookie (request, "a"), ==, "1");
  g_assert_cmpstr (mch_request_get_cookie (request, "b"), ==, "2");
  g_assert_cmpstr (mch_request_get_cookie (request, "e"), ==, "f=g");
  g_assert_cmpstr (mch_request_get_cookie (request, "h"), ==, "");
  g_assert_null (mch_request_get_cookie (request, "c"));
  g_assert_null (mch_request_get_cookie (request, ""));

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (many, "n%d=%d; ", i, i);
  mch_request_add_header (hostile, "Cookie", many->str);
  g_assert_cmpstr (mch_request_get_cookie (hostile, "n0"), ==, "0");
  g_assert_null (mch_request_get_cookie (hostile, "n4999"));
}

static void
test_body_form (void)
{
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_POST, "/", NULL);
  g_autoptr (MchForm) form = NULL;

  mch_request_take_body (request, g_bytes_new_static ("a=1", 3));
  g_assert_null (mch_request_parse_form (request, NULL));
  mch_request_add_header (request, "Content-Type",
                          "Application/X-www-form-urlencoded; charset=UTF-8");
  form = mch_request_parse_form (request, NULL);
  g_assert_cmpstr (mch_form_get (form, "a"), ==, "1");
}

static MchResponse *
answer (MchRequest *request, gpointer server)
{
  const char *name = mch_request_get_param (request, "name");

  return mch_response_new_json_take (
      200, g_strdup_printf ("{\"name\":\"%s\"}", name != NULL ? name : "-"));
}

static MchResponse *
answer_nothing (MchRequest *request, gpointer server)
{
  return NULL;
}

static const MchRoute ROUTES[] = {
  { MCH_METHOD_GET, "/", answer, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/v1/a/:name", answer, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/a/b", answer, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/v1/a/:name", answer, 8, MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_GET, "/static/*", answer, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/static/logo", answer_nothing, 0, MCH_POOL_INLINE, NULL },
};

static MchResponse *
dispatch (const MchRouter *router, MchMethod method, const char *target, const char *body)
{
  g_autoptr (MchRequest) request = mch_request_new (method, target, NULL);

  if (body != NULL)
    {
      mch_request_add_header (request, "Content-Type", "application/json; charset=utf-8");
      mch_request_take_body (request, g_bytes_new_static (body, strlen (body)));
    }
  return mch_router_dispatch (router, request, NULL);
}

static void
test_router (void)
{
  static const struct
  {
    MchMethod method;
    const char *target;
    const char *body;
    guint status;
    const char *contains; /* of the answer's body */
  } table[] = {
    { MCH_METHOD_GET, "/", NULL, 200, "\"-\"" },
    { MCH_METHOD_GET, "/v1/a/xy", NULL, 200, "\"xy\"" },
    { MCH_METHOD_HEAD, "/v1/a/xy", NULL, 200, "\"xy\"" },
    { MCH_METHOD_GET, "/v1/a/b", NULL, 200, "\"-\"" },
    { MCH_METHOD_POST, "/v1/a/b", "{}", 200, "\"b\"" },
    { MCH_METHOD_POST, "/v1/a/b", NULL, 200, "\"b\"" },
    { MCH_METHOD_POST, "/v1/a/b", "{\"long\":1}", 413, "too_large" },
    { MCH_METHOD_GET, "/v1/a/b", "{}", 413, "too_large" },
    { MCH_METHOD_GET, "/v1/a/", NULL, 404, "not_found" },
    { MCH_METHOD_GET, "/v1/a", NULL, 404, "not_found" },
    { MCH_METHOD_PUT, "/v1/a/b", NULL, 405, "method" },
    { MCH_METHOD_OTHER, "/v1/a/b", NULL, 405, "method" },
    { MCH_METHOD_GET, "/static/x/y", NULL, 200, "\"-\"" },
    { MCH_METHOD_GET, "/static/logo", NULL, 500, "" },
    { MCH_METHOD_GET, "/static", NULL, 404, "" },
    { MCH_METHOD_GET, "//", NULL, 404, "" },
  };
  g_autoptr (MchRouter) router = mch_router_new ();

  mch_router_add (router, ROUTES, G_N_ELEMENTS (ROUTES));
  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchResponse) response =
          dispatch (router, table[i].method, table[i].target, table[i].body);
      size_t length = 0;
      const char *text = g_bytes_get_data (mch_response_get_body (response), &length);
      g_autofree char *copy = g_strndup (text, length);

      g_test_message ("%s %s", mch_method_to_string (table[i].method), table[i].target);
      g_assert_cmpuint (mch_response_get_status (response), ==, table[i].status);
      g_assert_nonnull (strstr (copy, table[i].contains));
    }
  {
    g_autoptr (MchResponse) response = dispatch (router, MCH_METHOD_PUT, "/v1/a/b", NULL);

    g_assert_cmpstr (mch_response_get_header (response, "allow"), ==, "GET, HEAD, POST");
  }
}

static void
test_router_type (void)
{
  g_autoptr (MchRouter) router = mch_router_new ();
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_POST, "/v1/a/b", NULL);
  g_autoptr (MchResponse) response = NULL;

  mch_router_add (router, ROUTES, G_N_ELEMENTS (ROUTES));
  mch_request_add_header (request, "Content-Type", "application/jsonx");
  mch_request_take_body (request, g_bytes_new_static ("{}", 2));
  response = mch_router_dispatch (router, request, NULL);
  g_assert_cmpuint (mch_response_get_status (response), ==, 415);
}

static void
count_cookies (const char *name, const char *value, gpointer user_data)
{
  if (strcmp (name, "Set-Cookie") == 0)
    {
      g_assert_nonnull (strstr (value, "; HttpOnly; Secure; SameSite=Lax"));
      ++*(guint *) user_data;
    }
}

static void
test_response (void)
{
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, "/v1/x", NULL);
  static const MchFieldFault faults[] = { { "login", "required" } };
  g_autoptr (MchResponse) invalid = NULL;
  g_autoptr (MchResponse) retry = NULL;
  g_autoptr (MchResponse) html = mch_response_new_html_take (200, g_strdup ("<p>é</p>"));
  guint n_cookies = 0;

  mch_request_set_id (request, "0123456789abcdef");
  invalid = mch_response_new_invalid (request, NULL, faults, 1);
  g_assert_cmpstr (g_bytes_get_data (mch_response_get_body (invalid), NULL), ==,
                   "{\"code\":\"invalid\",\"message_key\":\"invalid\",\"fields\":[{\"path\":"
                   "\"login\",\"code\":\"required\"}],\"retry_after\":null,\"request_id\":"
                   "\"0123456789abcdef\"}");
  retry = mch_response_new_retry (request, 429, "wait", 0);
  g_assert_cmpstr (mch_response_get_header (retry, "Retry-After"), ==, "1");

  g_assert_cmpstr (mch_response_get_header (html, "cache-control"), ==, "no-store");
  g_assert_nonnull (
      strstr (mch_response_get_header (html, "Content-Security-Policy"), "default-src 'none'"));
  mch_response_add_cookie (html, "a", "1", 60);
  mch_response_add_cookie (html, "b", "2", -1);
  mch_response_set_header (html, "X-Frame-Options", NULL);
  g_assert_null (mch_response_get_header (html, "X-Frame-Options"));
  mch_response_foreach_header (html, count_cookies, &n_cookies);
  g_assert_cmpuint (n_cookies, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form/values", test_form_values);
  g_test_add_func ("/form/order", test_form_order);
  g_test_add_func ("/form/hostile", test_form_hostile);
  g_test_add_func ("/form/every-split", test_form_every_split);
  g_test_add_func ("/request/target", test_target);
  g_test_add_func ("/request/query-int", test_query_int);
  g_test_add_func ("/request/headers", test_headers);
  g_test_add_func ("/request/cookies", test_cookies);
  g_test_add_func ("/request/form", test_body_form);
  g_test_add_func ("/router/table", test_router);
  g_test_add_func ("/router/type", test_router_type);
  g_test_add_func ("/response/bodies", test_response);

  return g_test_run ();
}
