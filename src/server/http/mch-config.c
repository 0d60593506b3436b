/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-config.h"

#include "server/http/mch-http-listen.h"
#include "server/mail/mch-mail-message.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef gboolean (*IsValid) (const char *value);

typedef struct
{
  const char *group;
  const char *key;
  const char *fallback; /* for texts */
  IsValid is_valid;     /* for texts; NULL: anything, or a number */
  gint64 number;        /* for numbers: default, */
  gint64 min;           /* lowest and */
  gint64 max;           /* highest value; 0: a text */
  const char *comment;
} Key;

struct _MchConfig
{
  char *texts[MCH_CONFIG_N_KEYS];
  gint64 numbers[MCH_CONFIG_N_KEYS];
};

static gboolean
is_portal_url (const char *value)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme = NULL;

  if (*value == '\0')
    return TRUE;
  uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_str_has_suffix (value, "/"))
    return FALSE;
  scheme = g_uri_get_scheme (uri);
  return (strcmp (scheme, "https") == 0 || strcmp (scheme, "http") == 0)
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL
         && g_uri_get_fragment (uri) == NULL;
}

static gboolean
is_mail_server (const char *value)
{
  g_autoptr (GUri) uri = *value != '\0' ? g_uri_parse (value, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if (*value == '\0')
    return TRUE;
  return (strcmp (scheme, "smtp") == 0 || strcmp (scheme, "smtps") == 0)
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && g_uri_get_userinfo (uri) == NULL && *g_uri_get_path (uri) == '\0'
         && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

static gboolean
is_starttls (const char *value)
{
  return strcmp (value, "required") == 0 || strcmp (value, "no") == 0;
}

static gboolean
is_sender (const char *value)
{
  return *value == '\0' || mch_mail_read_from (value, NULL, NULL);
}

static gboolean
is_set (const char *value)
{
  return *value != '\0';
}

static const Key KEYS[] = {
  [MCH_CONFIG_DATABASE] = { "server", "database", "", NULL, 0, 0, 0,
                            "postgresql://… or a file; empty: machaond.db beside this file" },
  [MCH_CONFIG_LISTEN] = { "server", "listen", "127.0.0.1:8443", mch_listen_is_valid, 0, 0, 0,
                          "ADDRESS:PORT, or unix:PATH behind a proxy" },
  [MCH_CONFIG_PORTAL_URL] = { "server", "portal-url", "", is_portal_url, 0, 0, 0,
                              "what candidates type, for example https://examens.example" },
  [MCH_CONFIG_MAIL_SERVER] = { "mail", "server", "", is_mail_server, 0, 0, 0,
                               "smtp://HOST:PORT or smtps://HOST:PORT; empty: messages become "
                               "files in the outbox" },
  [MCH_CONFIG_MAIL_STARTTLS] = { "mail", "starttls", "required", is_starttls, 0, 0, 0,
                                 "required, or no where the mail server is this machine" },
  [MCH_CONFIG_MAIL_USER] = { "mail", "user", "", NULL, 0, 0, 0, NULL },
  [MCH_CONFIG_MAIL_PASSWORD_FILE] = { "mail", "password-file", "", NULL, 0, 0, 0,
                                      "a file (0600) that holds the password alone" },
  [MCH_CONFIG_MAIL_CA_FILE] = { "mail", "ca-file", "", NULL, 0, 0, 0,
                                "the mail server's authority when the system does not know it" },
  [MCH_CONFIG_MAIL_FROM] = { "mail", "from", "", is_sender, 0, 0, 0,
                             "for example Examens <ne-pas-repondre@examens.example>" },
  [MCH_CONFIG_MAIL_OUTBOX] = { "mail", "outbox", "outbox", is_set, 0, 0, 0,
                               "a folder beside this file, or a path" },
  [MCH_CONFIG_CONNECTIONS] = { "limits", "connections", NULL, NULL, 8192, 16, 1000000,
                               "open at once" },
  [MCH_CONFIG_PER_ADDRESS] = { "limits", "per-address", NULL, NULL, 128, 1, 1000000,
                               "of one address that have not sent a request yet" },
  [MCH_CONFIG_FIRST_BYTE] = { "limits", "first-byte-seconds", NULL, NULL, 5, 1, 600, NULL },
  [MCH_CONFIG_HEADER] = { "limits", "header-seconds", NULL, NULL, 10, 1, 600, NULL },
  [MCH_CONFIG_KEEP_ALIVE] = { "limits", "keep-alive-seconds", NULL, NULL, 60, 1, 3600, NULL },
  [MCH_CONFIG_READ_THREADS] = { "limits", "read-threads", NULL, NULL, 4, 1, 256, NULL },
  [MCH_CONFIG_WRITE_THREADS] = { "limits", "write-threads", NULL, NULL, 4, 1, 256, NULL },
  [MCH_CONFIG_ARGON_THREADS] = { "limits", "argon-threads", NULL, NULL, 0, 0, 256,
                                 "0: one a processor" },
  [MCH_CONFIG_PRINT_THREADS] = { "limits", "print-threads", NULL, NULL, 2, 1, 256, NULL },
  [MCH_CONFIG_READ_QUEUE] = { "limits", "read-queue", NULL, NULL, 512, 1, 100000, NULL },
  [MCH_CONFIG_WRITE_QUEUE] = { "limits", "write-queue", NULL, NULL, 256, 1, 100000, NULL },
  [MCH_CONFIG_ARGON_QUEUE] = { "limits", "argon-queue", NULL, NULL, 64, 1, 100000, NULL },
  [MCH_CONFIG_PRINT_QUEUE] = { "limits", "print-queue", NULL, NULL, 64, 1, 100000, NULL },
  [MCH_CONFIG_BODY_BUDGET] = { "limits", "body-budget-mib", NULL, NULL, 256, 1, 1000000,
                               "memory for request bodies, over all connections" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (KEYS) == MCH_CONFIG_N_KEYS);

MchConfig *
mch_config_new (void)
{
  MchConfig *config = g_new0 (MchConfig, 1);

  for (int i = 0; i < MCH_CONFIG_N_KEYS; i++)
    {
      config->numbers[i] = KEYS[i].number;
      config->texts[i] = KEYS[i].max == 0 ? g_strdup (KEYS[i].fallback)
                                          : g_strdup_printf ("%" G_GINT64_FORMAT, KEYS[i].number);
    }
  return config;
}

void
mch_config_free (MchConfig *config)
{
  if (config == NULL)
    return;
  for (int i = 0; i < MCH_CONFIG_N_KEYS; i++)
    g_free (config->texts[i]);
  g_free (config);
}

gboolean
mch_config_set (MchConfig *config, MchConfigKey key, const char *value, GError **error)
{
  const Key *rule = NULL;
  gint64 number = 0;
  gboolean good = FALSE;

  g_return_val_if_fail (config != NULL, FALSE);
  g_return_val_if_fail ((int) key >= 0 && key < MCH_CONFIG_N_KEYS, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  rule = &KEYS[key];
  if (rule->max > 0)
    good = g_ascii_string_to_signed (value, 10, rule->min, rule->max, &number, NULL);
  else
    good = rule->is_valid == NULL || rule->is_valid (value);
  if (!good)
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG,
                   _ ("“%s” cannot be the value of “%s”."), value, rule->key);
      return FALSE;
    }

  g_free (config->texts[key]);
  config->texts[key] = g_strdup (value);
  config->numbers[key] = number;
  return TRUE;
}

static int
find_key (const char *group, const char *key)
{
  for (int i = 0; i < MCH_CONFIG_N_KEYS; i++)
    if (strcmp (KEYS[i].group, group) == 0 && strcmp (KEYS[i].key, key) == 0)
      return i;
  return -1;
}

static gboolean
load_group (MchConfig *config, GKeyFile *file, const char *path, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, keys[i], NULL);
      int key = find_key (group, keys[i]);

      if (key < 0)
        {
          g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG,
                       _ ("%s: there is no setting “%s” in [%s]."), path, keys[i], group);
          return FALSE;
        }
      if (!mch_config_set (config, (MchConfigKey) key, value != NULL ? g_strstrip (value) : "",
                           error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return TRUE;
}

MchConfig *
mch_config_load (const char *path, GError **error)
{
  g_autoptr (MchConfig) config = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG, _ ("%s cannot be used: %s"),
                   path, local->message);
      return NULL;
    }
  config = mch_config_new ();
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (strcmp (groups[i], "server") != 0 && strcmp (groups[i], "mail") != 0
          && strcmp (groups[i], "limits") != 0)
        {
          g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG,
                       _ ("%s: there is no group [%s]."), path, groups[i]);
          return NULL;
        }
      if (!load_group (config, file, path, groups[i], error))
        return NULL;
    }
  return g_steal_pointer (&config);
}

const char *
mch_config_get_text (const MchConfig *config, MchConfigKey key)
{
  g_return_val_if_fail (config != NULL, "");
  g_return_val_if_fail ((int) key >= 0 && key < MCH_CONFIG_N_KEYS, "");

  return config->texts[key];
}

gint64
mch_config_get_number (const MchConfig *config, MchConfigKey key)
{
  g_return_val_if_fail (config != NULL, 0);
  g_return_val_if_fail ((int) key >= 0 && key < MCH_CONFIG_N_KEYS, 0);

  return config->numbers[key];
}

gboolean
mch_config_write (const MchConfig *config, const char *path, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  const char *group = "";

  g_return_val_if_fail (config != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG, _ ("%s cannot be used: %s"),
                   path, _ ("it exists already and is kept."));
      return FALSE;
    }
  for (int i = 0; i < MCH_CONFIG_N_KEYS; i++)
    {
      if (strcmp (group, KEYS[i].group) != 0)
        g_string_append_printf (out, "%s[%s]\n", *group != '\0' ? "\n" : "", KEYS[i].group);
      group = KEYS[i].group;
      if (KEYS[i].comment != NULL)
        g_string_append_printf (out, "# %s\n", KEYS[i].comment);
      g_string_append_printf (out, "%s=%s\n", KEYS[i].key, config->texts[i]);
    }

  /* 0600: the database's URI may hold a password. */
  if (g_file_set_contents_full (path, out->str, (gssize) out->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG, _ ("%s cannot be used: %s"), path,
               local->message);
  return FALSE;
}

void
mch_config_to_http (const MchConfig *config, MchHttpOptions *ret_options)
{
  const gint64 *numbers = NULL;

  g_return_if_fail (config != NULL);
  g_return_if_fail (ret_options != NULL);

  numbers = config->numbers;
  *ret_options = (MchHttpOptions){
    .listen = config->texts[MCH_CONFIG_LISTEN],
    .connections = (guint) numbers[MCH_CONFIG_CONNECTIONS],
    .per_address = (guint) numbers[MCH_CONFIG_PER_ADDRESS],
    .first_byte_s = (guint) numbers[MCH_CONFIG_FIRST_BYTE],
    .header_s = (guint) numbers[MCH_CONFIG_HEADER],
    .keep_alive_s = (guint) numbers[MCH_CONFIG_KEEP_ALIVE],
    .read_threads = (guint) numbers[MCH_CONFIG_READ_THREADS],
    .write_threads = (guint) numbers[MCH_CONFIG_WRITE_THREADS],
    .argon_threads = (guint) numbers[MCH_CONFIG_ARGON_THREADS],
    .print_threads = (guint) numbers[MCH_CONFIG_PRINT_THREADS],
    .read_queue = (guint) numbers[MCH_CONFIG_READ_QUEUE],
    .write_queue = (guint) numbers[MCH_CONFIG_WRITE_QUEUE],
    .argon_queue = (guint) numbers[MCH_CONFIG_ARGON_QUEUE],
    .print_queue = (guint) numbers[MCH_CONFIG_PRINT_QUEUE],
    .body_budget = (size_t) numbers[MCH_CONFIG_BODY_BUDGET] * 1024 * 1024,
  };
}
