/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of certificates in a sentence, and which proxy leads to a server. */
#include "sync/mch-line.h"
#include "sync/mch-proxies.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *said;
} names[] = {
  { NULL, NULL },
  { "", NULL },
  { "C=FR", NULL },
  { "CN=", NULL },
  { "CN=Filtrage", "Filtrage" },
  { "O=Rectorat Test,CN=Filtrage Académie", "Filtrage Académie" },
  { "C=FR,O=Rectorat", "Rectorat" },
  { "O=A\\,CN=B,CN=C", "C" },
  { "CN=Durand\\, Fils\\+Cie,O=X", "Durand, Fils+Cie" },
  { "O=X+CN=Y", "Y" },
  { "XCN=no,CN=yes", "yes" },
  { "CN=tab\there\nand there\\", "tab here and there\\" },
  { "CN=caf\xe9", NULL },
  { "CN=right\xe2\x80\xaeleft", "rightleft" },
  { "CN=01234567890123456789012345678901234567890123456789012345678901234567890123456789",
    "012345678901234567890123456789012345678901234567890123456789…" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *said = mch_line_dup_common_name (names[i].name);

      if (names[i].name != NULL && strstr (names[i].name, "\xe9") != NULL)
        g_assert_true (g_utf8_validate (said, -1, NULL));
      else
        g_assert_cmpstr (said, ==, names[i].said);
    }
}

static char *
dup_proxy_of (const char *uri, MchProxies **ret_proxies)
{
  g_autoptr (MchProxies) proxies = mch_proxies_new ();
  g_auto (GStrv) found = g_proxy_resolver_lookup (G_PROXY_RESOLVER (proxies), uri, NULL, NULL);

  g_assert_nonnull (found);
  if (ret_proxies != NULL)
    *ret_proxies = g_steal_pointer (&proxies);
  return g_strdup (found[0]);
}

static void
test_login_is_kept_apart (void)
{
  g_autoptr (MchProxies) proxies = NULL;
  g_autofree char *found = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  g_setenv ("HTTPS_PROXY", "http://eleve%40college:a%3Ab%2F@proxy.example:3128", TRUE);
  found = dup_proxy_of ("https://machaon.example/v1/realm", &proxies);
  g_assert_cmpstr (found, ==, "http://proxy.example:3128");
  g_assert_true (mch_proxies_dup_login (proxies, &user, &password));
  g_assert_cmpstr (user, ==, "eleve@college");
  g_assert_cmpstr (password, ==, "a:b/");
  g_assert_cmpstr (mch_proxies_get_last (proxies), ==, "proxy.example:3128");
}

static void
test_exceptions (void)
{
  static const char *const direct[] = { "https://machaon.example/", "https://www.machaon.example/",
                                        "https://10.1.2.3/" };

  g_setenv ("https_proxy", "proxy.example:3128", TRUE);
  g_setenv ("NO_PROXY", "localhost, .machaon.example,10.0.0.0/8", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (direct); i++)
    {
      g_autofree char *found = dup_proxy_of (direct[i], NULL);

      g_assert_cmpstr (found, ==, "direct://");
    }
  {
    g_autofree char *found = dup_proxy_of ("https://other.example/", NULL);

    g_assert_cmpstr (found, ==, "http://proxy.example:3128");
  }
  g_setenv ("NO_PROXY", "*", TRUE);
  {
    g_autofree char *found = dup_proxy_of ("https://other.example/", NULL);

    g_assert_cmpstr (found, ==, "direct://");
  }
}

static void
test_clock (void)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", "https://machaon.example/v1/realm");
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_minutes (now, 7);
  g_autofree char *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  gint64 offset = 1;

  g_assert_false (mch_line_get_clock_offset (message, &offset));
  soup_message_headers_replace (headers, "Date", "yesterday, or so");
  g_assert_false (mch_line_get_clock_offset (message, &offset));
  g_assert_cmpint (offset, ==, 1);
  soup_message_headers_replace (headers, "Date", date);
  g_assert_true (mch_line_get_clock_offset (message, &offset));
  g_assert_cmpint (ABS (offset - 7 * 60 * 1000), <, 30 * 1000);
}

int
main (int argc, char **argv)
{
  static const char *const names_of_proxies[] = { "HTTPS_PROXY", "https_proxy", "ALL_PROXY",
                                                  "all_proxy",   "HTTP_PROXY",  "http_proxy",
                                                  "NO_PROXY",    "no_proxy" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names_of_proxies); i++)
    g_unsetenv (names_of_proxies[i]);
  g_test_add_func ("/line/names", test_names);
  g_test_add_func ("/line/login-is-kept-apart", test_login_is_kept_apart);
  g_test_add_func ("/line/clock", test_clock);
  g_test_add_func ("/line/exceptions", test_exceptions);
  return g_test_run ();
}
