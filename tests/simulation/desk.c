/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One desktop of the simulation: the client's real core behind a pipe. A line of JSON is a command,
 * a line of JSON its answer, and an answer is given only when what it tells is on the disk, so that
 * whoever kills this process knows what it had promised. No test: simulation.py is. */
#include "desk-acts.h"
#include "desk-dump.h"

#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-vault-init.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPEN_WAIT_MS 10000

static gboolean
do_sync (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchSyncReport report = { 0 };

  if (!mch_engine_sync (desk, &report, NULL, error))
    return FALSE;
  json_object_set_int_member (answer, "sent", report.sent);
  json_object_set_int_member (answer, "conflicts", report.conflicts);
  json_object_set_int_member (answer, "refused", report.refused);
  return TRUE;
}

/* As a line that is cut between the two halves of a synchronisation leaves things. */
static gboolean
do_push (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  return mch_engine_push (desk, NULL, NULL, error);
}

static gboolean
do_patience (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchClient *client = mch_desk_get_client (desk, error);

  if (client != NULL)
    mch_client_set_patience (client, (guint) json_object_get_int_member (command, "seconds"));
  return client != NULL;
}

static const struct
{
  const char *name;
  DeskAct *act;
} acts[] = {
  { "create", desk_create }, { "edit", desk_edit },       { "state", desk_state },
  { "import", desk_import }, { "resolve", desk_resolve }, { "generate", desk_generate },
  { "ask", desk_ask },       { "decide", desk_decide },   { "sync", do_sync },
  { "push", do_push },       { "undo", desk_undo },       { "patience", do_patience },
  { "settle", desk_settle }, { "dump", desk_dump },
};

static gboolean
run (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  const char *name = json_object_get_string_member (command, "do");

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (strcmp (acts[i].name, name) == 0)
      return acts[i].act (desk, command, answer, error);
  g_error ("no such command: %s", name);
}

static void
print (JsonObject *answer)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_set_object (root, answer);
  text = json_to_string (root, FALSE);
  printf ("%s\n", text);
  fflush (stdout);
}

/* What a person meets every day: no line, or an act that came too late or finds nothing to do. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_BUSY)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE)
         || g_error_matches (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

static void
answer_line (MchDesk *desk, const char *line)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  g_autoptr (JsonObject) answer = json_object_new ();
  g_autoptr (GError) error = NULL;
  gboolean done = run (desk, json_node_get_object (root), answer, &error);

  json_object_set_boolean_member (answer, "ok", done);
  if (!done)
    {
      json_object_set_string_member (answer, "error", error->message);
      json_object_set_boolean_member (answer, "passing", is_passing (error));
    }
  print (answer);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSecretStore) secrets = NULL;
  g_autoptr (MchDesk) desk = NULL;
  g_autoptr (JsonObject) ready = json_object_new ();
  g_autofree char *line = NULL;
  size_t room = 0;

  if (argc != 3)
    return EXIT_FAILURE;
  mch_vault_init ();
  secrets = mch_secret_store_new_file (argv[2], &error);
  if (secrets != NULL)
    desk = mch_desk_open (argv[1], secrets, OPEN_WAIT_MS, &error);
  if (desk == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return EXIT_FAILURE;
    }
  print (ready);
  while (getline (&line, &room, stdin) > 0)
    answer_line (desk, line);
  return EXIT_SUCCESS;
}
