/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XML that goes through in pieces and leaves nothing behind. A document type is refused before it
 * can define anything, so there is no entity to expand and no other file to fetch. A tag may not be
 * long nor have many attributes: the parser's time grows with the square of their number. */
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define MAX_TAG 65536
#define MAX_ATTRIBUTES 256
#define MAX_DEPTH 100
#define FIRST_BYTES 4 /* what tells the encoding */

typedef enum
{
  IN_TEXT,
  AFTER_BRACKET, /* behind the < of something */
  IN_TAG,
  IN_QUOTES,
  IN_OTHER, /* a comment, an instruction, a section of characters */
} Place;

struct _MchXml
{
  const MchXmlHandler *handler;
  gpointer user_data;
  xmlParserCtxtPtr context;
  GError *error;
  GPtrArray *values; /* of the attributes of one element */
  guint depth;
  Place place;
  char quote;
  gsize tag_length;
};

static void
stop (MchXml *xml)
{
  xmlStopParser (xml->context);
}

static void
refuse (MchXml *xml, MchSheetError code, const char *message)
{
  if (xml->error == NULL)
    mch_sheet_fail (&xml->error, code, message);
  stop (xml);
}

static void
on_document_type (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  refuse (data, MCH_SHEET_ERROR_UNREADABLE,
          _ ("The file defines abbreviations of its own (a document type), which no list of pupils "
             "needs and which can do harm. It was not read."));
}

static const char *const *
collect_attributes (MchXml *xml, int n, const xmlChar **attributes)
{
  g_ptr_array_set_size (xml->values, 0);
  for (int i = 0; i < n; i++)
    {
      const xmlChar **attribute = attributes + (gsize) i * 5;
      gsize length = (gsize) (attribute[4] - attribute[3]);

      g_ptr_array_add (xml->values, g_strdup ((const char *) attribute[0]));
      g_ptr_array_add (xml->values, g_strndup ((const char *) attribute[3], length));
    }
  g_ptr_array_add (xml->values, NULL);
  return (const char *const *) xml->values->pdata;
}

static void
on_start (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
          int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
          const xmlChar **attributes)
{
  MchXml *xml = data;

  if (xml->error != NULL)
    return;
  if (n_attributes > MAX_ATTRIBUTES || ++xml->depth > MAX_DEPTH)
    {
      refuse (xml, MCH_SHEET_ERROR_TOO_LARGE,
              _ ("The file is built in a way that no list of pupils is. It was not read."));
      return;
    }
  if (xml->handler->start != NULL
      && !xml->handler->start (xml->user_data, (const char *) name,
                               collect_attributes (xml, n_attributes, attributes), &xml->error))
    stop (xml);
}

static void
on_end (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  MchXml *xml = data;

  if (xml->error != NULL)
    return;
  xml->depth--;
  if (xml->handler->end != NULL
      && !xml->handler->end (xml->user_data, (const char *) name, &xml->error))
    stop (xml);
}

static void
on_text (void *data, const xmlChar *text, int length)
{
  MchXml *xml = data;

  if (xml->error == NULL && xml->handler->text != NULL
      && !xml->handler->text (xml->user_data, (const char *) text, (gsize) length, &xml->error))
    stop (xml);
}

static void
be_quiet (void *data, const char *format, ...)
{
}

static void
be_quiet_structured (void *data, xmlErrorPtr error)
{
}

MchXml *
mch_xml_new (const MchXmlHandler *handler, gpointer user_data)
{
  return mch_xml_new_in (handler, user_data, NULL);
}

MchXml *
mch_xml_new_in (const MchXmlHandler *handler, gpointer user_data, const char *encoding)
{
  static xmlSAXHandler callbacks = {
    .initialized = XML_SAX2_MAGIC,
    .internalSubset = on_document_type,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .cdataBlock = on_text,
    .ignorableWhitespace = on_text,
    .warning = be_quiet,
    .error = be_quiet,
    .fatalError = be_quiet,
    .serror = be_quiet_structured,
  };
  MchXml *xml = g_new0 (MchXml, 1);

  xml->handler = handler;
  xml->user_data = user_data;
  xml->values = g_ptr_array_new_with_free_func (g_free);
  xml->context = xmlCreatePushParserCtxt (&callbacks, xml, NULL, 0, NULL);
  g_assert (xml->context != NULL);
  xmlCtxtUseOptions (xml->context, XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR
                                       | (encoding != NULL ? XML_PARSE_IGNORE_ENC : 0));
  if (encoding != NULL)
    xmlSwitchToEncoding (xml->context, xmlFindCharEncodingHandler (encoding));
  return xml;
}

gboolean
mch_xml_has_wrong_bytes (const MchXml *xml)
{
  int code = xml->context->errNo;

  return code == XML_ERR_INVALID_ENCODING || code == XML_ERR_INVALID_CHAR
         || code == XML_ERR_UNKNOWN_ENCODING || code == XML_I18N_CONV_FAILED;
}

void
mch_xml_free (MchXml *xml)
{
  if (xml == NULL)
    return;
  xmlFreeParserCtxt (xml->context);
  g_clear_error (&xml->error);
  g_ptr_array_unref (xml->values);
  g_free (xml);
}

/* Where in a document one byte leads; whether it is inside a tag. */
static gboolean
step (MchXml *xml, char c)
{
  switch (xml->place)
    {
    case IN_TEXT:
      if (c == '<')
        xml->place = AFTER_BRACKET;
      return FALSE;
    case AFTER_BRACKET:
      xml->place = c == '!' || c == '?' ? IN_OTHER : c == '>' ? IN_TEXT : IN_TAG;
      return xml->place == IN_TAG;
    case IN_TAG:
      if (c == '>')
        xml->place = IN_TEXT;
      else if (c == '"' || c == '\'')
        {
          xml->quote = c;
          xml->place = IN_QUOTES;
        }
      return TRUE;
    case IN_QUOTES:
      if (c == xml->quote)
        xml->place = IN_TAG;
      return TRUE;
    case IN_OTHER:
    default:
      if (c == '>')
        xml->place = IN_TEXT;
      return FALSE;
    }
}

static gboolean
has_long_tag (MchXml *xml, const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      xml->tag_length = step (xml, data[i]) ? xml->tag_length + 1 : 0;
      if (xml->tag_length > MAX_TAG)
        return TRUE;
    }
  return FALSE;
}

static gboolean
conclude (MchXml *xml, int result, GError **error)
{
  g_autofree char *message = NULL;

  if (xml->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&xml->error));
      return FALSE;
    }
  if (result == XML_ERR_OK && xml->context->wellFormed)
    return TRUE;
  message = g_strdup_printf (_ ("The file is damaged or cut off near line %u; its XML cannot be "
                                "read. Export it again."),
                             mch_xml_get_line (xml));
  return mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE, message);
}

gboolean
mch_xml_feed (const char *data, gsize length, gpointer user_data, GError **error)
{
  MchXml *xml = user_data;

  if (length == 0)
    return TRUE;
  g_return_val_if_fail (length <= G_MAXINT, FALSE);
  if (has_long_tag (xml, data, length))
    return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                           _ ("The file is built in a way that no list of pupils is. It was not "
                              "read."));
  return conclude (xml, xmlParseChunk (xml->context, data, (int) length, 0), error);
}

gboolean
mch_xml_finish (MchXml *xml, GError **error)
{
  return conclude (xml, xmlParseChunk (xml->context, NULL, 0, 1), error);
}

guint
mch_xml_get_line (const MchXml *xml)
{
  return xml->context->input != NULL ? (guint) MAX (xml->context->input->line, 1) : 1;
}

gboolean
mch_xml_read_part (const MchParts *parts, const char *name, const MchXmlHandler *handler,
                   gpointer user_data, GError **error)
{
  g_autoptr (MchXml) xml = mch_xml_new (handler, user_data);

  return parts->read (parts->self, name, mch_xml_feed, xml, error) && mch_xml_finish (xml, error);
}

const char *
mch_xml_get (const char *const *attributes, const char *name)
{
  for (; *attributes != NULL; attributes += 2)
    if (strcmp (attributes[0], name) == 0)
      return attributes[1];
  return NULL;
}

guint
mch_xml_get_number (const char *const *attributes, const char *name, guint fallback)
{
  const char *text = mch_xml_get (attributes, name);
  guint64 number;

  if (text == NULL)
    return fallback;
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT - 1, &number, NULL) ? (guint) number
                                                                                : G_MAXUINT;
}

static gboolean
take_root (gpointer user_data, const char *name, const char *const *attributes, GError **error)
{
  char **root = user_data;

  if (*root == NULL)
    *root = g_strdup (name);
  return mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE, "");
}

char *
mch_xml_dup_root (GBytes *file, GError **error)
{
  static const MchXmlHandler handler = { take_root, NULL, NULL };
  char *root = NULL;
  g_autoptr (MchXml) xml = mch_xml_new (&handler, &root);
  g_autoptr (GError) local = NULL;
  gsize length;
  const char *data = g_bytes_get_data (file, &length);

  if (mch_xml_feed (data, MIN (length, MAX_TAG), xml, &local))
    mch_xml_finish (xml, &local);
  if (root == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return root;
}
