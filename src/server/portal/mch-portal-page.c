/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame that all pages share, and the parts that they are made of. */
#include "server/portal/mch-portal-private.h"

#include <glib/gi18n-lib.h>

/* The strictest policy that a page without a script needs. */
#define POLICY                                                                                     \
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "                     \
  "frame-ancestors 'none'; base-uri 'none'"

static void
add_head (MchNode *root, const char *title, gboolean faulty)
{
  MchNode *head = mch_html_add (root, "head", NULL);
  g_autofree char *whole = g_strdup_printf (
      faulty ? _ ("Error: %s – Candidates' area") : _ ("%s – Candidates' area"), title);

  mch_html_add (head, "meta", "charset", "utf-8", NULL);
  mch_html_add (head, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1",
                NULL);
  mch_html_add (head, "meta", "name", "robots", "content", "noindex", NULL);
  mch_html_add_text (head, "title", NULL, whole);
  mch_html_add (head, "link", "rel", "stylesheet", "href", mch_portal_get_style_path (), NULL);
  mch_html_add (head, "link", "rel", "icon", "type", "image/svg+xml", "href", "/logo.svg", NULL);
}

/* POR-11: who is signed in stands at the top right. */
static void
add_person (MchNode *bar, const MchPortalCandidate *candidate)
{
  MchNode *person = mch_html_add (bar, "p", "class", "person", NULL);

  mch_html_add_text (person, "span", "hidden", _ ("Signed in:"));
  mch_html_append (person, " ");
  mch_html_add_text (person, "bdi", NULL,
                     candidate->given_name != NULL ? candidate->given_name : candidate->login);
}

static void
add_header (MchNode *body, const MchServer *server, const MchPortalCandidate *candidate)
{
  MchNode *header = NULL;
  MchNode *bar = NULL;
  MchNode *home = NULL;

  mch_html_append (mch_html_add (body, "a", "class", "skip", "href", "#contenu", NULL),
                   _ ("Go to the content"));
  if (server->demo)
    mch_html_add_text (mch_html_add (body, "div", "class", "demo", "role", "region", "aria-label",
                                     _ ("Warning"), NULL),
                       "p", NULL, _ ("Demonstration server – SPECIMEN"));
  header = mch_html_add (body, "header", NULL);
  bar = mch_html_add (header, "div", "class", "bar", NULL);
  home = mch_html_add (bar, "a", "class", "home", "href", "/", NULL);
  mch_html_add (home, "img", "src", "/logo.svg", "alt", "", "width", "40", "height", "40", NULL);
  mch_html_add_text (mch_html_add (home, "span", NULL), "strong", NULL, "Machaon");
  mch_html_add_text (home, "span", "place", _ ("Candidates' area"));
  if (candidate != NULL)
    add_person (bar, candidate);
}

void
mch_portal_page_init (MchPortalPage *page, const MchServer *server, const char *title,
                      const MchPortalCandidate *candidate, gboolean faulty)
{
  MchNode *root = NULL;
  MchNode *body = NULL;

  g_return_if_fail (page != NULL && server != NULL && title != NULL);

  /* The language of these pages, as HTML names it: "fr". */
  page->html = mch_html_new (_ ("en"));
  root = mch_html_get_root (page->html);
  add_head (root, title, faulty);
  body = mch_html_add (root, "body", NULL);
  add_header (body, server, candidate);
  page->main = mch_html_add (body, "main", "id", "contenu", "tabindex", "-1", NULL);
  mch_html_add_text (page->main, "h1", NULL, title);
  mch_html_add_text (mch_html_add (body, "footer", NULL), "p", NULL,
                     _ ("This site keeps no cookies but those of your connection."));
}

void
mch_portal_page_clear (MchPortalPage *page)
{
  g_clear_pointer (&page->html, mch_html_free);
}

MchResponse *
mch_portal_page_respond (MchPortalPage *page, guint status)
{
  MchResponse *response = mch_response_new_html_take (status, mch_html_to_string (page->html));

  mch_response_set_header (response, "Content-Security-Policy", POLICY);
  /* Without a referrer browsers would send "Origin: null" with our own forms. */
  mch_response_set_header (response, "Referrer-Policy", "same-origin");
  mch_response_set_header (response, "Cross-Origin-Resource-Policy", "same-origin");
  return response;
}

static void
add_faults (MchNode *block, const MchPageField *field)
{
  g_autofree char *id = g_strconcat (field->name, "-faute", NULL);
  MchNode *list = mch_html_add (block, "div", "class", "faults", "id", id, NULL);

  for (char **fault = field->faults; *fault != NULL; fault++)
    mch_html_add_text (list, "p", NULL, *fault);
}

/* The three groups as they stand on the paper; the sentence above says the same. */
static void
add_groups (MchNode *block, guint group)
{
  const char *names[] = { _ ("1st group"), _ ("2nd group"), _ ("3rd group") };
  MchNode *row = mch_html_add (block, "p", "class", "groups", "aria-hidden", "true", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    mch_html_add_text (row, "span", i + 1 == group ? "wrong" : NULL, names[i]);
}

static char *
dup_described_by (const MchPageField *field)
{
  GString *ids = g_string_new (NULL);

  if (field->hint != NULL)
    g_string_append_printf (ids, "%s-aide", field->name);
  if (field->faults != NULL)
    g_string_append_printf (ids, "%s%s-faute", ids->len > 0 ? " " : "", field->name);
  if (ids->len > 0)
    return g_string_free (ids, FALSE);
  g_string_free (ids, TRUE);
  return NULL;
}

void
mch_portal_page_add_field (MchNode *form, const MchPageField *field)
{
  g_autofree char *hint_id = g_strconcat (field->name, "-aide", NULL);
  g_autofree char *described_by = dup_described_by (field);
  MchNode *block =
      mch_html_add (form, "div", "class", field->faults != NULL ? "field faulty" : "field", NULL);
  MchNode *input = NULL;

  mch_html_append (mch_html_add (block, "label", "for", field->name, NULL), field->label);
  if (field->hint != NULL)
    mch_html_append (mch_html_add (block, "p", "class", "hint", "id", hint_id, NULL), field->hint);
  if (field->faults != NULL)
    add_faults (block, field);
  if (field->group > 0)
    add_groups (block, field->group);
  input = mch_html_add (block, "input", "type", field->secret ? "password" : "text", "required",
                        "required", "autocorrect", "off", "spellcheck", "false", NULL);
  mch_html_set (input, "id", field->name);
  mch_html_set (input, "name", field->name);
  mch_html_set (input, "autocomplete", field->autocomplete);
  mch_html_set (input, "autocapitalize", field->code ? "characters" : "none");
  if (field->code)
    mch_html_set (input, "class", "code");
  if (field->value != NULL)
    mch_html_set (input, "value", field->value);
  if (described_by != NULL)
    mch_html_set (input, "aria-describedby", described_by);
  if (field->faults != NULL)
    mch_html_set (input, "aria-invalid", "true");
  if (field->focus)
    mch_html_set (input, "autofocus", "autofocus");
}

MchNode *
mch_portal_page_add_form (MchNode *parent, const char *action, const char *csrf)
{
  /* Faults are told by our own sentences, the same in every browser. */
  MchNode *form = mch_html_add (parent, "form", "method", "post", "action", action, "novalidate",
                                "novalidate", NULL);

  if (csrf != NULL)
    mch_html_add (form, "input", "type", "hidden", "name", "csrf", "value", csrf, NULL);
  return form;
}

void
mch_portal_page_add_button (MchNode *form, const char *class_name, const char *name,
                            const char *label)
{
  mch_html_append (mch_html_add (form, "button", "type", "submit", "class", class_name, "name",
                                 name, "value", name != NULL ? "1" : NULL, NULL),
                   label);
}

void
mch_portal_page_add_summary (MchPortalPage *page, const MchPageField *fields, size_t n_fields)
{
  MchNode *list = NULL;

  for (size_t i = 0; i < n_fields; i++)
    for (char **fault = fields[i].faults; fault != NULL && *fault != NULL; fault++)
      {
        g_autofree char *target = g_strconcat ("#", fields[i].name, NULL);

        if (list == NULL)
          {
            MchNode *box =
                mch_html_add (page->main, "div", "class", "box bad", "role", "alert", NULL);

            mch_html_add_text (box, "h2", NULL, _ ("Something is to be corrected"));
            list = mch_html_add (box, "ul", NULL);
          }
        mch_html_append (mch_html_add (mch_html_add (list, "li", NULL), "a", "href", target, NULL),
                         *fault);
      }
}

static char *
dup_wait (guint seconds)
{
  guint minutes = (seconds + 59) / 60;

  if (seconds <= 90)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Too many tries. Try again in %u second.",
                                         "Too many tries. Try again in %u seconds.", seconds),
                            seconds);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Too many tries. Try again in %u minute.",
                                       "Too many tries. Try again in %u minutes.", minutes),
                          minutes);
}

void
mch_portal_page_add_wait (MchPortalPage *page, guint seconds, const char *consequence)
{
  g_autofree char *sentence = dup_wait (seconds);
  MchNode *box = mch_html_add (page->main, "div", "class", "box bad", "role", "alert", NULL);

  mch_html_add_text (box, "h2", NULL, sentence);
  mch_html_add_text (box, "p", NULL, consequence);
}

MchResponse *
mch_portal_page_respond_after (MchPortalPage *page, guint status, guint wait_s)
{
  MchResponse *response = mch_portal_page_respond (page, status);
  g_autofree char *seconds = g_strdup_printf ("%u", wait_s);

  if (wait_s > 0)
    mch_response_set_header (response, "Retry-After", seconds);
  return response;
}
