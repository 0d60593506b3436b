/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal without a browser: pages as text, hostile words in them, files, and whose form a
 * request sends. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "server/http/mch-router-private.h"
#include "server/portal/mch-portal-private.h"

static char *
dup_page (const char *shown, const char *attribute)
{
  g_autoptr (MchHtml) html = mch_html_new ("fr");
  MchNode *body = mch_html_add (mch_html_get_root (html), "body", NULL);

  if (shown != NULL)
    mch_html_add_text (body, "p", NULL, shown);
  if (attribute != NULL)
    mch_html_add (body, "input", "value", attribute, NULL);
  return mch_html_to_string (html);
}

static void
test_html_exact (void)
{
  static const struct
  {
    const char *text;
    const char *written;
  } table[] = {
    { "Léa Petit-Gérard", "<p>Léa Petit-Gérard</p>" },
    { "Œuvre « à » l’été — ☺ 日本", "<p>Œuvre « à » l’été — ☺ 日本</p>" },
    { "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" },
    { "a & b &amp; c", "<p>a &amp; b &amp;amp; c</p>" },
    { "]]><!-- x --><!DOCTYPE y>", "<p>]]&gt;&lt;!-- x --&gt;&lt;!DOCTYPE y&gt;</p>" },
    { "a\x01\x1b[31mb\x7f"
      "c\r",
      "<p>a[31mbc</p>" },
    { "a\xff\xc3z", "<p>a\xef\xbf\xbd\xef\xbf\xbdz</p>" },
    { "A\xe2\x80\xae"
      "B\xe2\x81\xa6"
      "C\xe2\x80\x8f",
      "<p>ABC</p>" },
    { "\xef\xbf\xbe\xc2\x9b\xef\xb7\x90x", "<p>x</p>" },
    { "", "<p></p>" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *page = dup_page (table[i].text, NULL);
      g_autofree char *wanted = g_strconcat ("<!DOCTYPE html>\n<html lang=\"fr\"><body>",
                                             table[i].written, "</body></html>\n", NULL);

      g_assert_cmpstr (page, ==, wanted);
    }
}

/* The element of this name that an independent reading of the page finds. */
static xmlNode *
find_element (xmlNode *node, const char *name)
{
  for (; node != NULL; node = node->next)
    {
      xmlNode *found = NULL;

      if (node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0)
        return node;
      found = find_element (node->children, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_html_attributes (void)
{
  static const char *const table[] = {
    "\" autofocus onfocus=\"alert(1)",
    "' onclick='x",
    "\"'><script>alert(1)</script>",
    "a\"b'c&quot;d<e>f",
    "<!-- \" --> x",
    "&{alert(1)};",
    "javascript:alert(1)",
    "4L9K2-\xe2\x80\xaeM3NPQ",
    " deux  espaces ",
    "tab\tfin",
    "Égalité = « 50 % »",
    "`=`",
    "",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *page = dup_page (NULL, table[i]);
      xmlDoc *doc = htmlReadMemory (page, (int) strlen (page), NULL, "UTF-8",
                                    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
      xmlNode *input = find_element (xmlDocGetRootElement (doc), "input");
      xmlChar *value = xmlGetProp (input, BAD_CAST "value");

      g_assert_cmpstr ((const char *) value, ==, table[i]);
      g_assert_null (input->properties->next);
      g_assert_null (input->next);
      g_assert_null (find_element (xmlDocGetRootElement (doc), "script"));
      xmlFree (value);
      xmlFreeDoc (doc);
    }
}

static void
test_html_refused (void)
{
  static const struct
  {
    const char *path;
    const char *element;
    const char *attribute;
  } table[] = {
    { "/portal/html/refused/subprocess/script", "script", NULL },
    { "/portal/html/refused/subprocess/style", "style", NULL },
    { "/portal/html/refused/subprocess/markup", "p><b", NULL },
    { "/portal/html/refused/subprocess/handler", "p", "onclick" },
    { "/portal/html/refused/subprocess/inline", "p", "style" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_test_subprocess () && strcmp (g_test_get_path (), table[i].path) == 0)
        {
          g_autoptr (MchHtml) html = mch_html_new ("fr");

          mch_html_add (mch_html_get_root (html), table[i].element, table[i].attribute, "x", NULL);
          return;
        }
      if (!g_test_subprocess ())
        {
          g_test_trap_subprocess (table[i].path, 0, G_TEST_SUBPROCESS_DEFAULT);
          g_test_trap_assert_failed ();
          g_test_trap_assert_stderr ("*assertion*is_*failed*");
        }
    }
}

/* Pages of this server need no database as long as nobody is asked for. */
static MchServer server = {
  .portal_url = (char *) "https://candidat.example",
  .rules = { .min_length = 8, .max_length = 20, .lower = TRUE, .upper = TRUE, .special = TRUE },
};

static MchResponse *
dispatch (MchMethod method, const char *target, const char *const *headers, const char *body)
{
  g_autoptr (MchRouter) router = mch_router_new ();
  g_autoptr (MchRequest) request = mch_request_new (method, target, NULL);

  mch_portal_add_routes (router);
  mch_request_set_id (request, "0123456789abcdef");
  mch_request_set_address (request, "192.0.2.1");
  mch_request_add_header (request, "Host", "localhost:8443");
  for (; headers != NULL && *headers != NULL; headers += 2)
    mch_request_add_header (request, headers[0], headers[1]);
  if (body != NULL)
    {
      mch_request_add_header (request, "Content-Type", MCH_TYPE_FORM);
      mch_request_take_body (request, g_bytes_new (body, strlen (body)));
    }
  return mch_router_dispatch (router, request, &server);
}

static char *
dup_body (MchResponse *response)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (mch_response_get_body (response), &length);

  return g_strndup (data, length);
}

static void
assert_has (MchResponse *response, const char *text)
{
  g_autofree char *body = dup_body (response);

  if (strstr (body, text) == NULL)
    g_error ("no “%s” in:\n%s", text, body);
}

static void
assert_has_not (MchResponse *response, const char *text)
{
  g_autofree char *body = dup_body (response);

  if (strstr (body, text) != NULL)
    g_error ("“%s” in:\n%s", text, body);
}

static void
test_page_headers (void)
{
  g_autoptr (MchResponse) response = dispatch (MCH_METHOD_GET, "/papillon", NULL, NULL);

  g_assert_cmpuint (mch_response_get_status (response), ==, 200);
  g_assert_cmpstr (mch_response_get_header (response, "Content-Security-Policy"), ==,
                   "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                   "frame-ancestors 'none'; base-uri 'none'");
  g_assert_cmpstr (mch_response_get_header (response, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (mch_response_get_header (response, "Referrer-Policy"), ==, "same-origin");
  g_assert_null (mch_response_get_header (response, "Set-Cookie"));
  assert_has (response, "autocapitalize=\"characters\"");
  assert_has_not (response, "type=\"password\"");
  assert_has_not (response, "style=");
  assert_has_not (response, "demo");
}

/* A wrongly copied slip is told from the text alone: this server has no database to look into. */
static void
test_wrong_code (void)
{
  static const struct
  {
    const char *password;
    const char *written;
  } table[] = {
    { "22222-22222-22222", "value=\"22222-22222-22222\"" },
    { "2222-22222-22222-", "value=\"2222-22222-22222-\"" },
    { "%22%3E22-22222-22222", "value='\"&gt;22-22222-22222'" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *body =
          g_strdup_printf ("login=lea.petit%%22%%3E%%3Cb%%3E&password=%s", table[i].password);
      g_autoptr (MchResponse) response = dispatch (MCH_METHOD_POST, "/connexion", NULL, body);

      g_assert_cmpuint (mch_response_get_status (response), ==, 422);
      assert_has (response, table[i].written);
      assert_has (response, "aria-invalid=\"true\"");
      assert_has (response, "value='lea.petit\"&gt;&lt;b&gt;'");
      assert_has (response, "href=\"#password\"");
      assert_has (response, "class=\"wrong\"");
    }
}

static void
test_empty_form (void)
{
  g_autoptr (MchResponse) response = dispatch (MCH_METHOD_POST, "/connexion", NULL, "login=");

  g_assert_cmpuint (mch_response_get_status (response), ==, 422);
  assert_has (response, "href=\"#login\"");
  assert_has (response, "href=\"#password\"");
  assert_has (response, "type=\"password\"");
}

/* Another site must not sign somebody in. */
static void
test_own_form (void)
{
  static const struct
  {
    const char *headers[5];
    guint status;
  } table[] = {
    { { NULL }, 422 },
    { { "Origin", "https://localhost:8443" }, 422 },
    { { "Origin", "https://LOCALHOST:8443" }, 422 },
    { { "Origin", "https://candidat.example" }, 422 },
    { { "Origin", "https://candidat.exampl" }, 403 },
    { { "Origin", "https://candidat.example.evil.example" }, 403 },
    { { "Origin", "" }, 403 },
    { { "Origin", "null" }, 403 },
    { { "Origin", "http://localhost:8443" }, 403 },
    { { "Origin", "https://evil.example" }, 403 },
    { { "Sec-Fetch-Site", "same-origin", "Origin", "https://localhost:8443" }, 422 },
    { { "Sec-Fetch-Site", "cross-site", "Origin", "https://localhost:8443" }, 403 },
    { { "Sec-Fetch-Site", "same-site" }, 403 },
    { { "Sec-Fetch-Site", "none" }, 403 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchResponse) response =
          dispatch (MCH_METHOD_POST, "/connexion", table[i].headers, "login=a&password=");

      g_test_message ("row %zu", i);
      g_assert_cmpuint (mch_response_get_status (response), ==, table[i].status);
    }
}

static void
test_without_session (void)
{
  static const struct
  {
    MchMethod method;
    const char *target;
    guint status;
    const char *location;
  } table[] = {
    { MCH_METHOD_GET, "/mot-de-passe", 303, "/" },
    { MCH_METHOD_POST, "/mot-de-passe", 303, "/" },
    { MCH_METHOD_GET, "/compte", 303, "/" },
    { MCH_METHOD_GET, "/compte-active", 303, "/" },
    { MCH_METHOD_POST, "/deconnexion", 303, "/?deconnexion" },
    { MCH_METHOD_GET, "/deconnexion", 405, NULL },
    { MCH_METHOD_POST, "/compte", 405, NULL },
    { MCH_METHOD_GET, "/admin", 404, NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchResponse) response =
          dispatch (table[i].method, table[i].target, NULL,
                    table[i].method == MCH_METHOD_POST ? "password=x" : NULL);

      g_assert_cmpuint (mch_response_get_status (response), ==, table[i].status);
      if (table[i].location != NULL)
        g_assert_cmpstr (mch_response_get_header (response, "Location"), ==, table[i].location);
    }
}

static void
test_error_pages (void)
{
  static const guint table[] = { 400, 403, 404, 405, 413, 415, 418, 500, 503 };
  g_autoptr (MchRequest) request = mch_request_new (MCH_METHOD_GET, "/x%3Cb%3E", NULL);

  mch_request_set_id (request, "0123456789abcdef");
  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchResponse) response = mch_portal_error_page (request, table[i], &server);

      g_assert_cmpuint (mch_response_get_status (response), ==, table[i]);
      g_assert_true (
          g_str_has_prefix (mch_response_get_header (response, "Content-Type"), "text/html"));
      assert_has (response, "<h1>");
      assert_has (response, "href=\"/\"");
      assert_has_not (response, "&lt;b");
    }
}

static void
test_demo_banner (void)
{
  g_autoptr (MchResponse) response = NULL;

  server.demo = TRUE;
  response = dispatch (MCH_METHOD_GET, "/", NULL, NULL);
  server.demo = FALSE;
  assert_has (response, "class=\"demo\"");
}

static void
test_files (void)
{
  static const struct
  {
    const char *target;
    const char *type;
    const char *cache;
  } table[] = {
    { "/style.css", "text/css; charset=utf-8", "public, max-age=3600" },
    { "/style.css?v=0", "text/css; charset=utf-8", "public, max-age=3600" },
    { NULL, "text/css; charset=utf-8", "public, max-age=31536000, immutable" },
    { "/logo.svg", "image/svg+xml", "public, max-age=3600" },
    { "/favicon.ico", "image/svg+xml", "public, max-age=3600" },
    { "/robots.txt", "text/plain; charset=utf-8", "public, max-age=3600" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *target = table[i].target != NULL ? table[i].target : mch_portal_get_style_path ();
      g_autoptr (MchResponse) response = dispatch (MCH_METHOD_GET, target, NULL, NULL);

      g_assert_cmpuint (mch_response_get_status (response), ==, 200);
      g_assert_cmpuint (g_bytes_get_size (mch_response_get_body (response)), >, 20);
      g_assert_cmpstr (mch_response_get_header (response, "Content-Type"), ==, table[i].type);
      g_assert_cmpstr (mch_response_get_header (response, "Cache-Control"), ==, table[i].cache);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/html/exact", test_html_exact);
  g_test_add_func ("/portal/html/attributes", test_html_attributes);
  g_test_add_func ("/portal/html/refused", test_html_refused);
  g_test_add_func ("/portal/html/refused/subprocess/script", test_html_refused);
  g_test_add_func ("/portal/html/refused/subprocess/style", test_html_refused);
  g_test_add_func ("/portal/html/refused/subprocess/markup", test_html_refused);
  g_test_add_func ("/portal/html/refused/subprocess/handler", test_html_refused);
  g_test_add_func ("/portal/html/refused/subprocess/inline", test_html_refused);
  g_test_add_func ("/portal/page/headers", test_page_headers);
  g_test_add_func ("/portal/page/wrong-code", test_wrong_code);
  g_test_add_func ("/portal/page/empty-form", test_empty_form);
  g_test_add_func ("/portal/page/own-form", test_own_form);
  g_test_add_func ("/portal/page/without-session", test_without_session);
  g_test_add_func ("/portal/page/errors", test_error_pages);
  g_test_add_func ("/portal/page/demo", test_demo_banner);
  g_test_add_func ("/portal/files", test_files);
  return g_test_run ();
}
