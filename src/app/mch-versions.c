/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries whose headers the application may not see are asked by the name of their function. */
#include "app/mch-versions.h"

#include <adwaita.h>
#include <gmodule.h>
#include <poppler.h>

typedef const char *(*TextFunc) (void);
typedef guint (*NumberFunc) (void);

static const struct
{
  const char *name;
  const char *symbol;
} texts[] = {
  { "SQLite", "sqlite3_libversion" },
  { "libsodium", "sodium_version_string" },
  { "libqrencode", "QRcode_APIVersionString" },
};

static const struct
{
  const char *name;
  const char *prefix; /* of _get_major_version() and its neighbours */
} numbers[] = {
  { "GTK", "gtk" },
  { "libadwaita", "adw" },
  { "libsoup", "soup" },
};

static guint
ask_number (GModule *module, const char *prefix, const char *part)
{
  g_autofree char *symbol = g_strdup_printf ("%s_get_%s_version", prefix, part);
  gpointer function = NULL;

  return g_module_symbol (module, symbol, &function) ? ((NumberFunc) function) () : 0;
}

void
mch_versions_print (void)
{
  GModule *module = g_module_open (NULL, 0);
  gpointer function = NULL;

  g_print ("machaon %s\n", MACHAON_VERSION);
  g_print ("GLib %u.%u.%u\n", glib_major_version, glib_minor_version, glib_micro_version);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_print ("%s %u.%u.%u\n", numbers[i].name, ask_number (module, numbers[i].prefix, "major"),
             ask_number (module, numbers[i].prefix, "minor"),
             ask_number (module, numbers[i].prefix, "micro"));
  g_print ("pango %s\n", pango_version_string ());
  g_print ("cairo %s\n", cairo_version_string ());
  g_print ("poppler %s\n", poppler_get_version ());
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_module_symbol (module, texts[i].symbol, &function))
      g_print ("%s %s\n", texts[i].name, ((TextFunc) function) ());
  g_module_close (module);
}
