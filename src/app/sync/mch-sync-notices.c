/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-sync-notices.h"

#include <glib/gi18n-lib.h>

#include "sync/mch-grants.h"
#include "sync/mch-sync-error.h"

#define MINUTE_MS (60 * G_GINT64_CONSTANT (1000))
#define DAY_MS (24 * 60 * MINUTE_MS)

static void
notice_free (gpointer data)
{
  MchSyncNotice *notice = data;

  g_free (notice->text);
  g_free (notice);
}

/* Takes @text. */
static void
add (GPtrArray *notices, const char *icon, char *text, const char *button, const char *action)
{
  MchSyncNotice *notice = g_new0 (MchSyncNotice, 1);

  notice->icon = icon;
  notice->text = text;
  notice->button = button;
  notice->action = action;
  g_ptr_array_add (notices, notice);
}

char *
mch_sync_notices_dup_left (gint64 left_ms)
{
  guint minutes = (guint) (MAX (left_ms, 0) / MINUTE_MS);

  if (minutes < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u min", "%u min", minutes), minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u h", "%u h", minutes / 60),
                          minutes / 60);
}

/* INS-03: from a day before closing, what has not left counts. */
static void
add_closing (GPtrArray *notices, MchContext *context)
{
  g_autoptr (MchRecord) service = mch_context_dup_service (context);
  const char *closes = service != NULL ? mch_record_get (service, "registration_to_ms") : NULL;
  gint64 left =
      closes != NULL ? g_ascii_strtoll (closes, NULL, 10) - mch_context_get_now_ms (context) : 0;
  MchSyncState *sync = mch_context_get_sync (context);
  guint n = mch_sync_state_get_n_pending (sync);
  g_autofree char *time = NULL;

  if (n == 0 || left <= 0 || left > DAY_MS)
    return;
  time = mch_sync_notices_dup_left (left);
  add (notices, "dialog-warning-symbolic",
       g_strdup_printf (
           g_dngettext (GETTEXT_PACKAGE,
                        "Registration closes in %s: %u change has not been sent yet.",
                        "Registration closes in %s: %u changes have not been sent yet.", n),
           time, n),
       mch_sync_state_get_paused (sync) ? _ ("_Resume") : _ ("_Synchronise now"), "win.sync");
}

static void
add_block (GPtrArray *notices, MchContext *context)
{
  MchSyncState *sync = mch_context_get_sync (context);
  const char *icon = "dialog-information-symbolic";
  char *text;

  if (mch_sync_state_get_status (sync) != MCH_SYNC_BLOCKED)
    return;
  text = g_strdup (mch_sync_state_get_detail (sync));
  if (mch_sync_state_failed_with (sync, MCH_SYNC_ERROR_PROXY))
    add (notices, icon, text, _ ("_Give the login…"), "win.proxy-login");
  else if (mch_sync_state_failed_with (sync, MCH_SYNC_ERROR_PORTAL))
    add (notices, icon, text, _ ("_Open the browser"), "win.open-browser");
  else
    add (notices, icon, text, _ ("_Try again"), "win.sync");
}

static void
add_clock (GPtrArray *notices, MchContext *context)
{
  gint64 offset = mch_context_get_clock_offset (context);
  g_autofree char *time = mch_sync_notices_dup_left (ABS (offset));

  if (ABS (offset) <= MCH_CLOCK_TOLERANCE_MS)
    return;
  add (notices, "alarm-symbolic",
       g_strdup_printf (
           offset > 0 ? _ ("The clock of this computer is %s behind the server's. Deadlines "
                           "are counted by the server's clock: put this one right.")
                      : _ ("The clock of this computer is %s ahead of the server's. Deadlines "
                           "are counted by the server's clock: put this one right."),
           time),
       _ ("_Understood"), NULL);
}

/* One after the other; the first is what the button is about. */
static void
add_lost (GPtrArray *notices, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  g_autoptr (GPtrArray) lost = store != NULL ? mch_grants_list_lost (store) : NULL;

  if (lost == NULL || lost->len == 0)
    return;
  add (notices, "dialog-information-symbolic", mch_lost_scope_dup_text (lost->pdata[0]),
       ((MchLostScope *) lost->pdata[0])->n_waiting > 0 ? _ ("_Show what waits")
                                                        : _ ("_Understood"),
       "win.lost-right");
}

GPtrArray *
mch_sync_notices_list (MchContext *context)
{
  GPtrArray *notices = g_ptr_array_new_with_free_func (notice_free);

  g_return_val_if_fail (MCH_IS_CONTEXT (context), notices);

  add_closing (notices, context);
  add_lost (notices, context);
  add_block (notices, context);
  add_clock (notices, context);
  return notices;
}
