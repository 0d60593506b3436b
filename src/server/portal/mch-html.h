/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a tree of elements, written out as HTML. Text goes in as text and comes out escaped:
 * nothing here takes markup, so nothing that a stranger typed can become markup. Used by one thread
 * at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchHtml MchHtml;
typedef struct _xmlNode MchNode; /* an element; it lives as long as its page */

/* @language: of the page, "fr". (transfer full) */
MchHtml *mch_html_new (const char *language);
void mch_html_free (MchHtml *html);

/* The element "html". (transfer none) */
MchNode *mch_html_get_root (MchHtml *html);

/**
 * mch_html_add:
 * @parent: where the element is appended.
 * @name: lower case, of our own source; "script" and "style" are programming errors.
 * @...: attributes as name and value in turn, then NULL. A name is of our own source; names that
 *   begin with "on", and "style", are programming errors. A value may be anything; NULL leaves the
 *   attribute out.
 *
 * Returns: (transfer none): the new element.
 */
MchNode *mch_html_add (MchNode *parent, const char *name, ...) G_GNUC_NULL_TERMINATED;

/* An element of this class (nullable) that holds this text (nullable). (transfer none) */
MchNode *
mch_html_add_text (MchNode *parent, const char *name, const char *class_name, const char *text);

/* Sets (replaces) an attribute; rules as above. */
void mch_html_set (MchNode *node, const char *name, const char *value);

/* Appends text. Bytes that are not UTF-8 become U+FFFD; control characters, and those that change
 * the direction of writing, are left out. Attributes keep the latter, so that a field gives back
 * what was typed. */
void mch_html_append (MchNode *node, const char *text);

/* The whole document, doctype included, in UTF-8 without entities for letters. (transfer full) */
char *mch_html_to_string (MchHtml *html);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchHtml, mch_html_free)

G_END_DECLS
