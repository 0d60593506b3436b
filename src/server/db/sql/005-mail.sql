-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 5: candidates' own e-mail addresses, links that were sent to them, and messages to send.
-- What stands in the records of before is filled in by mch-db-upgrade.c in the same transaction.

-- CPT-03: one address, one account. It is written only when it is verified.
DROP INDEX account_email;
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;

-- CPT-25: an address that waits for its owner to open the link that was sent there.
ALTER TABLE account ADD COLUMN email_asked @TEXT@;
ALTER TABLE account ADD COLUMN email_asked_ms @INT@;

-- CPT-10: which records of candidates carry an address, in small letters; follows from the records.
CREATE TABLE person_email (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  person @TEXT@ NOT NULL,
  email @TEXT@ NOT NULL,
  PRIMARY KEY (scope, person)
) @STRICT@;
CREATE INDEX person_email_email ON person_email (email);

-- A link that was sent and not used yet. hash is a digest of what the link holds. email: what is to
-- be verified, or where the link went.
CREATE TABLE portal_link (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ NOT NULL REFERENCES account (id),
  purpose @TEXT@ NOT NULL CHECK (purpose IN ('verify', 'reset')),
  email @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL
) @STRICT@;
CREATE INDEX portal_link_account ON portal_link (account);
CREATE INDEX portal_link_expires ON portal_link (expires_ms);

-- A message, from the transaction of its cause until a while after it has gone. asked: whom it goes
-- to, and whether at all, is decided by the sender, so that asking takes as long for a stranger as
-- for anybody. body is sealed with the pepper and NULL once the message is gone. cause: the act
-- that must not send a second one to this account. holder: which server is at it until due_ms.
CREATE TABLE mail (
  id @TEXT@ NOT NULL PRIMARY KEY,
  kind @TEXT@ NOT NULL,
  state @TEXT@ NOT NULL CHECK (state IN ('asked', 'waiting', 'sent', 'failed')),
  account @TEXT@,
  cause @TEXT@,
  body @BLOB@,
  tries @INT@ NOT NULL,
  due_ms @INT@ NOT NULL,
  holder @TEXT@,
  fault @TEXT@,
  created_ms @INT@ NOT NULL,
  done_ms @INT@,
  CHECK ((state IN ('sent', 'failed')) = (done_ms IS NOT NULL))
) @STRICT@;
CREATE INDEX mail_due ON mail (due_ms, id) WHERE done_ms IS NULL;
CREATE INDEX mail_done ON mail (done_ms) WHERE done_ms IS NOT NULL;
CREATE UNIQUE INDEX mail_cause ON mail (account, cause) WHERE cause IS NOT NULL;
