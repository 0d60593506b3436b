-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 4: the documents that are deposited in candidates' areas. What follows from registrations
-- that were finalised before is filled in by mch-db-upgrade.c in the same transaction.

-- The establishment and the service as they were, shared by the documents made then. digest is of
-- body (BLAKE2b-256), a JSON object of two objects.
CREATE TABLE document_frame (
  digest @TEXT@ NOT NULL PRIMARY KEY,
  body @TEXT@ NOT NULL
) @STRICT@;

-- One version of one document: never changed afterwards. person_data and candidature_data are the
-- values of the records of that moment; the PDF is drawn from them when it is asked for.
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
