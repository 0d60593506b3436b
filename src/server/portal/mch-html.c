/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/portal/mch-html.h"

#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <string.h>

struct _MchHtml
{
  xmlDoc *doc;
};

static gboolean
is_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return *name != '\0' && strcmp (name, "script") != 0 && strcmp (name, "style") != 0;
}

static gboolean
is_attribute (const char *name)
{
  return is_name (name) && !g_str_has_prefix (name, "on");
}

static gboolean
changes_direction (gunichar c)
{
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
         || (c >= 0x2066 && c <= 0x2069);
}

/* What no document may hold. */
static gboolean
is_forbidden (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F)
         || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static char *
dup_clean (const char *text, gboolean shown)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_forbidden (c) && !(shown && changes_direction (c)))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

MchHtml *
mch_html_new (const char *language)
{
  MchHtml *html = NULL;
  xmlNode *root = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  xmlInitParser ();
  html = g_new0 (MchHtml, 1);
  html->doc = htmlNewDocNoDtD (NULL, NULL);
  g_assert (html->doc != NULL);
  root = xmlNewDocNode (html->doc, NULL, BAD_CAST "html", NULL);
  g_assert (root != NULL);
  xmlDocSetRootElement (html->doc, root);
  mch_html_set (root, "lang", language);
  return html;
}

void
mch_html_free (MchHtml *html)
{
  if (html == NULL)
    return;
  xmlFreeDoc (html->doc);
  g_free (html);
}

MchNode *
mch_html_get_root (MchHtml *html)
{
  g_return_val_if_fail (html != NULL, NULL);

  return xmlDocGetRootElement (html->doc);
}

void
mch_html_set (MchNode *node, const char *name, const char *value)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (node != NULL && value != NULL);
  g_return_if_fail (name != NULL && is_attribute (name));

  clean = dup_clean (value, FALSE);
  if (xmlSetProp (node, BAD_CAST name, BAD_CAST clean) == NULL)
    g_error ("out of memory");
}

MchNode *
mch_html_add (MchNode *parent, const char *name, ...)
{
  MchNode *node = NULL;
  va_list args;

  g_return_val_if_fail (parent != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), NULL);

  node = xmlNewDocNode (parent->doc, NULL, BAD_CAST name, NULL);
  g_assert (node != NULL);
  xmlAddChild (parent, node);
  va_start (args, name);
  for (const char *key = va_arg (args, const char *); key != NULL;
       key = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);

      if (value != NULL)
        mch_html_set (node, key, value);
    }
  va_end (args);
  return node;
}

MchNode *
mch_html_add_text (MchNode *parent, const char *name, const char *class_name, const char *text)
{
  MchNode *node = mch_html_add (parent, name, "class", class_name, NULL);

  if (text != NULL)
    mch_html_append (node, text);
  return node;
}

void
mch_html_append (MchNode *node, const char *text)
{
  g_autofree char *clean = NULL;
  xmlNode *child = NULL;

  g_return_if_fail (node != NULL && text != NULL);

  clean = dup_clean (text, TRUE);
  child = xmlNewDocText (node->doc, BAD_CAST clean);
  g_assert (child != NULL);
  xmlAddChild (node, child);
}

char *
mch_html_to_string (MchHtml *html)
{
  xmlBuffer *buffer = NULL;
  xmlOutputBuffer *output = NULL;
  char *text = NULL;

  g_return_val_if_fail (html != NULL, NULL);

  buffer = xmlBufferCreate ();
  output = xmlOutputBufferCreateBuffer (buffer, NULL);
  g_assert (output != NULL);
  xmlOutputBufferWriteString (output, "<!DOCTYPE html>\n");
  htmlNodeDumpFormatOutput (output, html->doc, xmlDocGetRootElement (html->doc), "UTF-8", 0);
  xmlOutputBufferWriteString (output, "\n");
  xmlOutputBufferClose (output);
  text = g_strdup ((const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
  return text;
}
