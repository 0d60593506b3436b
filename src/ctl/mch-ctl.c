/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-ctl.h"

#include "store/mch-outbox.h"
#include "sync/mch-engine.h"
#include "sync/mch-grants.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-unlock.h"
#include "vault/mch-vault-init.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PROFILE_WAIT_MS 10000 /* another machaonctl may be at work on the same profile */
#define MAX_PASSWORD_FILE 4096

void
mch_ctl_clear (MchCtl *ctl)
{
  g_clear_object (&ctl->desk);
  g_clear_pointer (&ctl->profile, g_free);
  g_clear_pointer (&ctl->secrets_file, g_free);
  g_clear_pointer (&ctl->password_file, g_free);
  g_clear_pointer (&ctl->session, g_free);
  g_clear_pointer (&ctl->establishment, g_free);
}

gboolean
mch_ctl_parse (MchCtl *ctl, int *argc, char ***argv, const GOptionEntry *options,
               const char *arguments, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_ ("Answer with one JSON value"), NULL },
    { "session", 0, 0, G_OPTION_ARG_STRING, &ctl->session,
      N_ ("The session, when there are several"), "DOMAIN/YYYY-MM" },
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &ctl->establishment,
      N_ ("The establishment, when there are several"), "UAI" },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

gboolean
mch_ctl_check_count (int argc, int min, int max, GError **error)
{
  if (argc - 1 >= min && argc - 1 <= max)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       argc - 1 < min ? _ ("Something is missing after the verb; see --help.")
                                      : _ ("There is too much after the verb; see --help."));
  return FALSE;
}

MchSecretStore *
mch_ctl_dup_secrets (MchCtl *ctl, GError **error)
{
  if (ctl->secrets_file != NULL)
    return mch_secret_store_new_file (ctl->secrets_file, error);
  return mch_secret_store_new_keyring ();
}

gboolean
mch_ctl_open (MchCtl *ctl, GError **error)
{
  g_autoptr (MchSecretStore) secrets = NULL;

  if (ctl->desk != NULL)
    return TRUE;
  if (ctl->profile == NULL)
    ctl->profile = g_build_filename (g_get_user_data_dir (), "machaon", NULL);
  secrets = mch_ctl_dup_secrets (ctl, error);
  if (secrets == NULL)
    return FALSE;
  ctl->desk = mch_desk_open (ctl->profile, secrets, PROFILE_WAIT_MS, error);
  if (ctl->desk == NULL)
    return FALSE;
  if (mch_desk_get_keyring_warning (ctl->desk) != NULL)
    g_printerr ("%s\n", mch_desk_get_keyring_warning (ctl->desk));
  return TRUE;
}

char *
mch_ctl_open_scope (MchCtl *ctl, GError **error)
{
  if (!mch_ctl_open (ctl, error))
    return NULL;
  return mch_desk_dup_scope (ctl->desk, ctl->establishment, error);
}

MchRecord *
mch_ctl_dup_service (MchCtl *ctl, const char *scope, GError **error)
{
  return mch_desk_dup_service (ctl->desk, scope, ctl->session, error);
}

char *
mch_ctl_dup_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

static char *
read_password_file (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD,
                   _ ("The password file cannot be read: %s"), cause->message);
      return NULL;
    }
  if (length > MAX_PASSWORD_FILE || strlen (text) != length)
    {
      mch_vault_wipe (text, length);
      g_free (text);
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD,
                   _ ("%s is not a password file: it must hold one line."), path);
      return NULL;
    }
  text[strcspn (text, "\r\n")] = '\0';
  return text;
}

static char *
ask_on_terminal (const char *prompt, GError **error)
{
  struct termios before, silent;
  char *line;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &before) != 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD,
                           _ ("Your password is needed for this. Give it (with machaonctl: "
                              "--password-file FILE), then start again."));
      return NULL;
    }
  g_printerr ("%s ", prompt);
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  line = g_malloc0 (MAX_PASSWORD_FILE);
  if (fgets (line, MAX_PASSWORD_FILE, stdin) == NULL)
    *line = '\0';
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  line[strcspn (line, "\r\n")] = '\0';
  return line;
}

char *
mch_ctl_dup_password (MchCtl *ctl, const char *prompt, GError **error)
{
  if (ctl->password_file != NULL)
    return read_password_file (ctl->password_file, error);
  return ask_on_terminal (prompt, error);
}

gboolean
mch_ctl_unlock (MchCtl *ctl, GError **error)
{
  g_autoptr (MchSecretText) password = NULL;

  if (ctl->password_file == NULL && mch_unlock_is_open (ctl->desk))
    return TRUE;
  password = mch_ctl_dup_password (ctl, _ ("Your password:"), error);
  return password != NULL && mch_unlock_with_password (ctl->desk, password, error);
}

/* What was refused is told once, by the verb that sent it; it stays listed under "status". */
static MchExit
tell_report (MchCtl *ctl, const MchSyncReport *report)
{
  if (report->conflicts > 0)
    {
      g_printerr (g_dngettext (GETTEXT_PACKAGE,
                               "%u value was changed by somebody else in the meantime; see "
                               "“conflicts list”.\n",
                               "%u values were changed by somebody else in the meantime; see "
                               "“conflicts list”.\n",
                               report->conflicts),
                  report->conflicts);
      return MCH_EXIT_CONFLICT;
    }
  if (report->refused > 0)
    {
      g_printerr (g_dngettext (GETTEXT_PACKAGE,
                               "%u change was refused by the server and is kept here; see "
                               "“status”.\n",
                               "%u changes were refused by the server and are kept here; see "
                               "“status”.\n",
                               report->refused),
                  report->refused);
      return MCH_EXIT_FAILED;
    }
  return MCH_EXIT_DONE;
}

/* Rights that went: told once. */
static void
tell_lost (MchCtl *ctl)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autoptr (GPtrArray) lost = mch_grants_list_lost (store);

  for (guint i = 0; i < lost->len; i++)
    {
      g_autofree char *text = mch_lost_scope_dup_text (lost->pdata[i]);

      g_printerr ("%s\n", text);
      mch_grants_forget_lost (store, ((MchLostScope *) lost->pdata[i])->scope, NULL);
    }
}

MchExit
mch_ctl_send (MchCtl *ctl, GError **error)
{
  g_autoptr (GError) cause = NULL;
  MchSyncReport report = { 0 };

  if (mch_engine_sync (ctl->desk, &report, NULL, &cause))
    {
      tell_lost (ctl);
      return tell_report (ctl, &report);
    }
  if (mch_exit_of_error (cause) == MCH_EXIT_OFFLINE)
    {
      g_printerr ("%s\n", cause->message);
      return mch_exit_worse (tell_report (ctl, &report), MCH_EXIT_OFFLINE);
    }
  g_propagate_error (error, g_steal_pointer (&cause));
  return MCH_EXIT_FAILED;
}

MchExit
mch_ctl_meet_server (MchCtl *ctl, GError **error)
{
  g_autoptr (GError) cause = NULL;
  MchExit status = mch_ctl_send (ctl, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return MCH_EXIT_FAILED;
    }
  return status == MCH_EXIT_OFFLINE ? MCH_EXIT_OFFLINE : MCH_EXIT_DONE;
}

MchExit
mch_exit_of_error (const GError *error)
{
  if (error->domain == G_OPTION_ERROR
      || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE))
    return MCH_EXIT_USAGE;
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE)
      || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_BUSY)
      || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY)
      || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY_STRANGE)
      || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL))
    return MCH_EXIT_OFFLINE;
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_CONFLICT))
    return MCH_EXIT_CONFLICT;
  return MCH_EXIT_FAILED;
}

MchExit
mch_exit_worse (MchExit a, MchExit b)
{
  static const MchExit order[] = { MCH_EXIT_USAGE,   MCH_EXIT_FAILED,   MCH_EXIT_CONFLICT,
                                   MCH_EXIT_OFFLINE, MCH_EXIT_REJECTED, MCH_EXIT_DONE };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return MCH_EXIT_FAILED;
}
