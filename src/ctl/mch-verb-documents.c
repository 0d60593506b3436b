/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl documents KIND: confirmations, lists and the papers of the return, without the server.
 */
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "documents/mch-document.h"
#include "protocol/mch-wire-json.h"
#include "slips/mch-slip-audit.h"
#include "store/mch-profile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  MchDocumentKind kind;
  char *output;
  char *state_name;
  char *division;
  char *search;
  char *group_name;
  char *title;
  char **only;
  gboolean text_cells;
  gboolean split;
  gboolean csv;
  GPtrArray *outputs; /* the files written */
  MchDocumentGroup group;
  const char *state;
} Request;

static void
request_clear (Request *request)
{
  g_free (request->output);
  g_free (request->state_name);
  g_free (request->division);
  g_free (request->search);
  g_free (request->group_name);
  g_free (request->title);
  g_strfreev (request->only);
  g_clear_pointer (&request->outputs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static gboolean
wrong_use (GError **error, const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

/* argv[0] is the verb's last word, which is one of the table of verbs. */
static MchDocumentKind
find_kind (const char *name)
{
  int kind = 0;

  while (strcmp (mch_document_kind_to_string (kind), name) != 0)
    kind++;
  return kind;
}

static gboolean
read_output (Request *request, GError **error)
{
  g_autofree char *lower = NULL;

  if (request->output == NULL)
    return wrong_use (error, _ ("--output FILE.pdf or FILE.csv is needed."));
  lower = g_ascii_strdown (request->output, -1);
  request->csv = g_str_has_suffix (lower, ".csv");
  if (!request->csv && request->text_cells)
    return wrong_use (error, _ ("--text-cells is about CSV: leave it out, or write FILE.csv."));
  if (!request->csv || mch_document_kind_has_csv (request->kind))
    return TRUE;
  return wrong_use (error, _ ("This document is made for paper: write FILE.pdf."));
}

static gboolean
read_group (Request *request, GError **error)
{
  static const struct
  {
    const char *name;
    MchDocumentGroup group;
  } groups[] = { { "none", MCH_DOCUMENT_GROUP_NONE },
                 { "division", MCH_DOCUMENT_GROUP_DIVISION },
                 { "specialty", MCH_DOCUMENT_GROUP_SPECIALTY } };

  if (request->group_name == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    if (strcmp (groups[i].name, request->group_name) == 0)
      {
        request->group = groups[i].group;
        return TRUE;
      }
  return wrong_use (error, _ ("--group-by is division, specialty or none."));
}

/* --only may come several times, each time with one id or several. */
static void
split_only (Request *request)
{
  g_autofree char *joined = NULL;
  g_auto (GStrv) pieces = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (request->only == NULL)
    return;
  joined = g_strjoinv (",", request->only);
  pieces = g_strsplit_set (joined, ", ", -1);
  ids = g_ptr_array_new ();
  for (guint i = 0; pieces[i] != NULL; i++)
    if (*pieces[i] != '\0')
      g_ptr_array_add (ids, g_strdup (pieces[i]));
  g_ptr_array_add (ids, NULL);
  g_strfreev (request->only);
  request->only = (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

static gboolean
write_pdf (MchDocument *document, const Request *request, GError **error)
{
  guint n_parts;

  if (!mch_document_lay_out (document, NULL, error))
    return FALSE;
  n_parts = request->split ? mch_document_get_n_parts (document) : 1;
  for (guint part = 0; part < n_parts; part++)
    {
      char *path = n_parts > 1 ? mch_output_dup_part_path (request->output, part, n_parts)
                               : g_strdup (request->output);
      guint first = 0, n = mch_document_get_n_pages (document);

      g_ptr_array_add (request->outputs, path);
      if (n_parts > 1)
        mch_document_get_part (document, part, &first, &n);
      if (!mch_document_write_pdf_file (document, first, n, path, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_document (MchDocument *document, const Request *request, GError **error)
{
  if (!request->csv)
    return write_pdf (document, request, error);
  g_ptr_array_add (request->outputs, g_strdup (request->output));
  return mch_document_write_csv_file (document, request->output, request->text_cells, error);
}

/* Its size in words. (transfer full) */
static char *
dup_size (const MchDocument *document, const Request *request)
{
  guint n = mch_document_get_n_candidates (document);

  if (!request->csv)
    return mch_document_dup_size (document);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate", "%u candidates", n), n);
}

static void
print_json (const MchDocument *document, const Request *request)
{
  JsonObject *object = json_object_new ();
  JsonArray *outputs = json_array_new ();
  g_autofree char *size = dup_size (document, request);
  g_autofree char *remark = mch_document_dup_remark (document);

  for (guint i = 0; i < request->outputs->len; i++)
    json_array_add_string_element (outputs, request->outputs->pdata[i]);
  json_object_set_int_member (object, "candidates", mch_document_get_n_candidates (document));
  if (request->csv)
    json_object_set_null_member (object, "pages");
  else
    json_object_set_int_member (object, "pages", mch_document_get_n_pages (document));
  json_object_set_string_member (object, "size", size);
  mch_wire_set_text (object, "remark", remark);
  json_object_set_string_member (object, "output", request->outputs->pdata[0]);
  json_object_set_array_member (object, "outputs", outputs);
  mch_output_object (object);
}

static void
tell (MchCtl *ctl, const MchDocument *document, const Request *request)
{
  guint n_missing = mch_document_get_n_missing (document);
  g_autofree char *size = dup_size (document, request);
  g_autofree char *remark = mch_document_dup_remark (document);

  if (n_missing > 0)
    g_printerr (
        g_dngettext (GETTEXT_PACKAGE, "%u character cannot be printed; “�” stands in its place.\n",
                     "%u characters cannot be printed; “�” stands in their place.\n", n_missing),
        n_missing);
  if (ctl->json)
    print_json (document, request);
  for (guint i = 0; !ctl->json && i < request->outputs->len; i++)
    g_print ("%s: %s\n", size, (const char *) request->outputs->pdata[i]);
  if (!ctl->json && remark != NULL)
    g_print ("%s\n", remark);
}

/* Who saved what and when goes to the server's log with the next sync. */
static gboolean
note (MchCtl *ctl, const char *scope, MchDocument *document, const Request *request, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (ctl->desk);
  guint n_pages = request->csv ? 0 : mch_document_get_n_pages (document);
  g_auto (GStrv) persons = n_pages > 0 ? mch_document_dup_persons (document, 0, n_pages) : NULL;
  const MchDocumentNote said = { .document = mch_document_kind_to_string (request->kind),
                                 .act = MCH_SLIP_ACT_EXPORT,
                                 .who = mch_profile_get (profile, MCH_PROFILE_LOGIN),
                                 .persons = (const char *const *) persons,
                                 .n_candidates = mch_document_get_n_candidates (document),
                                 .n_pages = n_pages };

  return mch_slip_audit_note_document (mch_desk_get_store (ctl->desk), scope, &said, error);
}

static MchExit
run (MchCtl *ctl, const Request *request, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autoptr (MchRecord) service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  g_autoptr (MchDocument) document = NULL;
  MchDocumentOptions options = { .state = request->state,
                                 .division = request->division,
                                 .search = request->search,
                                 .ids = (const char *const *) request->only,
                                 .group = request->group,
                                 .title = request->title,
                                 .now_ms = mch_desk_now_ms () };

  if (service == NULL)
    return MCH_EXIT_FAILED;
  options.session = service->id;
  document =
      mch_document_new (mch_desk_get_store (ctl->desk), scope, request->kind, &options, error);
  if (document == NULL || !write_document (document, request, error)
      || !note (ctl, scope, document, request, error))
    return MCH_EXIT_FAILED;
  tell (ctl, document, request);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_documents (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Request) r = { 0 };
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &r.output, N_ ("The file to write"),
      "FILE.pdf|FILE.csv" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &r.state_name, N_ ("Only those in this state"), "STATE" },
    { "division", 0, 0, G_OPTION_ARG_STRING, &r.division, N_ ("Only those of this division"),
      "DIVISION" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &r.search, N_ ("Only those with these words"), "WORDS" },
    { "only", 0, 0, G_OPTION_ARG_STRING_ARRAY, &r.only, N_ ("Only these candidates"), "ID,…" },
    { "group-by", 0, 0, G_OPTION_ARG_STRING, &r.group_name, N_ ("How the list is divided"),
      "division|specialty|none" },
    { "title", 0, 0, G_OPTION_ARG_STRING, &r.title, N_ ("The title of the document"), "TEXT" },
    { "split", 0, 0, G_OPTION_ARG_NONE, &r.split, N_ ("Numbered files of at most 500 pages each"),
      NULL },
    { "text-cells", 0, 0, G_OPTION_ARG_NONE, &r.text_cells,
      N_ ("In CSV: numbers with leading zeros as a spreadsheet keeps them"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  r.kind = find_kind (argv[0]);
  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error) || !read_output (&r, error)
      || !read_group (&r, error)
      || (r.state_name != NULL && !mch_edit_read_state (r.state_name, &r.state, error)))
    return MCH_EXIT_USAGE;
  split_only (&r);
  r.outputs = g_ptr_array_new_with_free_func (g_free);
  return run (ctl, &r, error);
}
