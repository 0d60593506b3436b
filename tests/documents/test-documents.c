/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of an establishment from records as the server sends them: who is on them, in which
 * order, and what they say (INS-16 to INS-25, ACC-33, ACC-34, REG-42 to REG-44). */
#include "documents/mch-document.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/mch-paper-code.h"
#include "core/mch-paths.h"
#include "documents/mch-file.h"
#include "documents/mch-receipt.h"
#include "slips.h"
#include "store-fixture.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-vault-init.h"

#define NOW_MS G_GINT64_CONSTANT (1795770000000) /* 27/11/2026 */

static void
put_school (MchStore *store)
{
  MchRecord *establishment = mch_record_new (MCH_KIND_ESTABLISHMENT, "0250001A");
  MchRecord *service = mch_record_new (MCH_KIND_SERVICE, SESSION);

  establishment->version = service->version = 1;
  establishment->seq = 1;
  service->seq = 2;
  mch_record_set (establishment, "name", "Lycée Test");
  mch_record_set (establishment, "city", "Besançon");
  mch_record_set (establishment, "phone", "0199001234");
  mch_record_set (service, "domain", "CAP");
  mch_record_set (service, "session", "2027-06");
  mch_record_set (service, "academy_name", "Besançon");
  mch_record_set (service, "return", "2026-12-01/2026-12-22");
  mch_record_set (service, "pieces", "Carte d'identité | Certificat JDC");
  mch_record_set (service, "contact", "DEC 3");
  fixture_apply (store, 2, establishment, service, NULL);
}

/* Person and candidature number @n. */
static void
put (MchStore *store, guint n, const char *family, const char *given, const char *division,
     const char *specialty, const char *state)
{
  MchRecord *person = fixture_person (n, family, given, 10 * n + 10);
  MchRecord *candidature = fixture_candidature (n, division, state, 10 * n + 11);

  mch_record_set (candidature, "specialty_code", specialty);
  mch_record_set (candidature, "specialty", specialty != NULL ? "Commerce" : NULL);
  mch_record_set (person, "birth_date", "2009-02-22");
  mch_record_set (person, "postal_code", "01000");
  if (n == 1)
    {
      mch_record_set (person, "candidate_number", "02512345678");
      mch_record_set (candidature, "registration_number", "002 Version 3");
      mch_record_set (candidature, "confirmation_received_on", "2026-12-05");
      mch_record_set (candidature, "pieces_received", "Certificat JDC|Carte d'identité");
    }
  fixture_apply (store, 10 * n + 12, person, candidature,
                 n == 1 ? fixture_account (n, "zoe.abel", 10 * n + 12) : NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, NULL);
  put_school (fixture->store);
  put (fixture->store, 1, "Abel", "Zoé", "2CAP", "31224", MCH_STATE_REGISTERED);
  put (fixture->store, 2, "Éluard", "Ana", "1CAP", "31224", MCH_STATE_REGISTERED);
  put (fixture->store, 3, "Eluard", "Bob", "1CAP", "22133", MCH_STATE_REGISTERED);
  put (fixture->store, 4, "=SOMME(A1)", "Eve", "1CAP", NULL, MCH_STATE_PRE_REGISTERED);
  put (fixture->store, 5, "Zola", "Jean", "1CAP", "22133", MCH_STATE_WITHDRAWN);
}

static MchDocument *
new_document (Fixture *fixture, MchDocumentKind kind, MchDocumentOptions options, GError **error)
{
  options.session = SESSION;
  options.now_ms = NOW_MS;
  return mch_document_new (fixture->store, SCOPE, kind, &options, error);
}

static char *
dup_csv (Fixture *fixture, MchDocumentKind kind, MchDocumentOptions options, gboolean text_cells)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDocument) document = new_document (fixture, kind, options, &error);
  g_autofree char *path = g_build_filename (fixture->dir, "list.csv", NULL);
  char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (mch_document_write_csv_file (document, path, text_cells, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return text;
}

/* The text of every page, one after the other. */
static char *
dup_text (Fixture *fixture, MchDocumentKind kind, MchDocumentOptions options, guint *ret_n_pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDocument) document = new_document (fixture, kind, options, &error);
  g_autoptr (MchPage) page = mch_page_new ();
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_true (mch_document_lay_out (document, NULL, &error));
  *ret_n_pages = mch_document_get_n_pages (document);
  for (guint i = 0; i < *ret_n_pages; i++)
    {
      double width, height;
      guint n;
      const MchOp *ops;

      mch_document_record_page (document, i, page, &width, &height);
      g_assert_cmpfloat_with_epsilon (width * height, MCH_A4_WIDTH * MCH_A4_HEIGHT, 0.01);
      ops = mch_page_get_ops (page, &n);
      g_string_append (text, n == 1 && ops[0].kind == MCH_OP_GROUP
                                 ? mch_page_get_text (ops[0].group)
                                 : mch_page_get_text (page));
      g_string_append_c (text, '\f');
    }
  return g_string_free (text, FALSE);
}

/* Whether all of @words come one after the other. */
static gboolean
follow (const char *text, const char *const *words)
{
  const char *whole = text;

  for (guint i = 0; words[i] != NULL; i++)
    {
      text = strstr (text, words[i]);
      if (text == NULL)
        {
          g_test_message ("%s is missing, or not there, in %s", words[i], whole);
          return FALSE;
        }
      text += strlen (words[i]);
    }
  return TRUE;
}

static void
test_signatures (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = {
    "1CAP – 2 candidats", "ÉLUARD", "Ana", "ELUARD",       "Bob", "Page 1 sur 2",
    "2CAP – 1 candidat",  "ABEL",   "Zoé", "Page 2 sur 2", NULL
  };
  static const char *const staff_only[] = { "2009",     "Commerce", "31224",  "02512345678",
                                            "zoe.abel", "01000",    "Inscrit" };
  guint n_pages;
  g_autofree char *text =
      dup_text (fixture, MCH_DOCUMENT_SIGNATURE_SHEET, (MchDocumentOptions){ 0 }, &n_pages);

  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_true (follow (text, wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (staff_only); i++)
    g_assert_null (strstr (text, staff_only[i]));
}

/* INS-23, INS-25: by speciality, then by name. */
static void
test_recap (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "22133 Commerce – 1 candidat",
                                        "ELUARD",
                                        "Bob",
                                        "31224 Commerce – 2 candidats",
                                        "ABEL",
                                        "ÉLUARD",
                                        NULL };
  guint n_pages;
  g_autofree char *text =
      dup_text (fixture, MCH_DOCUMENT_RECAP, (MchDocumentOptions){ 0 }, &n_pages);

  g_assert_cmpuint (n_pages, ==, 1);
  g_assert_true (follow (text, wanted));
  g_assert_null (strstr (text, "SOMME"));
  g_assert_null (strstr (text, "ZOLA"));
}

static void
test_simple_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text =
      dup_csv (fixture, MCH_DOCUMENT_SIMPLE_LIST, (MchDocumentOptions){ 0 }, FALSE);
  g_autofree char *cells =
      dup_csv (fixture, MCH_DOCUMENT_SIMPLE_LIST, (MchDocumentOptions){ 0 }, TRUE);

  g_assert_true (g_str_has_prefix (
      text, "\357\273\277Division de classe;N° candidat;N° inscription;N° Océan;Nom de famille;"
            "Nom d'usage;Prénom(s);Date de naissance;INE;Catégorie candidat;Code spécialité;"
            "Spécialité;État;Enseignements\r\n"));
  g_assert_nonnull (strstr (text,
                            "\r\n2CAP;\"02512345678\";\"002 Version 3\";;ABEL;;Zoé;22/02/2009;"
                            "\"000000001AB\";;31224;"
                            "Commerce;Inscrit;\r\n"));
  /* Those who have not withdrawn, and no formula. */
  g_assert_nonnull (strstr (text, ";\"'=SOMME(A1)\";;Eve;"));
  g_assert_null (strstr (text, "ZOLA"));
  g_assert_nonnull (strstr (cells, "2CAP;\"=\"\"02512345678\"\"\";\"002"));
}

/* ACC-33, ACC-34 */
static void
test_detailed_csv (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text =
      dup_csv (fixture, MCH_DOCUMENT_DETAILED_LIST, (MchDocumentOptions){ 0 }, FALSE);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (g_str_has_suffix (lines[0], ";Identifiant de connexion"));
  for (guint i = 1; i < 5; i++)
    g_assert_true (g_str_has_suffix (lines[i], strstr (lines[i], ";Abel;") != NULL
                                                   ? ";zoe.abel"
                                                   : ";Pas de compte candidat Machaon"));
  g_assert_nonnull (strstr (lines[1], ";\"01000\";"));
}

static void
test_grid (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "Confirmation", "ELUARD",     "manquante", "☐", "☐", "ABEL",
                                        "reçue",        "05/12/2026", "☑",         "☑", NULL };
  guint n_pages;
  g_autofree char *text =
      dup_text (fixture, MCH_DOCUMENT_GRID, (MchDocumentOptions){ 0 }, &n_pages);
  g_autofree char *csv = dup_csv (fixture, MCH_DOCUMENT_GRID, (MchDocumentOptions){ 0 }, FALSE);

  g_assert_true (follow (text, wanted));
  g_assert_nonnull (strstr (csv, ";Confirmation signée;Carte d'identité;Certificat JDC\r\n"));
  g_assert_nonnull (strstr (csv, "1CAP;ELUARD;Bob;22/02/2009;manquante;;\r\n"));
}

static void
test_bordereau (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = {
    "Lycée Test (0250001A)", "DEC 3", "22/12/2026", "22133 Commerce", "ELUARD",  "0/2",
    "31224 Commerce",        "ABEL",  "2/2",        "Envoyé le",      "Reçu le", NULL
  };
  guint n_pages;
  g_autofree char *text =
      dup_text (fixture, MCH_DOCUMENT_BORDEREAU, (MchDocumentOptions){ 0 }, &n_pages);

  g_assert_cmpuint (n_pages, ==, 1);
  g_assert_true (follow (text, wanted));
}

static void
test_letters (Fixture *fixture, gconstpointer data)
{
  guint n_pages;
  g_autofree char *text =
      dup_text (fixture, MCH_DOCUMENT_LETTERS, (MchDocumentOptions){ 0 }, &n_pages);
  g_autofree char *id = fixture_id ('c', 1);
  const char *ids[] = { id, NULL };
  MchDocumentOptions only = { .ids = ids };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_null (strstr (text, "ABEL"));
  g_assert_nonnull (strstr (text, "Certificat JDC"));
  g_assert_nonnull (strstr (text, "22/12/2026"));
  g_assert_null (new_document (fixture, MCH_DOCUMENT_LETTERS, only, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED);
}

/* REG-42 to REG-44: final where the numbers are there, PROVISOIRE elsewhere. */
static void
test_confirmations (Fixture *fixture, gconstpointer data)
{
  static const char *const final[] = { "02512345678",
                                       "002",
                                       "03",
                                       "Confirmation d'inscription",
                                       "ABEL Zoé",
                                       "22/02/2009",
                                       "31224 Commerce",
                                       "représentant légal",
                                       "22/12/2026",
                                       "déjà reçu",
                                       NULL };
  MchDocumentOptions second = { .division = "2CAP" }, first = { .division = "1CAP" };
  guint n_pages;
  g_autofree char *text = dup_text (fixture, MCH_DOCUMENT_CONFIRMATIONS, second, &n_pages);
  g_autofree char *others = NULL;

  g_assert_cmpuint (n_pages, ==, 2);
  g_assert_true (follow (text, final));
  g_assert_null (strstr (text, "PROVISOIRE"));
  others = dup_text (fixture, MCH_DOCUMENT_CONFIRMATIONS, first, &n_pages);
  g_assert_cmpuint (n_pages, ==, 4);
  g_assert_nonnull (strstr (others, "PROVISOIRE"));
}

static void
check_receipt (MchReceipt *receipt, MchPaperKind kind, guint n, guint version,
               MchReceiptOutcome outcome)
{
  g_autofree char *id = fixture_id ('c', n);
  g_autofree char *code = mch_paper_code_dup (kind, id, version);
  const MchCandidate *candidate = NULL;

  g_assert_cmpint (mch_receipt_take (receipt, code, &candidate), ==, outcome);
  if (outcome != MCH_RECEIPT_UNKNOWN)
    g_assert_cmpstr (candidate->candidature->id, ==, id);
  else
    g_assert_null (candidate);
}

/* Gaps and wrong versions are named; what is taken becomes one act. */
static void
test_receipt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MchReceipt) receipt =
      mch_receipt_new (fixture->store, SCOPE, SESSION, "2026-12-09", NULL);
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 1, 3, MCH_RECEIPT_ALREADY);
  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 1, 2, MCH_RECEIPT_WRONG_VERSION);
  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 2, 1, MCH_RECEIPT_TAKEN);
  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 2, 1, MCH_RECEIPT_ALREADY);
  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 4, 1, MCH_RECEIPT_UNKNOWN);
  check_receipt (receipt, MCH_PAPER_CONFIRMATION, 99, 1, MCH_RECEIPT_UNKNOWN);
  check_receipt (receipt, MCH_PAPER_PARCEL, 3, 1, MCH_RECEIPT_UNKNOWN);
  g_assert_cmpint (mch_receipt_take (receipt, "12345", NULL), ==, MCH_RECEIPT_UNREADABLE);
  g_assert_cmpuint (mch_receipt_count (receipt, MCH_RECEIPT_ALREADY), ==, 2);
  missing = mch_receipt_list_missing (receipt);
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_cmpstr (mch_candidate_get (missing->pdata[0], "family_name"), ==, "Eluard");
  changes = mch_receipt_dup_changes (receipt);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (
      g_hash_table_lookup (((MchChange *) changes->pdata[0])->to, "confirmation_received_on"), ==,
      "2026-12-09");
}

static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv =
      dup_csv (fixture, MCH_DOCUMENT_STATISTICS, (MchDocumentOptions){ 0 }, FALSE);

  g_assert_nonnull (strstr (csv, "\r\nEnsemble;Tous les candidats;1;3;4;1;3;1\r\n"));
  g_assert_nonnull (strstr (csv, "\r\nPar division;1CAP;1;2;3;0;3;1\r\n"));
  g_assert_nonnull (strstr (csv, "\r\nPar spécialité;Non renseigné;1;0;1;0;1;0\r\n"));
}

/* Jobs that a printer takes, each of whole sheets. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MchDocument) document = NULL;
  guint next = 0;

  for (guint i = 0; i < 260; i++)
    put (fixture->store, 10 + i, "Nom", "Prénom", "3CAP", "31224", MCH_STATE_REGISTERED);
  document = new_document (fixture, MCH_DOCUMENT_CONFIRMATIONS,
                           (MchDocumentOptions){ .division = "3CAP" }, NULL);
  g_assert_true (mch_document_lay_out (document, NULL, NULL));
  g_assert_cmpuint (mch_document_get_n_pages (document), ==, 520);
  g_assert_cmpuint (mch_document_get_n_parts (document), ==, 2);
  for (guint part = 0; part < 2; part++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, "part.pdf", NULL);
      guint first, n;

      mch_document_get_part (document, part, &first, &n);
      g_assert_cmpuint (first, ==, next);
      g_assert_cmpuint (n, ==, part == 0 ? 500 : 20);
      g_assert_true (mch_document_write_pdf_file (document, first, n, path, NULL, NULL));
      g_unlink (path);
      next += n;
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  MchDocumentOptions nobody = { .division = "absent" };
  MchDocumentOptions unknown = { .session = "BAC/2027-06", .now_ms = NOW_MS };
  g_autoptr (GError) error = NULL;

  g_assert_null (new_document (fixture, MCH_DOCUMENT_RECAP, nobody, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (mch_document_new (fixture->store, SCOPE, MCH_DOCUMENT_RECAP, &unknown, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN);
}

/* Every kind, with names that break layouts: written, and as many pages as were promised. */
static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < test_hostile_count (); i++)
    {
      g_autofree char *name = g_utf8_make_valid (test_hostile_name (i), -1);

      put (fixture->store, 10 + i, *name != '\0' ? name : "x", name, name, "31224",
           MCH_STATE_REGISTERED);
    }
  for (int kind = 0; kind < MCH_N_DOCUMENT_KINDS; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MchDocument) document =
          new_document (fixture, kind, (MchDocumentOptions){ 0 }, &error);
      g_autofree char *path = g_build_filename (fixture->dir, "document.pdf", NULL);
      g_autofree char *size = NULL;
      GStatBuf info;

      g_assert_no_error (error);
      g_assert_true (mch_document_lay_out (document, NULL, &error));
      g_assert_true (mch_document_write_pdf_file (document, 0, mch_document_get_n_pages (document),
                                                  path, NULL, &error));
      g_assert_no_error (error);
      size = mch_document_dup_size (document);
      g_assert_nonnull (strstr (size, "page"));
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_cmpint (info.st_size, >, 1000);
      g_unlink (path);
    }
}

/* INS-24: what is noted builds on what was noted before, also of a piece that is not asked for any
 * more. */
static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = mch_files_list (fixture->store, SCOPE, SESSION, NOW_MS, &error);
  g_autoptr (GPtrArray) nobody = NULL;
  g_autoptr (MchChange) first = NULL;
  g_autoptr (MchChange) second = NULL;
  g_autofree char *complete = NULL;
  g_autofree char *lacking = NULL;
  MchFile *file;

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 3);
  file = files->pdata[0];
  complete = mch_file_dup_lacking (file);
  g_assert_cmpstr (file->name, ==, "ABEL Zoé");
  g_assert_null (complete);
  g_assert_null (mch_file_set (file, "Certificat JDC", TRUE));
  file = files->pdata[1];
  lacking = mch_file_dup_lacking (file);
  g_assert_cmpstr (lacking, ==, "Carte d'identité, Certificat JDC");
  g_free (file->received);
  file->received = g_strdup ("Ancienne pièce");
  first = mch_file_set (file, "Certificat JDC", TRUE);
  g_assert_cmpstr (g_hash_table_lookup (first->to, "pieces_received"), ==,
                   "Ancienne pièce | Certificat JDC");
  g_assert_true (mch_file_has (file, "Certificat JDC"));
  second = mch_file_set (file, "Certificat JDC", FALSE);
  g_assert_cmpstr (g_hash_table_lookup (second->to, "pieces_received"), ==, "Ancienne pièce");
  nobody = mch_files_list (fixture->store, SCOPE, "BAC/2027-06", NOW_MS, &error);
  g_assert_null (nobody);
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN);
}

int
main (int argc, char **argv)
{
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, fixture_tear_down)
  g_test_init (&argc, &argv, NULL);
  mch_vault_init ();
  mch_paths_init_language ();
  ADD ("/documents/signatures", test_signatures);
  ADD ("/documents/recap", test_recap);
  ADD ("/documents/simple-csv", test_simple_csv);
  ADD ("/documents/detailed-csv", test_detailed_csv);
  ADD ("/documents/grid", test_grid);
  ADD ("/documents/bordereau", test_bordereau);
  ADD ("/documents/letters", test_letters);
  ADD ("/documents/confirmations", test_confirmations);
  ADD ("/documents/receipt", test_receipt);
  ADD ("/documents/files", test_files);
  ADD ("/documents/statistics", test_statistics);
  ADD ("/documents/parts", test_parts);
  ADD ("/documents/refused", test_refused);
  ADD ("/documents/hostile", test_hostile);
  return g_test_run ();
}
