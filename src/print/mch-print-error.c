/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-print-error.h"

G_DEFINE_QUARK (mch - print - error - quark, mch_print_error)
