/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In front of a main window whose profile could not be opened, because the keyring is locked or
 * does not answer: unlock it, try again, or work without it. */
#pragma once

#include <adwaita.h>

#include "app/sync/mch-worker.h"

G_BEGIN_DECLS

#define MCH_TYPE_KEYRING_WINDOW (mch_keyring_window_get_type ())
G_DECLARE_FINAL_TYPE (MchKeyringWindow, mch_keyring_window, MCH, KEYRING_WINDOW, AdwWindow)

/* @worker: kept; its mch_worker_open_with_keyring_async() has failed with @error. Shows itself. */
MchKeyringWindow *
mch_keyring_window_open (GtkWindow *parent, MchWorker *worker, const GError *error);

/* Signals: "ended" (GError *): the profile is open, or cannot be for another reason than the
 * keyring. "gave-up" (): the window was closed, and nothing is open. */

G_END_DECLS
