# SPDX-License-Identifier: GPL-3.0-or-later
"""plant.py BUG SOURCE OUTPUT: writes a source with one of the bugs that the simulation must catch.

The programs that are installed hold no hook for it: a program of the simulation alone is linked with
the changed source in the place of the library's own."""
import sys

BUGS = {
    # The number of a change is taken from a plain sequence: two transactions may commit in another
    # order than they took it, and a desktop that pulls in between never sees the first.
    "sequence": [
        ('"UPDATE scope SET seq = seq + $2 WHERE id = $1 RETURNING seq"',
         '"SELECT nextval (\'planted\') * 10000 + $2::bigint FROM scope WHERE id = $1"'),
        ('"SELECT seq, floor_seq FROM scope WHERE id = $1"',
         '"SELECT COALESCE ((SELECT max (r.seq) FROM record r WHERE r.scope = s.id), 0),"\n'
         '                         " floor_seq FROM scope s WHERE id = $1"'),
    ],
    # The answer is stored after the commit of its effect: a server that dies in between carries the
    # same operation out again.
    "result": [
        ("""  if (!mch_scope_get (db, scope, &run.result->seq, NULL, NULL, error)
      || !store_result (commit, &run, error))
    return FALSE;
""", """  if (!mch_scope_get (db, scope, &run.result->seq, NULL, NULL, error))
    return FALSE;
  {
    JsonObject *object = mch_op_result_to_json (run.result);

    commit->response = mch_wire_to_text (object, NULL);
    json_object_unref (object);
  }
"""),
        ("""char *
mch_ops_commit (""", """static gboolean
store_later (MchDb *db, gpointer data, GError **error)
{
  Commit *commit = data;
  g_autofree char *known = NULL;

  return mch_ops_find_response (db, commit->request, commit->hash, &known, error)
         && (known != NULL
             || mch_ops_store_response (db, commit->request, commit->hash, commit->response,
                                        mch_server_now (commit->server), error));
}

char *
mch_ops_commit ("""),
        ("""  if (!parse_parts (&commit, error) || !mch_model_write (server, apply_commit, &commit, error))
    return NULL;
""", """  if (!parse_parts (&commit, error) || !mch_model_write (server, apply_commit, &commit, error)
      || (!commit.refused && !mch_model_write (server, store_later, &commit, error)))
    return NULL;
"""),
        # What nobody calls any more.
        ("static gboolean\nstore_result (", "G_GNUC_UNUSED static gboolean\nstore_result ("),
    ],
    # A pupil who has gone to another school stays in the copy of the school that he left.
    "moved": [
        ("""      const MchRecord *record = g_ptr_array_index (rows, i);

      if (!write_row""", """      const MchRecord *record = g_ptr_array_index (rows, i);

      if (record->deleted && record->kind == MCH_KIND_CANDIDATURE)
        continue;
      if (!write_row"""),
    ],
}


def main(bug, source, output):
    with open(source, encoding="utf-8") as file:
        text = file.read()
    for old, new in BUGS[bug]:
        if text.count(old) != 1:
            sys.exit(f"plant.py: {source} does not hold once what the bug “{bug}” replaces:\n{old}")
        text = text.replace(old, new)
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


main(*sys.argv[1:])
