/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages are drawn with: the style sheet, the picture, and what robots are told. */
#include "server/portal/mch-portal-private.h"
#include "server/portal/mch-portal-resources.h"

#include <string.h>

#define DIGEST_LENGTH 16
#define LONG "public, max-age=31536000, immutable"
#define SHORT "public, max-age=3600"

static GBytes *
read_file (const char *path)
{
  GBytes *bytes =
      g_resource_lookup_data (mch_portal_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return bytes;
}

const char *
mch_portal_get_style_path (void)
{
  static const char *path = NULL;

  if (g_once_init_enter (&path))
    {
      g_autoptr (GBytes) style = read_file ("/io/machaon/server/portal/style.css");
      g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, style);

      g_once_init_leave (&path, g_strdup_printf ("/style.css?v=%.*s", DIGEST_LENGTH, digest));
    }
  return path;
}

/* Kept for ever only under the digest of this very content. */
MchResponse *
mch_portal_get_style (MchRequest *request, gpointer server)
{
  g_autoptr (GBytes) style = read_file ("/io/machaon/server/portal/style.css");
  MchResponse *response = mch_response_new_bytes (200, "text/css; charset=utf-8", style);
  const char *current = strchr (mch_portal_get_style_path (), '=') + 1;
  const char *asked = mch_request_get_query (request, "v");

  mch_response_set_cache (response, g_strcmp0 (asked, current) == 0 ? LONG : SHORT);
  return response;
}

MchResponse *
mch_portal_get_logo (MchRequest *request, gpointer server)
{
  g_autoptr (GBytes) logo = read_file ("/io/machaon/server/portal/logo.svg");
  MchResponse *response = mch_response_new_bytes (200, "image/svg+xml", logo);

  mch_response_set_cache (response, SHORT);
  /* Opened by itself a drawing is a document. */
  mch_response_set_header (response, "Content-Security-Policy",
                           "default-src 'none'; frame-ancestors 'none'");
  return response;
}

MchResponse *
mch_portal_get_robots (MchRequest *request, gpointer server)
{
  static const char text[] = "User-agent: *\nDisallow: /\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  MchResponse *response = mch_response_new_bytes (200, "text/plain; charset=utf-8", bytes);

  mch_response_set_cache (response, SHORT);
  return response;
}
