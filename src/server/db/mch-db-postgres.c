/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PostgreSQL back end, over libpq. Only this file knows it. */
#include "server/db/mch-db-private.h"

#include <glib/gi18n-lib.h>
#include <libpq-fe.h>
#include <string.h>

#define MAX_STATEMENTS 200 /* kept prepared in one connection */
#define MAX_SENT 64        /* before their answers are read */

/* Types of PostgreSQL, by the numbers that never change (pg_type.dat). */
#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_INT2 21
#define OID_INT4 23
#define OID_TEXT 25
#define OID_NUMERIC 1700

typedef struct
{
  MchDb parent;
  PGconn *connection;
  GHashTable *statements; /* owned "types SQL" → the statement's number, from 1 */
  gboolean begin_waits;   /* goes with the first statement of the transaction */
  gboolean end_waits;     /* a COMMIT after reading, whose answer nobody waited for */
  int wanted[MAX_SENT];   /* of each that was sent and not answered: rows, or -1 */
  guint n_sent;
} PostgresDb;

typedef PGresult *PgAnswer;

static void
clear_answer (PgAnswer *answer)
{
  PQclear (*answer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgAnswer, clear_answer)

static PostgresDb *
get_self (MchDb *db)
{
  return (PostgresDb *) db;
}

static MchDbError
classify (MchDb *db, const char *state)
{
  static const char *const retried[] = { "40001", "40P01", "CR000", "55P03", NULL };

  if (g_strv_contains (retried, state))
    return MCH_DB_ERROR_BUSY;
  if (strcmp (state, "23505") == 0)
    return MCH_DB_ERROR_UNIQUE;
  if (g_str_has_prefix (state, "23"))
    return MCH_DB_ERROR_CONSTRAINT;
  /* A defect of ours, though its class is that of lost connections. */
  if (strcmp (state, "08P01") == 0)
    return MCH_DB_ERROR_FAILED;
  if (strcmp (state, "53100") == 0)
    return MCH_DB_ERROR_FULL;
  if (g_str_has_prefix (state, "XX00"))
    return MCH_DB_ERROR_CORRUPT;
  /* The server stops, or has become a standby under our feet: another one takes over. */
  if (g_str_has_prefix (state, "08") || g_str_has_prefix (state, "53")
      || g_str_has_prefix (state, "57P0") || (strcmp (state, "25006") == 0 && !db->read_only))
    return MCH_DB_ERROR_UNAVAILABLE;
  return MCH_DB_ERROR_FAILED;
}

static const char *
get_sentence (MchDbError kind)
{
  switch (kind)
    {
    case MCH_DB_ERROR_BUSY:
      return _ ("The database is busy; nothing was changed. Try again in a moment.");
    case MCH_DB_ERROR_CORRUPT:
      return _ ("The database is damaged. Look at the log of PostgreSQL.");
    case MCH_DB_ERROR_FULL:
      return _ ("No room is left for the database; nothing was changed. Free some disk space.");
    case MCH_DB_ERROR_UNAVAILABLE:
      return _ ("The database server does not answer; nothing was changed.");
    case MCH_DB_ERROR_UNIQUE:
      return _ ("A row with this key is already in the database.");
    default:
      return _ ("The database refused a statement; nothing was changed.");
    }
}

/* PostgreSQL's detail may quote a value, so only its first line is told. */
static gboolean
set_error (MchDb *db, PGresult *answer, GError **error)
{
  PostgresDb *self = get_self (db);
  const char *state = PQresultErrorField (answer, PG_DIAG_SQLSTATE);
  const char *text = PQresultErrorField (answer, PG_DIAG_MESSAGE_PRIMARY);
  gboolean lost = PQstatus (self->connection) != CONNECTION_OK;
  MchDbError kind = lost || state == NULL ? MCH_DB_ERROR_UNAVAILABLE : classify (db, state);

  if (kind == MCH_DB_ERROR_UNAVAILABLE)
    db->broken = TRUE;
  if (kind == MCH_DB_ERROR_UNAVAILABLE || kind == MCH_DB_ERROR_BUSY)
    db->retry = TRUE;
  g_set_error (error, MCH_DB_ERROR, kind, "%s (PostgreSQL %s: %s)", get_sentence (kind),
               state != NULL ? state : "-", text != NULL ? text : "-");
  return FALSE;
}

static gboolean
is_success (PGresult *answer)
{
  ExecStatusType status = PQresultStatus (answer);

  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static gint64
get_changed (PGresult *answer)
{
  return g_str_has_prefix (PQcmdStatus (answer), "SELECT")
             ? 0
             : g_ascii_strtoll (PQcmdTuples (answer), NULL, 10);
}

/* The answer to one of those that were sent, and the end of it. */
static PGresult *
receive_one (PostgresDb *self)
{
  PGresult *answer = PQgetResult (self->connection);
  PGresult *further;

  while (answer != NULL && (further = PQgetResult (self->connection)) != NULL)
    PQclear (further);
  return answer;
}

/* Back to one statement after the other. */
static void
leave_pipeline (PostgresDb *self)
{
  PGresult *mark;

  while (PQstatus (self->connection) == CONNECTION_OK
         && PQpipelineStatus (self->connection) != PQ_PIPELINE_OFF
         && PQexitPipelineMode (self->connection) != 1)
    {
      mark = PQgetResult (self->connection);
      if (mark != NULL)
        PQclear (mark);
    }
}

/* Waits for all that was sent. The first failure is the one that is told: what comes after it was
 * not carried out. @ret_last: (nullable): the last answer, when all are well. */
static gboolean
receive (MchDb *db, PGresult **ret_last, GError **error)
{
  PostgresDb *self = get_self (db);
  gboolean ok = PQpipelineSync (self->connection) == 1 || set_error (db, NULL, error);

  for (guint i = 0; i < self->n_sent && !db->broken; i++)
    {
      g_auto (PgAnswer) answer = receive_one (self);

      if (ok && !is_success (answer))
        ok = set_error (db, answer, error);
      else if (ok)
        ok = mch_db_check_changed (self->wanted[i], get_changed (answer), error);
      if (ok && ret_last != NULL && i + 1 == self->n_sent)
        *ret_last = g_steal_pointer (&answer);
    }
  self->n_sent = 0;
  leave_pipeline (self);
  return ok;
}

static void
note_sent (PostgresDb *self, int wanted)
{
  self->wanted[self->n_sent++] = wanted;
}

/* Sends words of ours, without parameters, among the others. */
static gboolean
send_words (MchDb *db, const char *sql, GError **error)
{
  PostgresDb *self = get_self (db);

  if (PQpipelineStatus (self->connection) == PQ_PIPELINE_OFF
      && PQenterPipelineMode (self->connection) != 1)
    return set_error (db, NULL, error);
  if (PQsendQueryParams (self->connection, sql, 0, NULL, NULL, NULL, NULL, 0) != 1)
    return set_error (db, NULL, error);
  note_sent (self, -1);
  return TRUE;
}

static const char *
get_begin (MchDb *db)
{
  return db->read_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                       : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ WRITE";
}

static gboolean
send_begin (MchDb *db, GError **error)
{
  PostgresDb *self = get_self (db);

  if (!self->begin_waits)
    return TRUE;
  self->begin_waits = FALSE;
  return send_words (db, get_begin (db), error);
}

/* For what cannot go among others. */
static gboolean
settle (MchDb *db, GError **error)
{
  return send_begin (db, error) && (get_self (db)->n_sent == 0 || receive (db, NULL, error));
}

static gboolean
execute (MchDb *db, const char *sql, GError **error)
{
  g_auto (PgAnswer) answer = PQexec (get_self (db)->connection, sql);

  return is_success (answer) || set_error (db, answer, error);
}

static gboolean
postgres_script (MchDb *db, const char *sql, GError **error)
{
  return settle (db, error) && execute (db, sql, error);
}

/* The parameters as libpq takes them. Whole numbers go as text, blobs as they are. */
typedef struct
{
  GArray *types;   /* Oid */
  GArray *values;  /* const char* */
  GArray *lengths; /* int */
  GArray *formats; /* int: 1 is binary */
  char *numbers;   /* 24 bytes each */
} Parameters;

static void
clear_parameters (Parameters *p)
{
  g_array_unref (p->types);
  g_array_unref (p->values);
  g_array_unref (p->lengths);
  g_array_unref (p->formats);
  g_free (p->numbers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parameters, clear_parameters)

static void
add_parameter (Parameters *p, gsize i, const MchDbValue *value)
{
  static const Oid types[] = {
    [MCH_DB_TYPE_NULL] = 0,
    [MCH_DB_TYPE_INT] = OID_INT8,
    [MCH_DB_TYPE_TEXT] = OID_TEXT,
    [MCH_DB_TYPE_BLOB] = OID_BYTEA,
  };
  const char *data = value->data;
  int length = (int) value->length;
  int format = value->type == MCH_DB_TYPE_BLOB;

  if (value->type == MCH_DB_TYPE_INT)
    {
      g_snprintf (p->numbers + 24 * i, 24, "%" G_GINT64_FORMAT, value->integer);
      data = p->numbers + 24 * i;
    }
  g_array_append_val (p->types, types[value->type]);
  g_array_append_val (p->values, data);
  g_array_append_val (p->lengths, length);
  g_array_append_val (p->formats, format);
}

static void
init_parameters (Parameters *p, gsize n_values, const MchDbValue *values)
{
  p->types = g_array_new (FALSE, FALSE, sizeof (Oid));
  p->values = g_array_new (FALSE, FALSE, sizeof (const char *));
  p->lengths = g_array_new (FALSE, FALSE, sizeof (int));
  p->formats = g_array_new (FALSE, FALSE, sizeof (int));
  p->numbers = g_malloc (24 * n_values + 1);
  for (gsize i = 0; i < n_values; i++)
    {
      g_assert (values[i].length <= G_MAXINT);
      add_parameter (p, i, &values[i]);
    }
}

/* A statement is prepared for the types of its parameters, NULL among them. */
static char *
dup_statement_key (const char *sql, gsize n_values, const MchDbValue *values)
{
  GString *key = g_string_sized_new (strlen (sql) + n_values + 2);

  for (gsize i = 0; i < n_values; i++)
    g_string_append_c (key, "nitb"[values[i].type]);
  g_string_append_c (key, ' ');
  g_string_append (key, sql);
  return g_string_free (key, FALSE);
}

/* PostgreSQL takes more parameters than the statement has; SQLite does not. */
static gboolean
uses_all (const char *sql, gsize n_values)
{
  guint64 highest = 0;

  for (const char *p = strchr (sql, '$'); p != NULL; p = strchr (p + 1, '$'))
    highest = MAX (highest, g_ascii_strtoull (p + 1, NULL, 10));
  return highest == n_values;
}

/* Returns the number of the prepared statement, 0 when no more are kept, -1 on error. Preparing one
 * is waited for. */
static int
prepare (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values, const Parameters *p,
         GError **error)
{
  PostgresDb *self = get_self (db);
  g_autofree char *key = dup_statement_key (sql, n_values, values);
  int number = GPOINTER_TO_INT (g_hash_table_lookup (self->statements, key));
  g_auto (PgAnswer) answer = NULL;
  char name[16];

  if (number == 0 && !uses_all (sql, n_values))
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED, "%s",
                   get_sentence (MCH_DB_ERROR_FAILED));
      return -1;
    }
  if (number > 0 || g_hash_table_size (self->statements) >= MAX_STATEMENTS)
    return number;

  if (!settle (db, error))
    return -1;
  number = (int) g_hash_table_size (self->statements) + 1;
  g_snprintf (name, sizeof name, "s%d", number);
  answer = PQprepare (self->connection, name, sql, (int) n_values, (const Oid *) p->types->data);
  if (!is_success (answer))
    {
      set_error (db, answer, error);
      return -1;
    }
  g_hash_table_insert (self->statements, g_steal_pointer (&key), GINT_TO_POINTER (number));
  return number;
}

static void
add_cell (PGresult *answer, int row, int column, MchDbResult *result)
{
  const char *text = PQgetvalue (answer, row, column);
  unsigned char *bytes;
  size_t length;

  if (PQgetisnull (answer, row, column))
    {
      mch_db_result_add_null (result);
      return;
    }
  switch (PQftype (answer, column))
    {
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_NUMERIC:
      mch_db_result_add_int (result, g_ascii_strtoll (text, NULL, 10));
      break;
    case OID_BOOL:
      mch_db_result_add_int (result, *text == 't');
      break;
    case OID_BYTEA:
      bytes = PQunescapeBytea ((const unsigned char *) text, &length);
      g_assert (bytes != NULL);
      mch_db_result_add_bytes (result, MCH_DB_TYPE_BLOB, bytes, length);
      PQfreemem (bytes);
      break;
    default:
      mch_db_result_add_bytes (result, MCH_DB_TYPE_TEXT, text,
                               (gsize) PQgetlength (answer, row, column));
      break;
    }
}

static void
read_rows (PGresult *answer, MchDbResult *result)
{
  int n_columns = PQnfields (answer);
  int n_rows = PQntuples (answer);

  mch_db_result_set_columns (result, (guint) n_columns);
  for (int row = 0; row < n_rows; row++)
    for (int column = 0; column < n_columns; column++)
      add_cell (answer, row, column, result);
}

/* One statement, among others that were sent or the first of them. */
static gboolean
send_statement (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values, int wanted,
                GError **error)
{
  PostgresDb *self = get_self (db);
  g_auto (Parameters) p = { 0 };
  char name[16];
  int number, sent;

  init_parameters (&p, n_values, values);
  number = prepare (db, sql, n_values, values, &p, error);
  /* One place is left for BEGIN or COMMIT. */
  if (number < 0 || (self->n_sent >= MAX_SENT - 2 && !receive (db, NULL, error))
      || !send_begin (db, error))
    return FALSE;
  if (PQpipelineStatus (self->connection) == PQ_PIPELINE_OFF
      && PQenterPipelineMode (self->connection) != 1)
    return set_error (db, NULL, error);
  g_snprintf (name, sizeof name, "s%d", number);
  if (number > 0)
    sent = PQsendQueryPrepared (
        self->connection, name, (int) n_values, (const char *const *) (void *) p.values->data,
        (const int *) (void *) p.lengths->data, (const int *) (void *) p.formats->data, 0);
  else
    sent = PQsendQueryParams (
        self->connection, sql, (int) n_values, (const Oid *) (void *) p.types->data,
        (const char *const *) (void *) p.values->data, (const int *) (void *) p.lengths->data,
        (const int *) (void *) p.formats->data, 0);
  if (sent != 1)
    return set_error (db, NULL, error);
  note_sent (self, wanted);
  return TRUE;
}

static gboolean
postgres_send (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values, int wanted,
               GError **error)
{
  return send_statement (db, sql, n_values, values, wanted, error);
}

static gboolean
postgres_run (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values,
              MchDbResult *result, gint64 *ret_changed, GError **error)
{
  g_auto (PgAnswer) answer = NULL;

  if (!send_statement (db, sql, n_values, values, -1, error) || !receive (db, &answer, error))
    return FALSE;
  if (result != NULL)
    read_rows (answer, result);
  *ret_changed = get_changed (answer);
  return TRUE;
}

/* Reads the answer that was not waited for. One that is lost says so here, before anything is
 * begun. */
static gboolean
end_reading (MchDb *db, GError **error)
{
  PostgresDb *self = get_self (db);
  gboolean ok = TRUE;

  while (self->end_waits)
    {
      g_auto (PgAnswer) answer = PQgetResult (self->connection);

      if (answer == NULL)
        self->end_waits = FALSE;
      else if (ok && !is_success (answer))
        ok = set_error (db, answer, error);
    }
  return ok;
}

static gboolean
postgres_begin (MchDb *db, GError **error)
{
  get_self (db)->begin_waits = TRUE;
  return end_reading (db, error);
}

static gboolean
lose_outcome (MchDb *db, GError **error)
{
  db->broken = TRUE;
  db->retry = FALSE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_UNKNOWN_OUTCOME,
                       _ ("The database server was lost while the change was being written; it is "
                          "unknown whether it was kept."));
  return FALSE;
}

/* How many rows a statement changed is judged here, so the answer must be known before the commit.
 */
static gboolean
is_counted (const PostgresDb *self)
{
  for (guint i = 0; i < self->n_sent; i++)
    if (self->wanted[i] >= 0)
      return TRUE;
  return FALSE;
}

static gboolean
commit_writing (MchDb *db, GError **error)
{
  PostgresDb *self = get_self (db);
  g_autoptr (GError) cause = NULL;

  if (is_counted (self) && !receive (db, NULL, error))
    return FALSE;
  if (send_words (db, "COMMIT", &cause) && receive (db, NULL, &cause))
    return TRUE;
  if (PQstatus (self->connection) != CONNECTION_OK)
    return lose_outcome (db, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Nothing hangs on the end of a transaction that only read: the next one reads its answer. */
static gboolean
postgres_commit (MchDb *db, GError **error)
{
  PostgresDb *self = get_self (db);

  if (self->begin_waits)
    {
      self->begin_waits = FALSE;
      return TRUE;
    }
  if (!db->read_only)
    return commit_writing (db, error);
  if (self->n_sent > 0 && !receive (db, NULL, error))
    return FALSE;
  self->end_waits = PQsendQuery (self->connection, "COMMIT") == 1;
  return self->end_waits || set_error (db, NULL, error);
}

static void
postgres_rollback (MchDb *db)
{
  PostgresDb *self = get_self (db);
  g_autoptr (GError) error = NULL;

  if (self->begin_waits)
    {
      self->begin_waits = FALSE;
      return;
    }
  if (self->n_sent > 0)
    receive (db, NULL, NULL);
  if (!db->broken && !execute (db, "ROLLBACK", &error))
    db->broken = TRUE;
}

static gboolean
postgres_maintain (MchDb *db, GError **error)
{
  return TRUE;
}

static void
postgres_free (MchDb *db)
{
  PostgresDb *self = get_self (db);

  g_hash_table_unref (self->statements);
  PQfinish (self->connection);
  g_free (self);
}

static const MchDbClass postgres_class = {
  .backend = MCH_DB_BACKEND_POSTGRES,
  .free = postgres_free,
  .begin = postgres_begin,
  .commit = postgres_commit,
  .rollback = postgres_rollback,
  .run = postgres_run,
  .send = postgres_send,
  .script = postgres_script,
  .maintain = postgres_maintain,
};

static void
ignore_notice (void *data, const PGresult *notice)
{
}

/* What the administrator wrote comes later and wins. */
static PGconn *
connect_with_defaults (const char *conninfo)
{
  static const char *const keywords[] = { "application_name", "connect_timeout",
                                          "tcp_user_timeout", "target_session_attrs",
                                          "keepalives_idle",  "dbname",
                                          "client_encoding",  NULL };
  const char *program = g_get_prgname ();
  const char *const values[] = {
    program != NULL ? program : "machaond", "5", "10000", "read-write", "30", conninfo, "UTF8", NULL
  };

  return PQconnectdbParams (keywords, values, 1);
}

MchDb *
mch_db_postgres_open (const char *conninfo, gboolean read_only, GError **error)
{
  PostgresDb *self = g_new0 (PostgresDb, 1);

  self->parent.klass = &postgres_class;
  self->parent.read_only = read_only;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->connection = connect_with_defaults (conninfo);
  if (PQstatus (self->connection) != CONNECTION_OK)
    {
      g_autofree char *text = g_strchomp (g_strdup (PQerrorMessage (self->connection)));

      g_strdelimit (text, "\n\t", ' ');
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                   _ ("The database server cannot be reached: %s"), text);
      postgres_free (&self->parent);
      return NULL;
    }

  PQsetNoticeReceiver (self->connection, ignore_notice, NULL);
  /* A cluster set to answer before the disk has it would break what a commit promises here. */
  if (!postgres_script (&self->parent,
                        "SET bytea_output = hex;"
                        "SET idle_in_transaction_session_timeout = '120s';"
                        "SELECT set_config ('synchronous_commit', 'on', false)"
                        " WHERE current_setting ('synchronous_commit') = 'off'",
                        error))
    {
      postgres_free (&self->parent);
      return NULL;
    }
  return &self->parent;
}
