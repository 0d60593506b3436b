/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the portal: the frame of a page, its parts, and whose request it is. */
#pragma once

#include "server/model/mch-candidate.h"
#include "server/model/mch-own-registrations.h"
#include "server/portal/mch-html.h"
#include "server/portal/mch-portal.h"

G_BEGIN_DECLS

/* What a form of ours may hold: a login, two passwords, a token. */
#define MCH_PORTAL_FORM_MAX 16384

/**
 * MchPortalPage:
 * @main: where the page's own content goes, after its heading.
 */
typedef struct
{
  MchHtml *html;
  MchNode *main;
} MchPortalPage;

/**
 * mch_portal_page_init:
 * @title: of the heading and the window.
 * @candidate: (nullable): who is signed in.
 * @faulty: the window's title says that something is to be corrected.
 */
void mch_portal_page_init (MchPortalPage *page, const MchServer *server, const char *title,
                           const MchPortalCandidate *candidate, gboolean faulty);
void mch_portal_page_clear (MchPortalPage *page);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchPortalPage, mch_portal_page_clear)

/* (transfer full) */
MchResponse *mch_portal_page_respond (MchPortalPage *page, guint status);

/* The same, with what tells programs to come back in @wait_s seconds; 0: nothing does. */
MchResponse *mch_portal_page_respond_after (MchPortalPage *page, guint status, guint wait_s);

/* "Too many tries", for how long, and @consequence: what was not done. */
void mch_portal_page_add_wait (MchPortalPage *page, guint seconds, const char *consequence);

/**
 * MchPageField: a field with its label, its hint and what is wrong with it.
 * @name: also its id.
 * @hint, @value: (nullable)
 * @faults: (nullable) (array zero-terminated=1): sentences.
 * @group: the group of a slip that is to be looked at, or 0.
 * @code: typed from a slip: shown as it is typed, in capitals, not corrected by the telephone.
 * @secret: not shown as it is typed.
 * @focus: the page opens with the cursor here.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *hint;
  const char *value;
  const char *autocomplete;
  char **faults;
  guint group;
  gboolean code;
  gboolean secret;
  gboolean focus;
} MchPageField;

void mch_portal_page_add_field (MchNode *form, const MchPageField *field);

/* A form of ours; @csrf: (nullable). (transfer none) */
MchNode *mch_portal_page_add_form (MchNode *parent, const char *action, const char *csrf);

/* A button that sends its form; @name: (nullable): sent as NAME=1. */
void mch_portal_page_add_button (MchNode *form, const char *class_name, const char *name,
                                 const char *label);

/* The list of what is to be corrected, with links to the fields; nothing when no field of @fields
 * (@n_fields of them) has a fault. */
void mch_portal_page_add_summary (MchPortalPage *page, const MchPageField *fields, size_t n_fields);

/* The path of the style sheet with the digest of its content. */
const char *mch_portal_get_style_path (void);

/* Whether the form was sent from a page of ours, as far as the browser tells. */
gboolean mch_portal_is_own_form (const MchRequest *request, const MchServer *server);

/**
 * mch_portal_read_form:
 * @csrf: (nullable): what the form must repeat.
 * @ret_refusal: (out) (transfer full): the page to answer with when the answer is NULL.
 *
 * Returns: (transfer full) (nullable): the form of a POST that came from our own page.
 */
MchForm *mch_portal_read_form (MchRequest *request, MchServer *server, const char *csrf,
                               MchResponse **ret_refusal);

/* (transfer full) (nullable): who is signed in. When that cannot be told, @ret_refusal is the page
 * to answer with. */
MchPortalCandidate *
mch_portal_read_candidate (MchRequest *request, MchServer *server, MchResponse **ret_refusal);

/* The candidate of a request that needs one: NULL with the answer. @restricted: whether the page is
 * for those who have yet to choose a password. */
MchPortalCandidate *mch_portal_need_candidate (MchRequest *request, MchServer *server,
                                               gboolean restricted, MchResponse **ret_refusal);

/* The cookies of a session that begins, and of one that is over. */
void mch_portal_set_session (MchResponse *response, const MchCandidateSignIn *sign_in);
void mch_portal_drop_session (MchResponse *response);

/* The session's cookie, or the known browser's: (transfer none) (nullable). */
const char *mch_portal_get_session (const MchRequest *request);
const char *mch_portal_get_device (const MchRequest *request);

/* The answer to a fault of ours; its cause goes to the log. @error: (transfer none). */
MchResponse *mch_portal_fail (MchRequest *request, MchServer *server, const GError *error);

/* What is wrong with a new password and its repetition: NULL, or sentences. @ret_password_faults,
 * @ret_again_faults: (out) (transfer full) (nullable). */
void mch_portal_check_new_password (const MchPasswordRules *rules, const char *login,
                                    const char *password, const char *again,
                                    char ***ret_password_faults, char ***ret_again_faults);

/* What a form has sent under this name; "" when nothing. */
const char *mch_portal_get_value (const MchForm *form, const char *name);

/* Until when the recap of a registration may be downloaded, or why it may not and what to do:
 * (transfer full) (nullable), NULL when there is nothing to say. */
char *mch_portal_dup_recap_terms (const MchRecapTerms *terms);

/**
 * mch_portal_send_document:
 * @id: of the document; whether it is the candidate's is asked.
 * @look: it is opened in the browser, not saved.
 *
 * Returns: (transfer full): the PDF, or the page that says in words why it is not there.
 */
MchResponse *
mch_portal_send_document (MchRequest *request, MchServer *server,
                          const MchPortalCandidate *candidate, const char *id, gboolean look);

/* Handlers. */
MchResponse *mch_portal_get_home (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_slip (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_sign_in (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_sign_out (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_password (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_password (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_activated (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_account (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_registrations (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_recap (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_documents (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_document (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_own (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_own_email (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_own_password (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_forgotten (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_forgotten (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_forgotten_sent (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_verify (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_verify (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_reset (MchRequest *request, gpointer server);
MchResponse *mch_portal_post_reset (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_style (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_logo (MchRequest *request, gpointer server);
MchResponse *mch_portal_get_robots (MchRequest *request, gpointer server);

G_END_DECLS
