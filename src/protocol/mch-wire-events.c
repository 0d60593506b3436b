/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines end by LF, CR or both, as the format of browsers allows: a proxy may have rewritten them.
 */
#include "protocol/mch-wire-events.h"

#include "protocol/mch-wire-json.h"

#include <string.h>

struct _MchEventParser
{
  GString *line;
  GString *name; /* of the event that is being read; empty for "message" */
  GString *data;
  gboolean after_cr; /* an LF that follows belongs to the line that is done */
  gboolean broken;
};

MchEventParser *
mch_event_parser_new (void)
{
  MchEventParser *parser = g_new0 (MchEventParser, 1);

  parser->line = g_string_new (NULL);
  parser->name = g_string_new (NULL);
  parser->data = g_string_new (NULL);
  return parser;
}

void
mch_event_parser_free (MchEventParser *parser)
{
  g_string_free (parser->line, TRUE);
  g_string_free (parser->name, TRUE);
  g_string_free (parser->data, TRUE);
  g_free (parser);
}

static void
dispatch (MchEventParser *parser, MchWireHintFunc func, gpointer user_data)
{
  g_autoptr (JsonObject) hint = NULL;
  const char *scope;
  gint64 seq;

  if (strcmp (parser->name->str, "head") == 0)
    hint = mch_wire_parse (parser->data->str, parser->data->len, NULL);
  g_string_truncate (parser->name, 0);
  g_string_truncate (parser->data, 0);
  scope = hint != NULL ? mch_wire_get_text (hint, "scope", 64, NULL) : NULL;
  if (scope != NULL && mch_wire_get_int (hint, "seq", 0, G_MAXINT64, &seq, NULL))
    func (scope, seq, user_data);
}

/* What follows "field:", without the one space that may stand there; NULL for another field. */
static const char *
value_of (const MchEventParser *parser, const char *field)
{
  gsize length = strlen (field);
  const char *line = parser->line->str;

  /* A NUL inside ends what is compared, and never makes a field of what is none. */
  if (strncmp (line, field, length) != 0 || line[length] != ':')
    return NULL;
  line += length + 1;
  return *line == ' ' ? line + 1 : line;
}

static void
end_line (MchEventParser *parser, MchWireHintFunc func, gpointer user_data)
{
  const char *value;

  if (parser->line->len == 0)
    dispatch (parser, func, user_data);
  else if ((value = value_of (parser, "event")) != NULL)
    g_string_assign (parser->name, value);
  else if ((value = value_of (parser, "data")) != NULL)
    {
      /* Data of several lines would be no hint of ours. */
      if (parser->data->len + strlen (value) <= MCH_WIRE_MAX_EVENT_LINE)
        g_string_append (parser->data, value);
    }
  g_string_truncate (parser->line, 0);
}

gboolean
mch_event_parser_feed (MchEventParser *parser, const char *data, gsize length, MchWireHintFunc func,
                       gpointer user_data)
{
  g_return_val_if_fail (parser != NULL && func != NULL, FALSE);

  for (gsize i = 0; i < length && !parser->broken; i++)
    {
      char byte = data[i];

      if (byte == '\n' && parser->after_cr)
        parser->after_cr = FALSE;
      else if (byte == '\n' || byte == '\r')
        {
          parser->after_cr = byte == '\r';
          end_line (parser, func, user_data);
        }
      else
        {
          parser->after_cr = FALSE;
          g_string_append_c (parser->line, byte);
          parser->broken = parser->line->len > MCH_WIRE_MAX_EVENT_LINE;
        }
    }
  return !parser->broken;
}
