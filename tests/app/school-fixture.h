/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window on the school that with-school.py made: its profile, a real server, and a parent window
 * for wizards and dialogs. */
#pragma once

#include "app-fixture.h"

typedef struct
{
  MchWorker *worker;
  MchSyncState *sync;
  MchContext *context;
  GtkWindow *parent;
} School;

void school_open (School *school);
void school_close (School *school);

/* Gives the password, or takes it back as a quarter of an hour does. */
void school_unlock (School *school);
void school_lock (School *school);

/* Ends the server, for good. */
void school_stop_server (void);

/* Whether a visible label below @root says @text. */
gboolean school_says (GtkWidget *root, const char *text);

/* The visible window of @type that is transient for @parent; NULL when there is none. */
GtkWindow *school_find_window (GtkWindow *parent, GType type);

/* Every visible focusable control below @root has a name. */
void school_assert_named (GtkWidget *root);

/* Text twice as large, or as usual; turns the loop until it is laid out. */
void school_set_large_text (gboolean large);

/* @root would not fit into a window of @width × @height: fails. */
void school_assert_fits (GtkWidget *root, int width, int height);

/* Writes a picture of @window into $SCHOOL_SHOTS, if that is set: for eyes, not for the test. */
void school_picture (GtkWindow *window, const char *name);

/* Turns the main loop until @condition, half a minute at most. */
#define school_wait(condition)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end_ = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;                                   \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end_);                                        \
        if (!g_main_context_iteration (NULL, FALSE))                                               \
          g_usleep (1000);                                                                         \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END
