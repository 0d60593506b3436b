/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Académies, establishments, exam sessions and the services that the exam office opens; and the
 * records by which desktops learn of them. Every function blocks; any thread. */
#pragma once

#include "server/model/mch-server.h"

G_BEGIN_DECLS

/* Each of these does nothing when the same thing is there; EXISTS when it differs; INVALID for a
 * code of the wrong shape; NOT_FOUND for an académie that is not there. @code: "BESANCON", 2 to 20
 * upper-case letters, digits and hyphens. @domain: "CAP". @month: "2027-06". */
gboolean
mch_directory_add_academy (MchServer *server, const char *code, const char *name, GError **error);
gboolean mch_directory_add_establishment (MchServer *server, const char *uai, const char *name,
                                          const char *academy, GError **error);
gboolean mch_directory_add_session (MchServer *server, const char *domain, const char *month,
                                    const char *academy, GError **error);

/**
 * mch_directory_set_service:
 * @uai: (nullable): for this establishment alone; NULL for the whole académie.
 * @settings: "KEY=VALUE", NULL-terminated; an empty VALUE removes the setting.
 *
 * papillons=on|off · registration=FROM/TO in Paris time (2026-10-01T08:00/2026-12-08T17:00; the end
 * is the first instant that is too late) · results=YYYY-MM-DD · note=TEXT · contact=TEXT · the
 * settings of mch_reference_get_setting(), which go before the reference file · any other
 * snake_case key. Errors: INVALID in one sentence that names the setting, NOT_FOUND.
 */
gboolean mch_directory_set_service (MchServer *server, const char *academy, const char *domain,
                                    const char *month, const char *uai, const char *const *settings,
                                    GError **error);

/* The same by an agent of the exam office, whose @login is in the log. */
gboolean mch_directory_change_service (MchServer *server, const char *login, const char *academy,
                                       const char *domain, const char *month, const char *uai,
                                       const char *const *settings, GError **error);

/* One setting that stands for one establishment alone. */
typedef struct
{
  char *uai;
  char *key;
  char *value;
} MchException;

void mch_exception_free (MchException *exception);

/**
 * mch_directory_list_exceptions:
 * @after_uai, @after_key: (nullable): where to go on.
 * @limit: at least 1.
 *
 * Returns: (transfer full) (element-type MchException): of one session, by establishment and key.
 */
GPtrArray *
mch_directory_list_exceptions (MchServer *server, const char *academy, const char *domain,
                               const char *month, const char *after_uai, const char *after_key,
                               int limit, GError **error);

/* Brings the summary rows of "acad:…" up to date with their establishments: one establishment
 * record each with its counts. Call it once a minute or so. */
gboolean mch_directory_refresh_summaries (MchServer *server, GError **error);

G_END_DECLS
