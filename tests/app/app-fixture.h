/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the window share: a signed-in profile that no server answers, with people in
 * it, and a main loop that turns until something is so. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

#define SCOPE "etab:0250001A"
#define UAI "0250001A"
#define SESSION "CAP/2027-06"

typedef struct
{
  char *dir;
  MchWorker *worker;
  MchSyncState *sync;
  MchContext *context;
} AppFixture;

/* First thing in main(): display, language, style. */
void app_fixture_init (int *argc, char ***argv);

/* @data: GUINT_TO_POINTER of how many candidates there are; the first is AUBIN Antoine. */
void app_fixture_set_up (AppFixture *fixture, gconstpointer data);
void app_fixture_tear_down (AppFixture *fixture, gconstpointer data);

/* Applies @n candidates to the store, ids from @first. */
void app_fixture_add_candidates (MchStore *store, guint first, guint n);

/* Gives the session the reference of the CAP, as the exam office loads it. */
void app_fixture_load_reference (AppFixture *fixture);

/* The id of candidature number @n. (transfer full) */
char *app_fixture_candidature_id (guint n);

/* Turns the main loop until @done says so; fails the test after half a minute. */
typedef gboolean (*AppCondition) (gpointer data);
void app_fixture_wait (AppCondition done, gpointer data);

/* Turns the main loop until nothing is pending. */
void app_fixture_settle (void);

/* The first widget below @root of @type whose accessible name, label or title is @name; NULL. */
GtkWidget *app_fixture_find (GtkWidget *root, GType type, const char *name);
