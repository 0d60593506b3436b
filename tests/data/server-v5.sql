-- SPDX-License-Identifier: GPL-3.0-or-later
-- A database as schema 5 wrote it, frozen; every later schema must migrate it. Fictional rows.
CREATE TABLE schema_version (id @INT@ NOT NULL PRIMARY KEY CHECK (id = 1), version @INT@ NOT NULL) @STRICT@;

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

CREATE TABLE scope (
  id @TEXT@ NOT NULL PRIMARY KEY,
  kind @TEXT@ NOT NULL CHECK (kind IN ('etab', 'acad')),
  seq @INT@ NOT NULL DEFAULT 0 CHECK (seq >= 0),
  floor_seq @INT@ NOT NULL DEFAULT 0 CHECK (floor_seq >= 0)
) @STRICT@;

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

CREATE TABLE exam_session (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  domain @TEXT@ NOT NULL,
  ym @TEXT@ NOT NULL,
  created_ms @INT@ NOT NULL,
  PRIMARY KEY (academy, domain, ym)
) @STRICT@;

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

CREATE TABLE reference (
  name @TEXT@ NOT NULL,
  code @TEXT@ NOT NULL,
  data @TEXT@ NOT NULL,
  PRIMARY KEY (name, code)
) @STRICT@;

CREATE TABLE number_counter (
  academy @TEXT@ NOT NULL,
  name @TEXT@ NOT NULL,
  last @INT@ NOT NULL,
  PRIMARY KEY (academy, name)
) @STRICT@;

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
CREATE UNIQUE INDEX record_seq ON record (scope, seq);

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

CREATE TABLE person_key (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL DEFAULT '',
  key @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  PRIMARY KEY (scope, session, key)
) @STRICT@;
CREATE INDEX person_key_person ON person_key (scope, person);

CREATE TABLE candidature (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  PRIMARY KEY (scope, session, person)
) @STRICT@;
CREATE INDEX candidature_person ON candidature (scope, person);

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

CREATE TABLE staff_grant (
  staff @TEXT@ NOT NULL REFERENCES staff (login),
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  granted_ms @INT@ NOT NULL,
  PRIMARY KEY (staff, scope)
) @STRICT@;
CREATE INDEX staff_grant_scope ON staff_grant (scope, staff);

CREATE TABLE invitation (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  staff @TEXT@ NOT NULL REFERENCES staff (login),
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL,
  used_ms @INT@,
  activation_hash @TEXT@
) @STRICT@;
CREATE INDEX invitation_staff ON invitation (staff);

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

CREATE TABLE login_stem (
  stem @TEXT@ NOT NULL PRIMARY KEY,
  last @INT@ NOT NULL CHECK (last >= 1)
) @STRICT@;

CREATE TABLE login (
  login @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ UNIQUE,
  given_ms @INT@ NOT NULL,
  retired_ms @INT@
) @STRICT@;

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

CREATE TABLE person_identity (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  identity @TEXT@ NOT NULL,
  account @TEXT@ NOT NULL REFERENCES account (id),
  PRIMARY KEY (academy, identity)
) @STRICT@;
CREATE INDEX person_identity_account ON person_identity (account);

CREATE TABLE account_person (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  person @TEXT@ NOT NULL,
  account @TEXT@ NOT NULL REFERENCES account (id),
  PRIMARY KEY (scope, person)
) @STRICT@;
CREATE INDEX account_person_account ON account_person (account);

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

CREATE TABLE throttle (
  subject @TEXT@ NOT NULL,
  address @TEXT@ NOT NULL,
  failures @INT@ NOT NULL,
  until_ms @INT@ NOT NULL,
  last_ms @INT@ NOT NULL,
  PRIMARY KEY (subject, address)
) @STRICT@;
CREATE INDEX throttle_last ON throttle (last_ms);

CREATE TABLE account_check (
  subject @TEXT@ NOT NULL PRIMARY KEY,
  next_ms @INT@ NOT NULL
) @STRICT@;

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

CREATE TABLE portal_device (
  hash @TEXT@ NOT NULL PRIMARY KEY,
  account @TEXT@ NOT NULL REFERENCES account (id),
  created_ms @INT@ NOT NULL,
  expires_ms @INT@ NOT NULL
) @STRICT@;
CREATE INDEX portal_device_account ON portal_device (account);
CREATE INDEX portal_device_expires ON portal_device (expires_ms);

CREATE TABLE audit_chain (
  chain @TEXT@ NOT NULL PRIMARY KEY,
  n @INT@ NOT NULL,
  hash @TEXT@ NOT NULL
) @STRICT@;

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

DROP TABLE reference;
DROP TABLE number_counter;

CREATE TABLE reference_file (
  digest @TEXT@ NOT NULL PRIMARY KEY,
  domain @TEXT@ NOT NULL,
  version @TEXT@ NOT NULL,
  body @TEXT@ NOT NULL,
  loaded_ms @INT@ NOT NULL
) @STRICT@;

CREATE TABLE reference_current (
  domain @TEXT@ NOT NULL,
  ym @TEXT@ NOT NULL DEFAULT '',
  digest @TEXT@ NOT NULL REFERENCES reference_file (digest),
  PRIMARY KEY (domain, ym)
) @STRICT@;

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

CREATE TABLE session_identity (
  academy @TEXT@ NOT NULL REFERENCES academy (code),
  session @TEXT@ NOT NULL,
  identity @TEXT@ NOT NULL,
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  candidature @TEXT@ NOT NULL,
  PRIMARY KEY (academy, session, identity)
) @STRICT@;
CREATE INDEX session_identity_candidature ON session_identity (scope, candidature);

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

CREATE TABLE import_created (
  scope @TEXT@ NOT NULL,
  op @TEXT@ NOT NULL,
  kind @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  PRIMARY KEY (scope, op, kind, id)
) @STRICT@;
CREATE INDEX record_history_op ON record_history (scope, op);

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

ALTER TABLE instance ADD COLUMN pepper_check @TEXT@;

ALTER TABLE instance ADD COLUMN moved_ms @INT@;

CREATE TABLE job (
  name @TEXT@ NOT NULL PRIMARY KEY,
  holder @TEXT@ NOT NULL,
  until_ms @INT@ NOT NULL
) @STRICT@;

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

ALTER TABLE staff ADD COLUMN grants_ms @INT@;
CREATE INDEX staff_grants_ms ON staff (grants_ms) WHERE grants_ms IS NOT NULL;
CREATE INDEX device_revoked ON device (revoked_ms) WHERE revoked_ms IS NOT NULL;

CREATE INDEX record_tombstone ON record (changed_ms) WHERE deleted = 1;

CREATE TABLE document_frame (
  digest @TEXT@ NOT NULL PRIMARY KEY,
  body @TEXT@ NOT NULL
) @STRICT@;

CREATE TABLE document (
  id @TEXT@ NOT NULL PRIMARY KEY,
  kind @TEXT@ NOT NULL CHECK (kind IN ('confirmation')),
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  session @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  candidature @TEXT@ NOT NULL,
  version @INT@ NOT NULL CHECK (version >= 1),
  frame @TEXT@ NOT NULL REFERENCES document_frame (digest),
  person_data @TEXT@ NOT NULL,
  candidature_data @TEXT@ NOT NULL,
  made_ms @INT@ NOT NULL
) @STRICT@;
CREATE UNIQUE INDEX document_version ON document (candidature, kind, version);
CREATE INDEX document_person ON document (person);

DROP INDEX account_email;
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;

ALTER TABLE account ADD COLUMN email_asked @TEXT@;
ALTER TABLE account ADD COLUMN email_asked_ms @INT@;

CREATE TABLE person_email (
  scope @TEXT@ NOT NULL REFERENCES scope (id),
  person @TEXT@ NOT NULL,
  email @TEXT@ NOT NULL,
  PRIMARY KEY (scope, person)
) @STRICT@;
CREATE INDEX person_email_email ON person_email (email);

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

-- Rows.
INSERT INTO schema_version (id, version) VALUES (1, 5);
INSERT INTO instance (id, epoch, realm, name, created_ms) VALUES (1, '018f0000-0000-7000-8000-00000000000e', '018f0000-0000-7000-8000-00000000000a', 'Essai', 1790000000000);
INSERT INTO academy VALUES ('03', 'Besançon');
INSERT INTO scope VALUES ('acad:03', 'acad', 1, 0), ('etab:0250001A', 'etab', 6, 0);
INSERT INTO establishment VALUES ('0250001A', '03', 'Lycée d''essai', NULL, 0, 1790000000000);
INSERT INTO exam_session VALUES ('03', 'CAP', '2027-06', 1790000000000);
INSERT INTO service VALUES ('03', 'CAP', '2027-06', '', 'papillons', 'on');
INSERT INTO staff VALUES ('m.petit', 'establishment', 'Mme Petit', NULL, NULL, NULL, 1790000000000, NULL, NULL);
INSERT INTO staff_grant VALUES ('m.petit', 'etab:0250001A', 1790000000000);
INSERT INTO record VALUES
  ('acad:03', 'establishment', '0250001A', 1, 1, 0, '{"name":"Lycée d''essai"}', '', 1790000000000),
  ('etab:0250001A', 'person', '018f0000-0000-7000-8000-000000000001', 2, 3, 0, '{"family_name":"Martin","given_name":"Zoé"}', 'm.petit', 1790000000000),
  ('etab:0250001A', 'candidature', '018f0000-0000-7000-8000-000000000002', 1, 2, 0, '{"person":"018f0000-0000-7000-8000-000000000001","state":"registered"}', 'm.petit', 1790000000000),
  ('etab:0250001A', 'slip', '018f0000-0000-7000-8000-000000000001', 2, 4, 1, NULL, '', 1790000000000);
INSERT INTO record_history VALUES ('etab:0250001A', 'person', '018f0000-0000-7000-8000-000000000001', 'given_name', 2, 'op-1', 1, 'Zoe', 'Zoé', 'm.petit', 1790000000000);
INSERT INTO person_key VALUES ('etab:0250001A', 'CAP/2027-06', 'name:martin zoe', '018f0000-0000-7000-8000-000000000001');
INSERT INTO login_stem VALUES ('zoe.martin', 1);
INSERT INTO login VALUES ('zoe.martin', '018f0000-0000-7000-8000-000000000001', 1790000000000, NULL);
INSERT INTO account (id, academy, login, owner_scope, state, secret_version, password, created_ms)
  VALUES ('018f0000-0000-7000-8000-000000000001', '03', 'zoe.martin', 'etab:0250001A', 'active', 1, '$argon2id$fictional', 1790000000000);
INSERT INTO account_person VALUES ('etab:0250001A', '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000001');
INSERT INTO reference_file VALUES ('0000000000000000000000000000000000000000000000000000000000000001', 'CAP', '2026', 'fictional', 1790000000000);
INSERT INTO reference_current VALUES ('CAP', '', '0000000000000000000000000000000000000000000000000000000000000001');
INSERT INTO candidate_number VALUES ('02612345678', '03', NULL, '018f0000-0000-7000-8000-000000000001', 1, 1, 1790000000000);
INSERT INTO import_run VALUES ('etab:0250001A', 'op-1', 'm.petit', 'eleves.csv', '', 1, 0, 1, 0, 0, 1790000000000, 1790000000000, NULL, NULL);
INSERT INTO late_op VALUES ('etab:0250001A', 'op-2', 'm.petit', 'edit', 'CAP/2027-06', NULL, '{}', '{"version":1,"changes":[]}', '00', 0, 1790000000000, 1790000000001, NULL, 'waiting', NULL, NULL, NULL);
INSERT INTO job VALUES ('expire', 'one', 1790000000000);
INSERT INTO document_frame VALUES ('0000000000000000000000000000000000000000000000000000000000000002', '{"establishment":{},"service":{}}');
INSERT INTO document VALUES ('018f0000-0000-7000-8000-000000000003', 'confirmation', 'etab:0250001A', 'CAP/2027-06', '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002', 1, '0000000000000000000000000000000000000000000000000000000000000002', '{}', '{}', 1790000000000);
INSERT INTO record VALUES
  ('etab:0250001A', 'person', '018f0000-0000-7000-8000-000000000004', 1, 5, 0, '{"email":"Jeanne.Durand@Foyer.example","family_name":"Durand","given_name":"Jeanne"}', 'm.petit', 1790000000000),
  ('etab:0250001A', 'person', '018f0000-0000-7000-8000-000000000005', 2, 6, 1, NULL, 'm.petit', 1790000000000);
