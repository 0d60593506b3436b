/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place in a list of candidates: the keys of its last row, which the client hands back to have
 * what comes after it, however the rows have changed since. It tells nothing that the row did not,
 * and is nobody's right to anything. */
#pragma once

#include "protocol/mch-wire-search.h"

G_BEGIN_DECLS

/**
 * MchSearchPlace:
 * @first: what the order goes by before names: a birth date, a UAI; "" by name.
 * @name_key: of mch_collate_dup_key().
 */
typedef struct
{
  MchSearchOrder order;
  char *first;
  GBytes *name_key;
  char *id;
} MchSearchPlace;

void mch_search_place_clear (MchSearchPlace *place);

/* (transfer full) */
char *mch_search_place_to_text (const MchSearchPlace *place);

/* Reads what a client sent; FALSE when it is no place of a list of @order. */
gboolean mch_search_place_read (const char *text, MchSearchOrder order, MchSearchPlace *ret_place);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchSearchPlace, mch_search_place_clear)

G_END_DECLS
