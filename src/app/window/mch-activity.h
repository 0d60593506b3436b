/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activities in the order and the words of the real procedure: one row of the sidebar each. An
 * activity is a screen of the main window, or a window of its own (a wizard). To add one, fill its
 * row of the table in mch-activity.c. */
#pragma once

#include "app/window/mch-overview.h"
#include "app/window/mch-screen.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_MARK_NONE,
  MCH_MARK_DONE,   /* a tick */
  MCH_MARK_NUMBER, /* what is left to do */
  MCH_MARK_LOCK,   /* cannot be done now, for a reason */
} MchMarkKind;

/**
 * MchMark: what stands at the end of a row.
 * @number: for MCH_MARK_NUMBER.
 * @text: (nullable): the reason of a lock, or what tick and number mean; a whole sentence.
 */
typedef struct
{
  MchMarkKind kind;
  guint number;
  char *text;
} MchMark;

void mch_mark_clear (MchMark *mark);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchMark, mch_mark_clear)

/* Who has an activity in his sidebar. */
typedef enum
{
  MCH_AUDIENCE_SCHOOL, /* staff of an establishment */
  MCH_AUDIENCE_OFFICE, /* agents of the exam office */
  MCH_AUDIENCE_BOTH,   /* likewise for an agent, in the establishment that he has opened */
  MCH_AUDIENCE_ALL,    /* both; for an agent also while he has opened none */
} MchAudience;

/**
 * MchActivity:
 * @id: for mch_screen_go(), and as state that outlives the program.
 * @section: msgid of the heading above, the same for neighbours; NULL for none.
 * @label: msgid.
 * @tip: (nullable): msgid of a longer name, when the label is shortened.
 * @screen: the type of a screen (a MchScreen), or NULL.
 * @argument: (nullable): for the screen's open().
 * @run: opens a window of its own; NULL when there is a screen. @parent is the main window;
 *   @argument is "" or what mch_screen_go() was given.
 * @mark: (nullable): fills the mark; a lock keeps the activity from being opened.
 */
typedef struct
{
  const char *id;
  MchAudience audience;
  const char *section;
  const char *label;
  const char *tip;
  GType (*screen) (void);
  const char *argument;
  void (*run) (GtkWindow *parent, MchContext *context, const char *argument);
  void (*mark) (const MchOverview *overview, MchMark *ret_mark);
} MchActivity;

/* The table; ended by a NULL id. Rows that are neither screen nor window are locked. */
extern const MchActivity mch_activities[];

const MchActivity *mch_activity_find (const char *id);

/* Whether it is in the sidebar of whoever works here. */
gboolean mch_activity_is_for (const MchActivity *activity, gboolean office);

/* What is shown first. */
const char *mch_activity_get_home (gboolean office);

/* Fills @ret_mark for any row. */
void
mch_activity_mark (const MchActivity *activity, const MchOverview *overview, MchMark *ret_mark);

G_END_DECLS
