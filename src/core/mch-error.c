/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-error.h"

G_DEFINE_QUARK (mch - core - error - quark, mch_core_error)
