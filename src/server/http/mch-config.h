/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DIR/machaond.conf: what the administrator may set. An unknown key is an error that names it, so
 * that a typing mistake is not a silent default. */
#pragma once

#include "server/http/mch-http.h"

G_BEGIN_DECLS

/**
 * MchConfigKey: every key, as "[group] key" of the file.
 *
 * Texts have an empty value when unset; numbers have their default.
 */
typedef enum
{
  MCH_CONFIG_DATABASE,    /* [server] database: URI or path; empty: DIR/machaond.db */
  MCH_CONFIG_LISTEN,      /* [server] listen: default "127.0.0.1:8443" */
  MCH_CONFIG_PORTAL_URL,  /* [server] portal-url: http(s)://HOST[:PORT][/PATH], no "/" at the end */
  MCH_CONFIG_MAIL_SERVER, /* [mail] server: smtp(s)://HOST[:PORT]; empty: files in the outbox */
  MCH_CONFIG_MAIL_STARTTLS,      /* [mail] starttls: "required" or "no", for smtp:// */
  MCH_CONFIG_MAIL_USER,          /* [mail] user */
  MCH_CONFIG_MAIL_PASSWORD_FILE, /* [mail] password-file: a path, 0600 */
  MCH_CONFIG_MAIL_CA_FILE,       /* [mail] ca-file */
  MCH_CONFIG_MAIL_FROM,          /* [mail] from: "Name <ADDRESS>"; empty: of the portal's host */
  MCH_CONFIG_MAIL_OUTBOX,        /* [mail] outbox: a folder, default "outbox" */
  MCH_CONFIG_CONNECTIONS,        /* [limits] connections */
  MCH_CONFIG_PER_ADDRESS,        /* [limits] per-address */
  MCH_CONFIG_FIRST_BYTE,         /* [limits] first-byte-seconds */
  MCH_CONFIG_HEADER,             /* [limits] header-seconds */
  MCH_CONFIG_KEEP_ALIVE,         /* [limits] keep-alive-seconds */
  MCH_CONFIG_READ_THREADS,
  MCH_CONFIG_WRITE_THREADS,
  MCH_CONFIG_ARGON_THREADS,
  MCH_CONFIG_PRINT_THREADS,
  MCH_CONFIG_READ_QUEUE,
  MCH_CONFIG_WRITE_QUEUE,
  MCH_CONFIG_ARGON_QUEUE,
  MCH_CONFIG_PRINT_QUEUE,
  MCH_CONFIG_BODY_BUDGET, /* [limits] body-budget-mib */
  MCH_CONFIG_N_KEYS,
} MchConfigKey;

typedef struct _MchConfig MchConfig;

/* The defaults, as if the file were empty. */
MchConfig *mch_config_new (void);

/* Reads @path: (nullable) with MCH_SERVER_ERROR_CONFIG and one sentence that names the key. */
MchConfig *mch_config_load (const char *path, GError **error);
void mch_config_free (MchConfig *config);

/* Overrides one key, with the checks of the file (for command-line options). */
gboolean mch_config_set (MchConfig *config, MchConfigKey key, const char *value, GError **error);

const char *mch_config_get_text (const MchConfig *config, MchConfigKey key); /* never NULL */
gint64 mch_config_get_number (const MchConfig *config, MchConfigKey key);

/* Writes a commented file that says all keys, with the texts of @config; fails if @path exists. */
gboolean mch_config_write (const MchConfig *config, const char *path, GError **error);

/* Fills @ret_options; its texts live as long as @config. Certificate files are the caller's. */
void mch_config_to_http (const MchConfig *config, MchHttpOptions *ret_options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchConfig, mch_config_free)

G_END_DECLS
