-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 2: references of exams, candidates' numbers, who is registered where, imports that can be
-- undone, transfers. What follows from the records of schema 1 is filled in by mch-db-upgrade.c in
-- the same transaction.

-- Neither was ever written to: references are whole files, and numbers are not counted, since a
-- counter would be one row that a whole académie waits for on its last evening.
DROP TABLE reference;
DROP TABLE number_counter;

-- A reference file as it was loaded; digest is of its bytes. Old ones stay: a desktop may ask.
CREATE TABLE reference_file (
  digest @TEXT@ NOT NULL PRIMARY KEY,
  domain @TEXT@ NOT NULL,
  version @TEXT@ NOT NULL,
  body @TEXT@ NOT NULL,
  loaded_ms @INT@ NOT NULL
) @STRICT@;

-- The one in use: for a session of the exam, or with ym '' for all others.
CREATE TABLE reference_current (
  domain @TEXT@ NOT NULL,
  ym @TEXT@ NOT NULL DEFAULT '',
  digest @TEXT@ NOT NULL REFERENCES reference_file (digest),
  PRIMARY KEY (domain, ym)
) @STRICT@;

-- Every candidate number, given here (given = 1) or brought by a file, so that none is given twice.
-- identity as in person_identity; NULL while it is incomplete. person is the record that has the
-- number, the last one of several. last_rank counts the registrations made under it.
CREATE TABLE candidate_number (
  number @TEXT@ NOT NULL PRIMARY KEY,
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  identity @TEXT@,
  person @TEXT@ NOT NULL,
  given @INT@ NOT NULL CHECK (given IN (0, 1)),
  last_rank @INT@ NOT NULL DEFAULT 0 CHECK (last_rank >= 0),
  created_ms @INT@ NOT NULL
) @STRICT@;
CREATE UNIQUE INDEX candidate_number_identity ON candidate_number (academy, identity)
  WHERE identity IS NOT NULL;
CREATE INDEX candidate_number_person ON candidate_number (person);

-- Which establishment of the académie has a human registered for a session: who is pre-registered
-- only, or withdrawn, may be registered elsewhere.
CREATE TABLE session_identity (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  session @TEXT@ NOT NULL,
  identity @TEXT@ NOT NULL,
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  candidature @TEXT@ NOT NULL,
  PRIMARY KEY (academy, session, identity)
) @STRICT@;
CREATE INDEX session_identity_candidature ON session_identity (scope, candidature);

-- One import: op is its operation. Counts are of pupils; digest is of the file (BLAKE2b-256).
CREATE TABLE import_run (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  op @TEXT@ NOT NULL,
  staff @TEXT@ NOT NULL,
  file @TEXT@ NOT NULL,
  digest @TEXT@ NOT NULL,
  row_count @INT@ NOT NULL,
  created @INT@ NOT NULL,
  updated @INT@ NOT NULL,
  unchanged @INT@ NOT NULL,
  rejected @INT@ NOT NULL,
  made_ms @INT@ NOT NULL,
  at_ms @INT@ NOT NULL,
  undone_by @TEXT@,
  undone_ms @INT@,
  PRIMARY KEY (scope, op),
  CHECK ((undone_by IS NULL) = (undone_ms IS NULL))
) @STRICT@;
CREATE INDEX import_run_at ON import_run (scope, at_ms, op);

-- What the import made. What it changed is in record_history under the same op.
CREATE TABLE import_created (
  scope @TEXT@ NOT NULL,
  op @TEXT@ NOT NULL,
  kind @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  PRIMARY KEY (scope, op, kind, id)
) @STRICT@;
CREATE INDEX record_history_op ON record_history (scope, op);

-- A pupil asked for by another establishment. requested is the id that the asking desktop gave to
-- the person whom it could not create. The records of kind transfer repeat what each side may see.
CREATE TABLE transfer (
  id @TEXT@ NOT NULL PRIMARY KEY,
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  session @TEXT@ NOT NULL,
  from_scope @TEXT@ NOT NULL REFERENCES scope (id),
  to_scope @TEXT@ NOT NULL REFERENCES scope (id),
  person @TEXT@ NOT NULL,
  candidature @TEXT@ NOT NULL,
  requested @TEXT@ NOT NULL,
  state @TEXT@ NOT NULL CHECK (state IN ('asked', 'accepted', 'refused')),
  asked_by @TEXT@ NOT NULL,
  asked_ms @INT@ NOT NULL,
  decided_by @TEXT@,
  decided_ms @INT@,
  reason @TEXT@,
  CHECK ((state = 'asked') = (decided_ms IS NULL))
) @STRICT@;
CREATE UNIQUE INDEX transfer_asked ON transfer (candidature, to_scope) WHERE state = 'asked';
CREATE INDEX transfer_academy ON transfer (academy, asked_ms);
