/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream of hints, as it comes: server-sent events of which a client understands one kind, and
 * of which it keeps nothing but the last line. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_WIRE_MAX_EVENT_LINE 4096 /* bytes */

/* A scope stands at @seq, or stood there when it was said. @scope: borrowed for the call. */
typedef void (*MchWireHintFunc) (const char *scope, gint64 seq, gpointer user_data);

typedef struct _MchEventParser MchEventParser;

MchEventParser *mch_event_parser_new (void);
void mch_event_parser_free (MchEventParser *parser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchEventParser, mch_event_parser_free)

/**
 * mch_event_parser_feed:
 * @data: the next bytes of the stream, cut anywhere.
 *
 * Calls @func for every event "head" that is whole. Comments, other events and events that make no
 * sense are passed over: they are hints, and a later version may send more.
 *
 * Returns: FALSE once a line is longer than MCH_WIRE_MAX_EVENT_LINE: this is no stream of hints.
 */
gboolean mch_event_parser_feed (MchEventParser *parser, const char *data, gsize length,
                                MchWireHintFunc func, gpointer user_data);

G_END_DECLS
