/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibrates a printer: prints the page that tells how far it is out, and keeps the two numbers
 * that a person reads on it, for this printer on this computer. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CALIBRATION_WINDOW (mch_calibration_window_get_type ())
G_DECLARE_FINAL_TYPE (MchCalibrationWindow, mch_calibration_window, MCH, CALIBRATION_WINDOW,
                      AdwWindow)

/* Shows itself on the window of @from, which tells in a toast what is kept then. */
MchCalibrationWindow *mch_calibration_window_open (GtkWidget *from, MchContext *context);

/* @printer becomes one to choose, and is chosen. */
void mch_calibration_window_choose (MchCalibrationWindow *self, const char *printer);

G_END_DECLS
