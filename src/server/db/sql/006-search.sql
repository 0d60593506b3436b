-- SPDX-License-Identifier: GPL-3.0-or-later
-- Schema 6: what an agent of the exam office searches among all candidates of his académie. All of
-- it follows from the records, and is filled in by mch-db-upgrade.c in the same transaction.

-- One narrow row for each live candidature, with its person's names. name_key orders as the lists of
-- establishments do (mch_collate_dup_key()); '' is no value, since pages are compared by these.
CREATE TABLE candidate_line (
  uai @TEXT@ NOT NULL REFERENCES establishment (uai),
  id @TEXT@ NOT NULL,
  academy @TEXT@ NOT NULL,
  person @TEXT@ NOT NULL,
  name_key @BLOB@ NOT NULL,
  family_name @TEXT@ NOT NULL,
  usage_name @TEXT@ NOT NULL,
  given_name @TEXT@ NOT NULL,
  birth_date @TEXT@ NOT NULL,
  ine @TEXT@ NOT NULL,
  candidate_number @TEXT@ NOT NULL,
  session @TEXT@ NOT NULL,
  state @TEXT@ NOT NULL,
  division @TEXT@ NOT NULL,
  specialty_code @TEXT@ NOT NULL,
  specialty @TEXT@ NOT NULL,
  PRIMARY KEY (uai, id)
) @STRICT@;
CREATE INDEX candidate_line_person ON candidate_line (uai, person);
-- One for each order of the list, and for each filter that leaves few.
CREATE INDEX candidate_line_name ON candidate_line (academy, name_key, id);
CREATE INDEX candidate_line_birth ON candidate_line (academy, birth_date, name_key, id);
CREATE INDEX candidate_line_uai ON candidate_line (academy, uai, name_key, id);
CREATE INDEX candidate_line_state ON candidate_line (academy, session, state, name_key, id);
CREATE INDEX candidate_line_specialty ON candidate_line (academy, specialty_code, name_key, id);

-- The folded words of a line: names, INE, candidate number. Bytes, so that their order is the same
-- in every database and the beginning of a word is a range.
CREATE TABLE candidate_word (
  uai @TEXT@ NOT NULL,
  id @TEXT@ NOT NULL,
  word @BLOB@ NOT NULL,
  academy @TEXT@ NOT NULL,
  PRIMARY KEY (uai, id, word)
) @STRICT@;
CREATE INDEX candidate_word_word ON candidate_word (academy, word, uai, id);

-- What made the keys (mch_collate_dup_version()); another one makes them anew.
ALTER TABLE instance ADD COLUMN collation_version @TEXT@;
