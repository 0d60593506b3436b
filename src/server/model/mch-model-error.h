/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an act of the model was refused. The message is a translated sentence for the command line;
 * desktops translate the code and key that the API makes of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchModelError:
 * @MCH_MODEL_ERROR_MALFORMED: not the form that was asked for.
 * @MCH_MODEL_ERROR_UNAUTHENTICATED: wrong or expired credentials, whichever they were.
 * @MCH_MODEL_ERROR_FORBIDDEN: known, but without the right.
 * @MCH_MODEL_ERROR_NOT_MEMBER: of staff here, but without the establishment's key.
 * @MCH_MODEL_ERROR_NOT_FOUND: no such thing.
 * @MCH_MODEL_ERROR_EXISTS: it is already there, with another content.
 * @MCH_MODEL_ERROR_MISMATCH: the same id was used before for something else, or what was seen is
 *   no longer current.
 * @MCH_MODEL_ERROR_STATE: the thing is not in the state that the act needs.
 * @MCH_MODEL_ERROR_PARTS_MISSING: parts of an operation have not arrived; send them and repeat.
 * @MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED: the exam office has not opened slips here.
 * @MCH_MODEL_ERROR_PORTAL_UNSET: no pupil could reach the portal's address.
 * @MCH_MODEL_ERROR_REGISTRATION_CLOSED: the act changes registrations, and none may be changed now.
 * @MCH_MODEL_ERROR_GONE: whom the act is about is no longer as it was when it was asked for.
 * @MCH_MODEL_ERROR_DECIDED: somebody has decided otherwise.
 * @MCH_MODEL_ERROR_ALREADY_ACTIVE: the invitation was used by another activation.
 * @MCH_MODEL_ERROR_INVALID: a value that cannot be; the message says which.
 * @MCH_MODEL_ERROR_TOO_LARGE: more than one request may carry.
 * @MCH_MODEL_ERROR_THROTTLED: too many wrong tries; later.
 * @MCH_MODEL_ERROR_RESYNC_EPOCH: the server's past has changed; mirrors start anew.
 * @MCH_MODEL_ERROR_RESYNC_GRANT: what was held may not be read any more.
 * @MCH_MODEL_ERROR_RESYNC_FLOOR: too old a place to continue from.
 */
typedef enum
{
  MCH_MODEL_ERROR_MALFORMED,
  MCH_MODEL_ERROR_UNAUTHENTICATED,
  MCH_MODEL_ERROR_FORBIDDEN,
  MCH_MODEL_ERROR_NOT_MEMBER,
  MCH_MODEL_ERROR_NOT_FOUND,
  MCH_MODEL_ERROR_EXISTS,
  MCH_MODEL_ERROR_MISMATCH,
  MCH_MODEL_ERROR_STATE,
  MCH_MODEL_ERROR_PARTS_MISSING,
  MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED,
  MCH_MODEL_ERROR_PORTAL_UNSET,
  MCH_MODEL_ERROR_REGISTRATION_CLOSED,
  MCH_MODEL_ERROR_GONE,
  MCH_MODEL_ERROR_DECIDED,
  MCH_MODEL_ERROR_ALREADY_ACTIVE,
  MCH_MODEL_ERROR_INVALID,
  MCH_MODEL_ERROR_TOO_LARGE,
  MCH_MODEL_ERROR_THROTTLED,
  MCH_MODEL_ERROR_RESYNC_EPOCH,
  MCH_MODEL_ERROR_RESYNC_FLOOR,
  MCH_MODEL_ERROR_RESYNC_GRANT,
} MchModelError;

#define MCH_MODEL_ERROR (mch_model_error_quark ())
GQuark mch_model_error_quark (void);

G_END_DECLS
