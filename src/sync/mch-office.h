/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agent of the exam office at his desktop: his académie's scope has one summary a establishment;
 * only the establishments that he has opened, or pinned, are mirrored. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

#define MCH_ROLE_OFFICE "exam-office"

/* How many establishments stay open beside the pinned ones; the one opened longest ago goes. */
#define MCH_OFFICE_MAX_OPEN 8

/* Whether whoever signed in on this profile is an agent. */
gboolean mch_office_is_agent (MchDesk *desk);

/* (nullable): "acad:CODE"; NULL when no académie is granted. Borrowed. */
const char *mch_office_get_scope (MchDesk *desk);

/* What only an agent may ask for: as mch_desk_get_client(), and NULL with MCH_SYNC_ERROR_USAGE and
 * @refusal, translated, for anybody else. */
MchClient *mch_office_get_client (MchDesk *desk, const char *refusal, GError **error);

/**
 * mch_office_open:
 * @uai: of an establishment of the académie.
 * @pin: it stays until it is unpinned. FALSE leaves a pinned one pinned.
 *
 * Mirrors the establishment from now on: pulls it, unless it is here already, and is kept up to
 * date with the rest. Blocks.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_USAGE (no such establishment), or that of the pull: then
 *   nothing has changed.
 */
gboolean mch_office_open (MchDesk *desk, const char *uai, gboolean pin, GCancellable *cancellable,
                          GError **error);

/* It may go when others are opened. */
gboolean mch_office_unpin (MchDesk *desk, const char *uai, GError **error);

/* Takes its mirror away. What waits to be sent is sent all the same. */
gboolean mch_office_close (MchDesk *desk, const char *uai, GError **error);

gboolean mch_office_is_pinned (MchDesk *desk, const char *uai);

/**
 * mch_office_set_service:
 * @session: "CAP/2027-06".
 * @uai: (nullable): for this establishment alone; NULL for the whole académie.
 * @settings: owned char* → owned char*; an empty value takes the setting away.
 *
 * Services and calendar: needs the server. Pulls afterwards.
 */
gboolean mch_office_set_service (MchDesk *desk, const char *session, const char *uai,
                                 GHashTable *settings, GCancellable *cancellable, GError **error);

/* One establishment's own setting. */
typedef struct
{
  char *uai;
  char *key;
  char *value;
} MchOfficeException;

void mch_office_exception_free (MchOfficeException *exception);

/* (transfer full) (element-type MchOfficeException): of @session, all pages of the server. */
GPtrArray *mch_office_list_exceptions (MchDesk *desk, const char *session,
                                       GCancellable *cancellable, GError **error);

G_END_DECLS
