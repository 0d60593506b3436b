/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a simulated desktop holds at the end. */
#pragma once

#include "desk-acts.h"

/* Drops what was refused, and tells the values that it held: "refused": [{op,reason,values}]. */
DeskAct desk_settle;

/* "scopes": {scope: {cursor, n, hash}}, "pending", "conflicts": [{id,name,mine,theirs}], "came":
 * {id: id}. The hash is of every record as lists show it, in the form of simulation.py's own. */
DeskAct desk_dump;
