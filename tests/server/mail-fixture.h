/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pupils at the portal who have or want an address, and the messages that they get. */
#pragma once

#include "model-fixture.h"
#include "server/model/mch-candidate-own.h"
#include "server/model/mch-mail.h"

#define PASSWORD "Soleil-d'Or"
#define OTHER_PASSWORD "Lune-d'Argent"
#define HERE "192.0.2.1"
#define MINE "lea.petit@foyer.example"

/* A pupil with an account that is active, and his session. */
typedef struct
{
  char *person;
  char *login;
  MchPortalCandidate *candidate;
} MailPupil;

void mail_pupil_clear (MailPupil *pupil);
void
mail_sign_in (ModelFixture *fixture, MailPupil *pupil, const char *login, const char *password);
void
mail_make_active (ModelFixture *fixture, MailPupil *pupil, const char *given, const char *family);
/* (transfer full) (nullable) */
MchMail *mail_take (ModelFixture *fixture);
/* The next message, gone. (transfer full) */
MchMail *mail_receive (ModelFixture *fixture);
void mail_assert_none (ModelFixture *fixture);
/* (transfer full): what stands after @path in the only link of the message. */
char *mail_dup_token (const MchMail *mail, const char *path);
MchOwnOutcome mail_give (ModelFixture *fixture, MailPupil *pupil, const char *email);
MchOwnOutcome mail_verify (ModelFixture *fixture, const char *token);
void mail_make_verified (ModelFixture *fixture, MailPupil *pupil, const char *email);
MchOwnOutcome mail_reset (ModelFixture *fixture, const char *token, const char *password);
guint mail_ask_reset (ModelFixture *fixture, const char *login, const char *address);
MchSlipResult *mail_resets_for (ModelFixture *fixture, const char *act, const char *person);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailPupil, mail_pupil_clear)
