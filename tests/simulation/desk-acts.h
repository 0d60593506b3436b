/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a simulated person does at a desktop. Each act is one line of JSON in and one out; "scope"
 * is where, "rank" picks one of those there are. An act that finds nobody succeeds with "op" null.
 */
#pragma once

#include "sync/mch-desk.h"

#include <json-glib/json-glib.h>

typedef gboolean DeskAct (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error);

DeskAct desk_create;   /* "person", "candidature": values by name; "session" */
DeskAct desk_edit;     /* "kind", "name", "value" */
DeskAct desk_state;    /* "state": registered or withdrawn */
DeskAct desk_import;   /* "file", "session" */
DeskAct desk_resolve;  /* "choice": mine, theirs or edit, with "value" */
DeskAct desk_generate; /* "session" */
DeskAct desk_ask;      /* for a pupil who is registered elsewhere */
DeskAct desk_decide;   /* "accept" */
DeskAct desk_undo;     /* takes an import back */
