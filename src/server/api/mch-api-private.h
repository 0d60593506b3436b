/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the handlers: what every one of them begins and ends with. */
#pragma once

#include "core/mch-field.h"
#include "protocol/mch-wire-json.h"
#include "server/api/mch-api.h"
#include "server/model/mch-staff.h"

G_BEGIN_DECLS

#define MCH_API_MIN_SCHEMA 1

/* What a handler needs before it begins. */
typedef enum
{
  MCH_API_ANYBODY = 0,
  MCH_API_STAFF = 1 << 0,      /* a token */
  MCH_API_BODY = 1 << 1,       /* a JSON object */
  MCH_API_OLD_CLIENT = 1 << 2, /* also of a client that is too old: its outbox is welcome */
} MchApiNeeds;

typedef struct
{
  MchRequest *request; /* borrowed */
  MchServer *server;   /* borrowed */
  MchStaff *staff;
  JsonObject *body;
} MchApiCall;

void mch_api_call_clear (MchApiCall *call);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchApiCall, mch_api_call_clear)

/* Returns: (transfer full) (nullable): the refusal; NULL when the handler may go on. */
MchResponse *
mch_api_begin (MchApiCall *call, MchRequest *request, gpointer server, MchApiNeeds needs);

/* The answer for @error: (transfer full). @error: (transfer none). */
MchResponse *mch_api_refuse (MchApiCall *call, const GError *error);

/* The same for what strangers try: 429 with @wait when the error says so. */
MchResponse *mch_api_refuse_throttled (MchApiCall *call, const GError *error, guint wait);

/* Whether the client knows records of @kind; one that does not must not be sent any. */
gboolean mch_api_client_knows (MchRequest *request, MchKind kind);

/**
 * MchApiAct: what is about to be done in a scope.
 * @MCH_API_READ: by its staff, and by the exam office of its académie.
 * @MCH_API_WRITE: what is an establishment's own: by its staff alone.
 * @MCH_API_EDIT: records of an establishment: by its staff, and by the exam office.
 */
typedef enum
{
  MCH_API_READ,
  MCH_API_WRITE,
  MCH_API_EDIT,
} MchApiAct;

/* (transfer full) (nullable): 403 unless the member of staff may; NULL when he may. */
MchResponse *mch_api_check_scope (MchApiCall *call, const char *scope, MchApiAct act);

/* 403 unless @scope is an académie of this agent's. @ret_academy: (out): its code, borrowed. */
MchResponse *mch_api_check_office (MchApiCall *call, const char *scope, const char **ret_academy);

/* (transfer full): "scopes" of a sign-in and "grants" of the heads. */
JsonArray *mch_api_scopes_to_json (const MchStaff *staff);

/* 200 with @object: (transfer full). */
MchResponse *mch_api_answer (JsonObject *object);

void mch_api_add_staff_routes (MchRouter *router);
void mch_api_add_feed_routes (MchRouter *router);
void mch_api_add_office_routes (MchRouter *router);
void mch_api_add_op_routes (MchRouter *router);
void mch_api_add_account_routes (MchRouter *router);
void mch_api_add_registration_routes (MchRouter *router);
void mch_api_add_late_routes (MchRouter *router);
void mch_api_add_search_routes (MchRouter *router);

#define MCH_API_SMALL_BODY (64 * 1024)
#define MCH_API_LARGE_BODY (1024 * 1024)

G_END_DECLS
