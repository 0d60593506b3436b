/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-edition-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-slip-code.h"
#include "vault/mch-box-private.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

#define SLIP_LABEL "machaon slip 1"

GBytes *
mch_edition_key_seal (MchSecret *edition_key, const guint8 *establishment_public, GError **error)
{
  g_return_val_if_fail (edition_key != NULL && establishment_public != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (edition_key) == MCH_KEY_SIZE, NULL);

  return mch_box_seal (edition_key, establishment_public, error);
}

MchSecret *
mch_edition_key_open (GBytes *sealed, MchKeyPair *establishment, GError **error)
{
  g_return_val_if_fail (sealed != NULL && establishment != NULL, NULL);

  return mch_box_open (sealed, establishment, error);
}

static GBytes *
slip_context (const char *candidate, gint64 secret_version, const char *edition)
{
  g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, secret_version);

  return mch_vault_encode (SLIP_LABEL, candidate, version, edition, NULL);
}

static gboolean
is_slip_code (const char *code, gsize length)
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  gboolean is_code = length == MCH_SLIP_CODE_LENGTH
                     && mch_slip_code_check (code, secret, NULL) == MCH_SLIP_CODE_OK;

  mch_vault_wipe (secret, sizeof secret);
  return is_code;
}

GBytes *
mch_slip_seal (MchSecret *edition_key, const char *code, const char *candidate,
               gint64 secret_version, const char *edition)
{
  g_autoptr (GBytes) context = NULL;

  g_return_val_if_fail (edition_key != NULL && candidate != NULL && edition != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (edition_key) == MCH_KEY_SIZE, NULL);
  g_return_val_if_fail (code != NULL && is_slip_code (code, strlen (code)), NULL);
  g_return_val_if_fail (secret_version >= 1, NULL);

  context = slip_context (candidate, secret_version, edition);
  return mch_vault_seal (edition_key, code, strlen (code), context);
}

char *
mch_slip_open (MchSecret *edition_key, GBytes *sealed, const char *candidate, gint64 secret_version,
               const char *edition, GError **error)
{
  g_autoptr (GBytes) context = NULL;
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (MchSecretText) code = NULL;

  g_return_val_if_fail (edition_key != NULL && sealed != NULL, NULL);
  g_return_val_if_fail (candidate != NULL && edition != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (edition_key) == MCH_KEY_SIZE, NULL);

  context = slip_context (candidate, secret_version, edition);
  opened = mch_vault_open (edition_key, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                           context);
  if (opened != NULL)
    code = g_strndup (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened));
  if (code == NULL || !is_slip_code (code, strlen (code)))
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED,
                           _ ("A slip cannot be opened: it was altered or belongs to another "
                              "candidate. Regenerate this password."));
      return NULL;
    }
  return g_steal_pointer (&code);
}
