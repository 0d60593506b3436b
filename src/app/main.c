/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaon: the desktop application. */
#include <gtk/gtk.h>

#include "app/mch-application.h"
#include "core/mch-paths.h"
#include "vault/mch-vault-init.h"

int
main (int argc, char **argv)
{
  g_autoptr (MchApplication) application = NULL;

  mch_vault_harden_process ();
  mch_paths_init_language ();
  /* The line above chose the locale; GTK would choose again, and not French. */
  gtk_disable_setlocale ();
  g_set_prgname ("io.machaon.Machaon");
  application = mch_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
