/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agent does that needs the desk lane: opening an establishment, pinning it, letting it go,
 * and setting services. */
#pragma once

#include "app/window/mch-context.h"
#include "sync/mch-office.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_OFFICE_ACT_OPEN,
  MCH_OFFICE_ACT_PIN,
  MCH_OFFICE_ACT_UNPIN,
} MchOfficeAct;

/* The callback's source is the worker. */
void mch_office_act_async (MchContext *context, MchOfficeAct act, const char *uai,
                           GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_office_act_finish (GObject *source, GAsyncResult *result, GError **error);

/* As mch_office_set_service(). @settings: taken. */
void
mch_office_service_async (MchContext *context, const char *session, const char *uai,
                          GHashTable *settings, GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_office_service_finish (GObject *source, GAsyncResult *result, GError **error);

/* As mch_office_list_exceptions(). */
void
mch_office_exceptions_async (MchContext *context, const char *session, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *mch_office_exceptions_finish (GObject *source, GAsyncResult *result, GError **error);

G_END_DECLS
