/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond: the server and its administration. */
#include "core/mch-paths.h"
#include "server/admin/mch-admin.h"
#include "vault/mch-vault-init.h"

int
main (int argc, char **argv)
{
  mch_vault_harden_process ();
  mch_paths_init_language ();
  return mch_admin_main (argc, argv);
}
