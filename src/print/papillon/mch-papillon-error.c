/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-papillon.h"

G_DEFINE_QUARK (mch - papillon - error - quark, mch_papillon_error)
