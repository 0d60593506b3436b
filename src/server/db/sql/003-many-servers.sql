-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 3: several servers on one database, and operations that came after the closing.

-- BLAKE2b(pepper, realm): a server with another pepper would refuse every password, so it is not
-- served at all. NULL until a server of this schema has run.
ALTER TABLE instance ADD COLUMN pepper_check @TEXT@;

-- When its content was moved to another database, so that nobody goes on with the old one.
ALTER TABLE instance ADD COLUMN moved_ms @INT@;

-- Who does a recurring job until when, so that several servers do not all do it.
CREATE TABLE job (
  name @TEXT@ NOT NULL PRIMARY KEY,
  holder @TEXT@ NOT NULL,
  until_ms @INT@ NOT NULL
) @STRICT@;

-- An operation that was typed before registration closed and arrived after it, until the exam
-- office has decided and for a while after. body is {"version":1,"changes":[…]}, meta a JSON object.
-- closed_ms: when registration had closed, as it was set then.
CREATE TABLE late_op (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  op @TEXT@ NOT NULL,
  staff @TEXT@ NOT NULL,
  kind @TEXT@ NOT NULL CHECK (kind IN ('edit', 'import')),
  sessions @TEXT@ NOT NULL,
  file @TEXT@,
  meta @TEXT@ NOT NULL,
  body @TEXT@ NOT NULL,
  body_hash @TEXT@ NOT NULL,
  changes @INT@ NOT NULL,
  made_ms @INT@ NOT NULL,
  received_ms @INT@ NOT NULL,
  closed_ms @INT@,
  state @TEXT@ NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
  decided_by @TEXT@,
  decided_ms @INT@,
  reason @TEXT@,
  PRIMARY KEY (scope, op),
  CHECK ((state = 'waiting') = (decided_ms IS NULL))
) @STRICT@;
CREATE INDEX late_op_state ON late_op (state, received_ms, op);
CREATE INDEX late_op_decided ON late_op (decided_ms) WHERE decided_ms IS NOT NULL;

-- When somebody's rights were last taken away, so that every server ends his event streams.
ALTER TABLE staff ADD COLUMN grants_ms @INT@;
CREATE INDEX staff_grants_ms ON staff (grants_ms) WHERE grants_ms IS NOT NULL;
CREATE INDEX device_revoked ON device (revoked_ms) WHERE revoked_ms IS NOT NULL;

-- Tombstones go when nobody can have been away for so long.
CREATE INDEX record_tombstone ON record (changed_ms) WHERE deleted = 1;
