/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chunk of sealed slips on its way up, and what each of them came to. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

#define MCH_SLIP_SALT_BYTES 16
#define MCH_SLIP_VERIFIER_BYTES 32
#define MCH_SLIP_CIPHER_MAX 256

typedef struct
{
  char *candidate; /* the person's id */
  guint8 salt[MCH_SLIP_SALT_BYTES];
  guint8 verifier[MCH_SLIP_VERIFIER_BYTES];
  GBytes *cipher;         /* nonce and ciphertext, 1 to MCH_SLIP_CIPHER_MAX bytes */
  gint64 secret_version;  /* from 1 */
  gboolean despite_email; /* paper even where a link would go to the candidate's own address */
} MchWireSlip;

typedef enum
{
  MCH_SLIP_INVALID = -1,
  MCH_SLIP_CREATED,     /* an account with this very slip exists */
  MCH_SLIP_EXISTING,    /* there was an account already; this slip must be forgotten */
  MCH_SLIP_INELIGIBLE,  /* neither Inscrit nor Pré-inscrit, or not of this establishment */
  MCH_SLIP_REGENERATED, /* the account now has this slip */
  MCH_SLIP_REFUSED,     /* see the message key */
  MCH_SLIP_MAILED,      /* a link goes to the candidate's own address; there is no slip */
} MchSlipOutcome;

const char *mch_slip_outcome_to_string (MchSlipOutcome outcome);
MchSlipOutcome mch_slip_outcome_from_string (const char *text); /* MCH_SLIP_INVALID if unknown */

typedef struct
{
  char *candidate;
  MchSlipOutcome outcome;
  char *login;       /* NULL when it is not ours to know */
  char *message_key; /* NULL or why */
} MchSlipResult;

void mch_wire_slip_free (MchWireSlip *slip);
void mch_slip_result_free (MchSlipResult *result);

/* (transfer full): {"version":1,"slips":[…]} from an array of MchWireSlip. */
JsonObject *mch_wire_slips_to_json (GPtrArray *slips);

/* (transfer full): 1 to MCH_WIRE_MAX_CHUNK_SLIPS MchWireSlip, each candidate once. */
GPtrArray *mch_wire_slips_from_json (JsonObject *message, GError **error);

JsonObject *mch_slip_results_to_json (GPtrArray *results);                   /* (transfer full) */
GPtrArray *mch_slip_results_from_json (JsonObject *message, GError **error); /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchWireSlip, mch_wire_slip_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipResult, mch_slip_result_free)

G_END_DECLS
