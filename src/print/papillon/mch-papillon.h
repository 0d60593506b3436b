/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection slip ("papillon de connexion"): one candidate's login and provisional password
 * on a part of an A4 sheet, from a whole one to an eighth. One layout serves screen, printer and
 * PDF.
 *
 * The smaller the slip, the less it says. On every one stand the establishment with how to reach
 * it, the exam, the name, the class, login and password, the site's address with its QR code, the
 * day on which the password ends, and the footnote (*). Four a page drop what the account is for,
 * and have the establishment's own words in the place of the help; eight a page have neither of
 * these, nor the postal address, the words "Connection slip" and the sentence that tells to sign
 * in; ten a page have no bars for the hand-out either. No text of an ordinary slip is smaller
 * than 7.5 points. */
#pragma once

#include <gio/gio.h>

#include "print/papillon/mch-slip-grid.h"
#include "print/papillon/mch-slip-language.h"

G_BEGIN_DECLS

/**
 * MchPapillonError:
 * @MCH_PAPILLON_ERROR_EMPTY: there is no slip to print; nothing was written.
 * @MCH_PAPILLON_ERROR_INVALID: the sheet or a slip lacks what it needs (login, portal's address).
 */
typedef enum
{
  MCH_PAPILLON_ERROR_EMPTY,
  MCH_PAPILLON_ERROR_INVALID,
} MchPapillonError;

#define MCH_PAPILLON_ERROR (mch_papillon_error_quark ())
GQuark mch_papillon_error_quark (void);

/**
 * MchSlip: what differs from one slip to the next. Every string is borrowed.
 * @usage_name: (nullable): printed only when it differs from @family_name.
 * @division: (nullable)
 * @login: not empty.
 * @code: (nullable): "XXXXC-XXXXC-XXXXC"; NULL prints dots in its place (review by an agent).
 * @handout: (nullable): mch_paper_code_dup() of %MCH_PAPER_SLIP, by which a scanner tells whose
 * slip is handed out; it is no secret.
 * @address, @postal_code, @city: (nullable): where the candidate lives, on an envelope. Without
 * them the envelope is for a colleague to give, and tells the division.
 */
typedef struct
{
  const char *family_name;
  const char *given_name;
  const char *usage_name;
  const char *division;
  const char *login;
  const char *code;
  const char *handout;
  const char *address[3];
  const char *postal_code;
  const char *city;
} MchSlip;

/**
 * MchSlipSheet: what all slips of an edition share. Strings are borrowed for the call only; all
 * but @establishment and @portal_url may be NULL or empty.
 * @address: on one line; "\n" separates lines that are then joined with commas.
 * @exam: "CAP". @session: "JUIN 2027". @academy: "Académie de Besançon".
 * @portal_url: text and QR code.
 * @expiry_date: YYYY-MM-DD, printed as 15/08/2027.
 * @note: the footnote (*); NULL for mch_papillon_get_default_note().
 * @text: the establishment's own words, with the tokens of core/mch-slip-text.h.
 * @language: in which the slip explains itself a second time; one a page only.
 * @demo: writes SPÉCIMEN on every slip.
 * @reminder: the candidate has an account already: the slip tells the login and how to get back
 *   in, and carries no password, whatever the MchSlip holds.
 */
typedef struct
{
  const char *establishment;
  const char *address;
  const char *phone;
  const char *email;
  const char *exam;
  const char *session;
  const char *academy;
  const char *portal_url;
  const char *expiry_date;
  const char *note;
  const char *text;
  MchSlipLanguage language;
  gboolean demo;
  gboolean reminder;
} MchSlipSheet;

/* The footnote of a sheet without one, in the language of the process. */
const char *mch_papillon_get_default_note (void);

/* One edition's layout, with its artwork recorded. One thread at a time. */
typedef struct _MchPapillon MchPapillon;

/**
 * mch_papillon_new:
 * @per_page: 1 or 2 slips on an A4 page.
 *
 * Returns: (transfer full): NULL with %MCH_PAPILLON_ERROR_INVALID or %MCH_PRINT_ERROR_INVALID.
 */
MchPapillon *
mch_papillon_new (MchFonts *fonts, const MchSlipSheet *sheet, guint per_page, GError **error);

/* The same for any layout. */
MchPapillon *mch_papillon_new_for_layout (MchFonts *fonts, const MchSlipSheet *sheet,
                                          MchPapillonLayout layout, GError **error);
void mch_papillon_free (MchPapillon *papillon);

/* All that follows is moved, in mm: for a printer that is out. */
void mch_papillon_set_shift (MchPapillon *papillon, double right, double down);

/* A new page begins in @page, which is cleared. */
void mch_papillon_begin_page (MchPapillon *papillon, MchPage *page);

/**
 * mch_papillon_add_slip:
 * @slot: the place on the page, from 0, row by row.
 * @ret_warning: (out) (optional) (transfer full) (nullable): set when a character has no glyph
 *   or a text had to become very small; a sentence for people that names the login.
 */
gboolean mch_papillon_add_slip (MchPapillon *papillon, MchPage *page, guint slot,
                                const MchSlip *slip, char **ret_warning, GError **error);

/**
 * mch_papillon_add_separator:
 * @slot: as of a slip.
 * @whole: it has the page to itself.
 * @division: (nullable): the class that follows.
 * @n_slips: how many slips it has.
 * @number, @n_classes: which of how many classes it is, from 1.
 *
 * What is put between two classes of a pile.
 */
void
mch_papillon_add_separator (MchPapillon *papillon, MchPage *page, guint slot, gboolean whole,
                            const char *division, guint n_slips, guint number, guint n_classes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPapillon, mch_papillon_free)

/**
 * MchSlipSource:
 * @slip: filled with strings that stay valid until the next call; the source wipes its secrets.
 * @ret_end: set to TRUE instead when there are no more.
 *
 * Returns: FALSE with @error set to stop the whole job.
 */
typedef gboolean (*MchSlipSource) (gpointer user_data, MchSlip *slip, gboolean *ret_end,
                                   GError **error);
typedef void (*MchPapillonProgress) (guint n_slips, gpointer user_data);

/**
 * MchPapillonResult:
 * @sha256: lower-case hexadecimal of the PDF.
 * @warnings: sentences for people, at most MCH_PAPILLON_MAX_WARNINGS.
 * @n_warnings: how many there were in all.
 */
typedef struct
{
  guint n_slips;
  guint n_pages;
  char *sha256;
  GPtrArray *warnings;
  guint n_warnings;
} MchPapillonResult;

#define MCH_PAPILLON_MAX_WARNINGS 100

void mch_papillon_result_clear (MchPapillonResult *result);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchPapillonResult, mch_papillon_result_clear)

/**
 * mch_papillon_write_pdf:
 * @fonts: (nullable): NULL loads the program's own for this call.
 * @created_ms: the document's date; the same arguments give the same bytes.
 * @progress: (nullable): called every 100 slips and at the end, with @user_data.
 * @user_data: for @source and @progress.
 * @ret_result: (out caller-allocates) (optional): clear it with mch_papillon_result_clear().
 *
 * Asks @source for slips until it ends and writes the PDF as they come, to a stream that stays
 * open. Fails with %MCH_PAPILLON_ERROR_EMPTY, %MCH_PRINT_ERROR_OUTPUT, %G_IO_ERROR_CANCELLED, the
 * source's error, or what mch_papillon_new() fails with.
 */
gboolean
mch_papillon_write_pdf (const MchSlipSheet *sheet, MchFonts *fonts, guint per_page,
                        MchSlipSource source, MchPapillonProgress progress, gpointer user_data,
                        GOutputStream *stream, gint64 created_ms, GCancellable *cancellable,
                        MchPapillonResult *ret_result, GError **error);

/* The same into the file @path, 0600, which is replaced only when all is written. */
gboolean
mch_papillon_write_pdf_file (const MchSlipSheet *sheet, MchFonts *fonts, guint per_page,
                             MchSlipSource source, MchPapillonProgress progress, gpointer user_data,
                             const char *path, gint64 created_ms, GCancellable *cancellable,
                             MchPapillonResult *ret_result, GError **error);

G_END_DECLS
