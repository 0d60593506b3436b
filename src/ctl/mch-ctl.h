/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every verb of machaonctl gets and gives: the options, the desk, and an exit status. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* Exit statuses, as scripts rely on them. When several apply, 2, 1, 4, 5, 3 in this order. */
typedef enum
{
  MCH_EXIT_DONE = 0,
  MCH_EXIT_FAILED = 1,
  MCH_EXIT_USAGE = 2,
  MCH_EXIT_REJECTED = 3, /* done, but some rows were rejected */
  MCH_EXIT_CONFLICT = 4,
  MCH_EXIT_OFFLINE = 5, /* kept in the outbox */
} MchExit;

/**
 * MchCtl: one run of the program.
 * @session, @establishment: (nullable): what tells apart where several would do.
 * @json: one JSON value on stdout, whatever the exit status.
 */
typedef struct
{
  char *profile;
  char *secrets_file;
  char *password_file;
  char *session;
  char *establishment;
  gboolean json;
  MchDesk *desk; /* NULL until mch_ctl_open() */
} MchCtl;

/* Where this run keeps secrets: (transfer full); NULL with an error. */
MchSecretStore *mch_ctl_dup_secrets (MchCtl *ctl, GError **error);

/**
 * MchVerb:
 * @name: as typed, one or two words.
 * @summary: msgid of one line of help.
 * @run: gets the arguments after the verb, argv[0] being its name. Writes its own output; sets
 *   @error for a failure, which main() shows and turns into an exit status.
 */
typedef struct
{
  const char *name;
  const char *summary;
  MchExit (*run) (MchCtl *ctl, int argc, char **argv, GError **error);
} MchVerb;

/* Every verb, ended by a NULL name. */
extern const MchVerb mch_verbs[];

/**
 * mch_ctl_parse:
 * @options: (nullable): the verb's own, ended by an empty one; --json, --session and
 *   --establishment are added.
 * @arguments: the words after the options, for the help, such as "FILE".
 *
 * Takes the options out of @argv, anywhere in it.
 */
gboolean mch_ctl_parse (MchCtl *ctl, int *argc, char ***argv, const GOptionEntry *options,
                        const char *arguments, GError **error);

/* Fails with G_OPTION_ERROR_FAILED in words when the number of words after the verb is another. */
gboolean mch_ctl_check_count (int argc, int min, int max, GError **error);

/* Opens the profile; says on stderr when there is no keyring. */
gboolean mch_ctl_open (MchCtl *ctl, GError **error);

/* Opens the profile and finds the establishment meant. (transfer full): its scope */
char *mch_ctl_open_scope (MchCtl *ctl, GError **error);

/* The service of the session meant; its id is the session. (transfer full) */
MchRecord *mch_ctl_dup_service (MchCtl *ctl, const char *scope, GError **error);

/* (transfer full): today's date here, YYYY-MM-DD. */
char *mch_ctl_dup_today (void);

/* (transfer full): the password of --password-file, or asked on the terminal; overwritten when
 * freed with mch_vault_free_text(). @prompt: translated. */
char *mch_ctl_dup_password (MchCtl *ctl, const char *prompt, GError **error);

/* Makes sure that what the password opens is open: from the last quarter of an hour, the file or
 * the terminal. */
gboolean mch_ctl_unlock (MchCtl *ctl, GError **error);

/**
 * mch_ctl_send:
 *
 * Sends what a verb put in the outbox and pulls. A server that cannot be reached is not an error:
 * the sentence goes to stderr and the status is MCH_EXIT_OFFLINE; so with conflicts
 * (MCH_EXIT_CONFLICT) and refusals (MCH_EXIT_REJECTED or FAILED).
 */
MchExit mch_ctl_send (MchCtl *ctl, GError **error);

/**
 * mch_ctl_meet_server:
 *
 * mch_ctl_send() before an act that needs the server itself. Conflicts and refusals are told and do
 * not stand in its way.
 *
 * Returns: MCH_EXIT_DONE to go on; else the status to end with, and @error set unless it is
 *   MCH_EXIT_OFFLINE.
 */
MchExit mch_ctl_meet_server (MchCtl *ctl, GError **error);

/* The status that tells scripts about @error. */
MchExit mch_exit_of_error (const GError *error);

/* The more telling of two statuses. */
MchExit mch_exit_worse (MchExit a, MchExit b);

void mch_ctl_clear (MchCtl *ctl);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchCtl, mch_ctl_clear)

G_END_DECLS
