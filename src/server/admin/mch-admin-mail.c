/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin mail test, list, hurry: whether messages leave, and which have not. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-email.h"
#include "server/admin/mch-admin-verbs.h"
#include "server/mail/mch-mail-transport.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"
#include "vault/mch-vault-init.h"

#define MAX_LISTED 200

static MchAdminExit run_test (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_list (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_hurry (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_mail_verbs[] = {
  { "mail test", "ADDRESS", N_ ("Send a trial message at once, as machaond.conf says"), run_test },
  { "mail list", "", N_ ("Messages that wait, and those that could not be sent"), run_list },
  { "mail hurry", "", N_ ("Try at once to send what waits for its next turn"), run_hurry },
  { NULL, NULL, NULL, NULL },
};

/* (transfer full) (nullable): of the portal. */
static char *
dup_host (MchAdmin *admin)
{
  const char *url = mch_config_get_text (admin->config, MCH_CONFIG_PORTAL_URL);
  g_autoptr (GUri) uri = *url != '\0' ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/* Not through the database: the answer is wanted now, and from this machine. */
static gboolean
send_trial (MchAdmin *admin, const char *to, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  g_autofree char *id = mch_uuid_new (now_ms, mch_vault_random);
  g_autofree char *host = dup_host (admin);
  MchMailMessage message = {
    .id = id,
    .to = to,
    .subject = _ ("[MACHAON] Trial message"),
    .text = _ ("This is a trial message of the Machaon server. Accents (é, è, ç, œ, « ») are read "
               "as they are written.\n"),
    .language = _ ("en"),
    .at_ms = now_ms,
  };
  g_autoptr (MchMailTransport) transport =
      mch_mail_transport_new (admin->config, admin->data, host, error);
  const char *folder;

  if (transport == NULL || !mch_mail_transport_send (transport, &message, NULL, error))
    return FALSE;
  folder = mch_mail_transport_get_folder (transport);
  if (folder == NULL)
    g_print (_ ("The mail server %s has taken the message for %s."),
             mch_config_get_text (admin->config, MCH_CONFIG_MAIL_SERVER), to);
  else
    g_print (_ ("No mail server is set: the message lies in %s/%s.eml and goes nowhere by itself. "
                "Set “server” in [mail] of machaond.conf."),
             folder, id);
  g_print ("\n");
  return TRUE;
}

static MchAdminExit
run_test (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autofree char *to = NULL;

  if (!mch_admin_parse (admin, &mch_admin_mail_verbs[0], &argc, &argv, NULL, 1, 1, error))
    return MCH_ADMIN_USAGE;
  to = mch_email_read (argv[1]);
  if (to == NULL)
    {
      mch_admin_misuse (error, _ ("“%s” is not an e-mail address."), argv[1]);
      return MCH_ADMIN_USAGE;
    }
  return mch_admin_open_config (admin, error) && send_trial (admin, to, error) ? MCH_ADMIN_DONE
                                                                               : MCH_ADMIN_FAILED;
}

static const char *
state_name (const char *state)
{
  return strcmp (state, "failed") == 0 ? _ ("given up") : _ ("waits");
}

static void
print_entry (const MchMailEntry *entry)
{
  g_autofree char *made = mch_model_dup_paris_moment (entry->created_ms, "%Y-%m-%d %H:%M");
  g_autofree char *due = mch_model_dup_paris_moment (entry->due_ms, "%Y-%m-%d %H:%M");

  g_print ("%s  %-11s  %s  %s", entry->id, entry->kind, made, state_name (entry->state));
  if (strcmp (entry->state, "failed") != 0)
    g_print ("  %s  %s", _ ("next try"), due);
  if (entry->fault != NULL)
    g_print ("  (%" G_GINT64_FORMAT ") %s", entry->tries, entry->fault);
  g_print ("\n");
}

static MchAdminExit
run_list (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (!mch_admin_parse (admin, &mch_admin_mail_verbs[1], &argc, &argv, NULL, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error))
    return MCH_ADMIN_FAILED;
  entries = mch_mail_list (admin->server, MAX_LISTED, error);
  if (entries == NULL)
    return MCH_ADMIN_FAILED;
  for (guint i = 0; i < entries->len; i++)
    print_entry (entries->pdata[i]);
  if (entries->len == 0)
    g_print ("%s\n", _ ("No message waits, and none was given up in the last 30 days."));
  else if (entries->len == MAX_LISTED)
    g_print ("…\n");
  return MCH_ADMIN_DONE;
}

static MchAdminExit
run_hurry (MchAdmin *admin, int argc, char **argv, GError **error)
{
  gint64 n = 0;

  if (!mch_admin_parse (admin, &mch_admin_mail_verbs[2], &argc, &argv, NULL, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error) || !mch_mail_hurry (admin->server, &n, error))
    return MCH_ADMIN_FAILED;
  g_print (g_dngettext (GETTEXT_PACKAGE, "%u message is due now; the server that runs sends it.",
                        "%u messages are due now; the server that runs sends them.", (gulong) n),
           (guint) n);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}
