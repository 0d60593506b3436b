-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 1. Portable: @INT@, @TEXT@, @BLOB@ and @STRICT@ are the only things that differ between
-- SQLite and PostgreSQL. Times are milliseconds since 1970 UTC (…_ms), booleans 0/1, JSON is text,
-- digests are 64 hexadecimal digits.
-- Ids are made by programs, never by the database. Every key of an académie's data begins with
-- its academy or scope, so that an académie can move to a database of its own.
-- Until a release has it, a change here goes with tests/server/freeze-fixture.py; then never again.

-- One row. realm salts staff passwords and never changes; epoch changes with every restore, so
-- that desktops that saw a later past read everything anew.
CREATE TABLE instance (
  id @INT@ NOT NULL PRIMARY KEY CHECK (id = 1),
  epoch @TEXT@ NOT NULL,
  realm @TEXT@ NOT NULL,
  name @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL
) @STRICT@;

CREATE TABLE academy (
  code @TEXT@ NOT NULL PRIMARY KEY,
  name @TEXT@ NOT NULL
) @STRICT@;

-- A unit of synchronisation, of counting and of locking: "etab:UAI" or "acad:CODE". seq is the
-- place of its last change. Clients behind floor_seq must start anew: tombstones below it are gone.
CREATE TABLE scope (
  id @TEXT@ NOT NULL PRIMARY KEY,
  kind @TEXT@ NOT NULL CHECK (kind IN ('etab', 'acad')),
  seq @INT@ NOT NULL DEFAULT 0 CHECK (seq >= 0),
  floor_seq @INT@ NOT NULL DEFAULT 0 CHECK (floor_seq >= 0)
) @STRICT@;

-- key_public and key_version decide (compare-and-set); the record of kind establishment repeats
-- them for the desktops. key_version 0: no key yet.
CREATE TABLE establishment (
  uai @TEXT@ NOT NULL PRIMARY KEY,
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  name @TEXT@ NOT NULL,
  key_public @BLOB@,
  key_version @INT@ NOT NULL DEFAULT 0,
  created_ms @INT@ NOT NULL,
  CHECK ((key_public IS NULL) = (key_version = 0))
) @STRICT@;
CREATE INDEX establishment_academy ON establishment (academy, uai);

-- An exam session: domain "CAP", ym "2027-06".
CREATE TABLE exam_session (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  domain @TEXT@ NOT NULL,
  ym @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  PRIMARY KEY (academy, domain, ym)
) @STRICT@;

-- The settings of `service set`. establishment '' holds for all; a row with a UAI wins over it.
CREATE TABLE service (
  academy @TEXT@ NOT NULL,
  domain @TEXT@ NOT NULL,
  ym @TEXT@ NOT NULL,
  establishment @TEXT@ NOT NULL DEFAULT '',
  key @TEXT@ NOT NULL,
  value @TEXT@ NOT NULL,
  PRIMARY KEY (academy, domain, ym, establishment, key),
  FOREIGN KEY (academy, domain, ym) REFERENCES exam_session (academy, domain, ym)
) @STRICT@;

-- Nomenclatures of `reference load`: data is a JSON object.
CREATE TABLE reference (
  name @TEXT@ NOT NULL,
  code @TEXT@ NOT NULL,
  data @TEXT@ NOT NULL,
  PRIMARY KEY (name, code)
) @STRICT@;

-- Numbers that are given one after the other (candidates, registrations) and never twice.
CREATE TABLE number_counter (
  academy @TEXT@ NOT NULL,
  name @TEXT@ NOT NULL,
  last @INT@ NOT NULL,
  PRIMARY KEY (academy, name)
) @STRICT@;

-- The latest state of everything that desktops mirror. A tombstone (deleted = 1) has no data.
-- changed_by is the login that wrote it last, '' for the server itself and for candidates.
CREATE TABLE record (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  kind @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  version @INT@ NOT NULL CHECK (version >= 1),
  seq @INT@ NOT NULL CHECK (seq >= 1),
  deleted @INT@ NOT NULL CHECK (deleted IN (0, 1)),
  data @TEXT@,
  changed_by @TEXT@ NOT NULL,
  changed_ms @INT@ NOT NULL,
  PRIMARY KEY (scope, kind, id),
  CHECK ((data IS NULL) = (deleted = 1))
) @STRICT@;
-- Unique: two changes in one place would be one change lost.
CREATE UNIQUE INDEX record_seq ON record (scope, seq);

-- Every value that was replaced, and every one that lost a conflict (kept = 0): who, when, in which
-- operation. Gone with the record's values when it becomes a tombstone.
CREATE TABLE record_history (
  scope @TEXT@ NOT NULL,
  kind @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  name @TEXT@ NOT NULL,
  version @INT@ NOT NULL,
  op @TEXT@ NOT NULL,
  kept @INT@ NOT NULL CHECK (kept IN (0, 1)),
  before_value @TEXT@,
  after_value @TEXT@,
  changed_by @TEXT@ NOT NULL,
  changed_ms @INT@ NOT NULL,
  PRIMARY KEY (scope, kind, id, name, version, op)
) @STRICT@;

-- One cohort, whoever imports it: the key of a person is "ine:…" or "name:…" (folded names, birth
-- date and place); a homonym marked as another person has none. session is "DOMAIN/YYYY-MM".
CREATE TABLE person_key (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL DEFAULT '',
  key @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  PRIMARY KEY (scope, session, key)
) @STRICT@;
CREATE INDEX person_key_person ON person_key (scope, person);

-- Who is registered for what: one candidature a person and session. The record has the rest.
CREATE TABLE candidature (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  PRIMARY KEY (scope, session, person)
) @STRICT@;
CREATE INDEX candidature_person ON candidature (scope, person);

-- The result of an operation, written in the transaction of its effect; a replay is answered it.
-- By staff, not by device: an outbox outlives a sign-in. Another body_hash is 409 mismatch.
CREATE TABLE op_result (
  staff @TEXT@ NOT NULL,
  op @TEXT@ NOT NULL,
  scope @TEXT@ NOT NULL,
  body_hash @TEXT@ NOT NULL,
  response @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  PRIMARY KEY (staff, op)
) @STRICT@;
CREATE INDEX op_result_created ON op_result (created_ms);

-- Uploaded parts that wait for their commit, which deletes them; orphans go after some days.
CREATE TABLE op_part (
  staff @TEXT@ NOT NULL,
  op @TEXT@ NOT NULL,
  n @INT@ NOT NULL CHECK (n BETWEEN 0 AND 999),
  hash @TEXT@ NOT NULL,
  body @BLOB@ NOT NULL,
  created_ms @INT@ NOT NULL,
  PRIMARY KEY (staff, op, n)
) @STRICT@;
CREATE INDEX op_part_created ON op_part (created_ms);

-- login is folded. auth_hash = BLAKE2b(pepper, auth), NULL until the first activation.
CREATE TABLE staff (
  login @TEXT@ NOT NULL PRIMARY KEY,
  role @TEXT@ NOT NULL CHECK (role IN ('establishment', 'exam-office')),
  name @TEXT@ NOT NULL,
  auth_hash @BLOB@,
  member_public @BLOB@,
  member_wrapped @BLOB@,
  created_ms @INT@ NOT NULL,
  disabled_ms @INT@
) @STRICT@;

-- An agent has his "acad:CODE", which stands for all its establishments.
CREATE TABLE staff_grant (
  staff @TEXT@ NOT NULL REFERENCES staff (login),
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  granted_ms @INT@ NOT NULL,
  PRIMARY KEY (staff, scope)
) @STRICT@;
CREATE INDEX staff_grant_scope ON staff_grant (scope, staff);

-- hash = BLAKE2b(pepper, code). Spent by used_ms; activation_hash is of (login, invitation, auth,
-- member_public), so that the same activation is answered again for ten minutes.
CREATE TABLE invitation (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  staff @TEXT@ NOT NULL REFERENCES staff (login),
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL,
  used_ms @INT@,
  activation_hash @TEXT@
) @STRICT@;
CREATE INDEX invitation_staff ON invitation (staff);

-- A signed-in desktop. After a rotation both tokens work until the next one has been used: it then
-- moves to token_hash.
CREATE TABLE device (
  id @TEXT@ NOT NULL PRIMARY KEY,
  staff @TEXT@ NOT NULL REFERENCES staff (login),
  name @TEXT@ NOT NULL,
  token_hash @TEXT@ NOT NULL UNIQUE,
  expires_ms @INT@ NOT NULL,
  next_token_hash @TEXT@ UNIQUE,
  next_expires_ms @INT@,
  created_ms @INT@ NOT NULL,
  last_seen_ms @INT@ NOT NULL,
  revoked_ms @INT@
) @STRICT@;
CREATE INDEX device_staff ON device (staff);

-- The number after each stem prenom.nom: 1 is the bare login. Upserted, never lowered.
CREATE TABLE login_stem (
  stem @TEXT@ NOT NULL PRIMARY KEY,
  last @INT@ NOT NULL CHECK (last >= 1)
) @STRICT@;

-- Every login ever given. A row stays when its account goes (account NULL), so nobody else ever
-- gets it; it also keeps stem "a.b" number 2 apart from somebody whose stem is "a.b2".
CREATE TABLE login (
  login @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ UNIQUE,
  given_ms @INT@ NOT NULL,
  retired_ms @INT@
) @STRICT@;

-- id is the id of the person for whom it was first made. verifier = BLAKE2b(pepper, v) of the
-- provisional password and salt its Argon2id salt; both NULL once it is spent. password is
-- libsodium's string of the chosen one. owner_scope may regenerate. edition and expires_ms are those
-- of the current slip.
CREATE TABLE account (
  id @TEXT@ NOT NULL PRIMARY KEY,
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  login @TEXT@ NOT NULL UNIQUE REFERENCES login (login),
  owner_scope @TEXT@ NOT NULL REFERENCES scope (id),
  state @TEXT@ NOT NULL CHECK (state IN ('provisional', 'active', 'expired')),
  secret_version @INT@ NOT NULL CHECK (secret_version >= 1),
  salt @BLOB@,
  verifier @BLOB@,
  edition @TEXT@,
  expires_ms @INT@,
  password @TEXT@,
  email @TEXT@,
  email_verified_ms @INT@,
  created_ms @INT@ NOT NULL,
  activated_ms @INT@,
  last_seen_ms @INT@,
  CHECK (state <> 'active' OR password IS NOT NULL),
  CHECK (state <> 'provisional' OR (salt IS NOT NULL AND verifier IS NOT NULL))
) @STRICT@;
CREATE INDEX account_expires ON account (expires_ms) WHERE state = 'provisional';
CREATE INDEX account_email ON account (email) WHERE email IS NOT NULL;

-- One human, one account: identity is INE + birth date + folded family name, nothing less.
CREATE TABLE person_identity (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  identity @TEXT@ NOT NULL,
  account @TEXT@ NOT NULL REFERENCES account (id),
  PRIMARY KEY (academy, identity)
) @STRICT@;
CREATE INDEX person_identity_account ON person_identity (account);

-- Which person record of which establishment stands for the account. The owner's own is there too.
CREATE TABLE account_person (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  person @TEXT@ NOT NULL,
  account @TEXT@ NOT NULL REFERENCES account (id),
  PRIMARY KEY (scope, person)
) @STRICT@;
CREATE INDEX account_person_account ON account_person (account);

-- One generation of slips. Its sealed key is in its record, which also counts the slips.
CREATE TABLE edition (
  id @TEXT@ NOT NULL PRIMARY KEY,
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL,
  mode @TEXT@ NOT NULL CHECK (mode IN ('generate', 'regenerate')),
  key_version @INT@ NOT NULL CHECK (key_version >= 1),
  body_hash @TEXT@ NOT NULL,
  demo @INT@ NOT NULL CHECK (demo IN (0, 1)),
  created_by @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL
) @STRICT@;
CREATE INDEX edition_scope ON edition (scope, id);
CREATE INDEX account_edition ON account (edition);

-- Wrong tries per (who was tried, from where). subject is a keyed hash, "c" candidates or "s" staff
-- first, so that unknown logins are slowed alike and no login is readable here.
CREATE TABLE throttle (
  subject @TEXT@ NOT NULL,
  address @TEXT@ NOT NULL,
  failures @INT@ NOT NULL,
  until_ms @INT@ NOT NULL,
  last_ms @INT@ NOT NULL,
  PRIMARY KEY (subject, address)
) @STRICT@;
CREATE INDEX throttle_last ON throttle (last_ms);

-- One check a second per account, whoever asks: upsert with WHERE next_ms <= now; no row changed
-- means wait.
CREATE TABLE account_check (
  subject @TEXT@ NOT NULL PRIMARY KEY,
  next_ms @INT@ NOT NULL
) @STRICT@;

-- restricted: signed in with a provisional password, may only choose one.
CREATE TABLE portal_session (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ NOT NULL REFERENCES account (id),
  kind @TEXT@ NOT NULL CHECK (kind IN ('restricted', 'full')),
  secret_version @INT@ NOT NULL,
  csrf @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL
) @STRICT@;
CREATE INDEX portal_session_account ON portal_session (account);
CREATE INDEX portal_session_expires ON portal_session (expires_ms);

-- A browser that has signed in to this account before; strangers' tries do not slow it down.
CREATE TABLE portal_device (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ NOT NULL REFERENCES account (id),
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL
) @STRICT@;
CREATE INDEX portal_device_account ON portal_device (account);
CREATE INDEX portal_device_expires ON portal_device (expires_ms);

-- The end of each chain (a scope, or 'server'); its row is what an append locks.
CREATE TABLE audit_chain (
  chain @TEXT@ NOT NULL PRIMARY KEY,
  n @INT@ NOT NULL,
  hash @TEXT@ NOT NULL
) @STRICT@;

-- Append-only. hash is of every other column, prev among them; prev of number 1 is ''.
CREATE TABLE audit (
  chain @TEXT@ NOT NULL,
  n @INT@ NOT NULL CHECK (n >= 1),
  at_ms @INT@ NOT NULL,
  received_ms @INT@ NOT NULL,
  actor @TEXT@ NOT NULL,
  action @TEXT@ NOT NULL,
  object @TEXT@,
  detail @TEXT@,
  prev @TEXT@ NOT NULL,
  hash @TEXT@ NOT NULL,
  PRIMARY KEY (chain, n)
) @STRICT@;
