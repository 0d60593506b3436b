/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page written from top to bottom, at sizes that may all be scaled together so that it fits. */
#pragma once

#include "print/mch-text-box.h"

G_BEGIN_DECLS

/**
 * MchFlow:
 * @x, @width: the column that is written, in mm.
 * @y: where it goes on, in mm.
 * @scale: of every size and distance.
 */
typedef struct
{
  MchPage *page;
  MchFonts *fonts;
  double x, width, y;
  double scale;
  guint n_missing;
} MchFlow;

/* @height in mm, before scaling. */
void mch_flow_skip (MchFlow *flow, double height);

/* Writes a paragraph of @size points; nothing when @text is NULL or empty. */
void mch_flow_text (MchFlow *flow, MchFace face, double size, const char *role, const char *text);

/* A line across the column. */
void mch_flow_rule (MchFlow *flow);

/* Draws on @flow, from its @y; may be called several times for one page. */
typedef void (*MchFlowFunc) (MchFlow *flow, gconstpointer data);

/**
 * mch_flow_fit:
 * @bottom: where the column must end, in mm.
 *
 * Calls @draw at full size and, as long as that ends below @bottom, again smaller: what is on the
 * page of @flow after the last call stays. The page must hold nothing of before.
 */
void mch_flow_fit (MchFlow *flow, double bottom, MchFlowFunc draw, gconstpointer data);

G_END_DECLS
