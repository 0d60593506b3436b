/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program machaond from its command line: what every verb gets, how it opens the data folder,
 * and the statuses that scripts rely on. Everything runs on the main thread and may block. */
#pragma once

#include "server/db/mch-db.h"
#include "server/http/mch-config.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_ADMIN_DONE = 0,
  MCH_ADMIN_FAILED = 1,
  MCH_ADMIN_USAGE = 2,
} MchAdminExit;

/**
 * MchAdmin: one run of the program.
 * @data: DIR, absolute; NULL until an option has named it.
 * @config, @pool, @server: NULL until they are opened.
 */
typedef struct
{
  char *data;
  MchConfig *config;
  MchDbPool *pool;
  MchServer *server;
} MchAdmin;

/**
 * MchAdminVerb:
 * @name: as typed, one or two words.
 * @arguments: the words that follow, for the help; not translated.
 * @summary: msgid of one line of help.
 * @run: gets the arguments after the verb, argv[0] being its last word. Writes its own output; sets
 *   @error for a failure, which main() shows.
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  MchAdminExit (*run) (MchAdmin *admin, int argc, char **argv, GError **error);
} MchAdminVerb;

/* machaond ARGUMENTS: shows its error on stderr and gives the exit status. */
int mch_admin_main (int argc, char **argv);

/* The status that tells scripts about @error. */
MchAdminExit mch_admin_exit_of_error (const GError *error);

/* Sets @error to a translated sentence about wrong usage, and returns FALSE. */
gboolean mch_admin_misuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Sets @error to a translated sentence about what cannot be done, and returns FALSE. */
gboolean mch_admin_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * mch_admin_parse:
 * @verb: whose arguments the help shows.
 * @options: (nullable): the verb's own, ended by an empty one; --data is added.
 * @min, @max: how many words may stand beside the options.
 *
 * Takes the options out of @argv, wherever they stand. Fails as wrong usage.
 */
gboolean mch_admin_parse (MchAdmin *admin, const MchAdminVerb *verb, int *argc, char ***argv,
                          const GOptionEntry *options, int min, int max, GError **error);

/* (transfer full): a file of the data folder. */
char *mch_admin_dup_path (const MchAdmin *admin, const char *name);
char *mch_admin_dup_tls_path (const MchAdmin *admin, const char *name);

#define MCH_ADMIN_CONFIG "machaond.conf"
#define MCH_ADMIN_DATABASE "machaon.db"
#define MCH_ADMIN_PEPPER "pepper"
#define MCH_ADMIN_TLS "tls"

/* (transfer full): what mch_db_pool_open() takes, of the setting "database"; file names are
 * relative to the data folder. */
char *mch_admin_dup_database_uri (const MchAdmin *admin, const char *setting);

/* Each does nothing when it was done before. They open in this order what is not open yet:
 * machaond.conf; the database, as it is; the server on a database of the present schema. */
gboolean mch_admin_open_config (MchAdmin *admin, GError **error);
gboolean mch_admin_open_database (MchAdmin *admin, MchDbOpenFlags flags, GError **error);
gboolean mch_admin_open_server (MchAdmin *admin, const MchServerOptions *options, GError **error);

/* One line of the audit log of the server, by its administrator. @object: (nullable). */
gboolean mch_admin_audit (MchAdmin *admin, const char *action, const char *object, GError **error);

void mch_admin_clear (MchAdmin *admin);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchAdmin, mch_admin_clear)

G_END_DECLS
