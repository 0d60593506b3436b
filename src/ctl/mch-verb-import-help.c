/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around an import: the file to fill in, what its columns take, and what was said of
 * the columns of other files. */
#include "core/mch-import-template.h"
#include "ctl/mch-import-layout.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "sheet/mch-sheet.h"
#include "store/mch-import-presets.h"
#include "store/mch-import-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static GBytes *
make_template (const MchImportBase *base, const char *path, GError **error)
{
  g_autoptr (MchGrid) grid = mch_import_template_new (base);
  g_autofree char *help = mch_import_template_dup_documentation ();

  return mch_sheet_write (grid, path, help, error);
}

static MchExit
write_template (MchCtl *ctl, const char *path, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autofree char *today = mch_ctl_dup_today ();
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (MchImportRecords) records = NULL;
  g_autoptr (GBytes) file = NULL;

  service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  if (service == NULL)
    return MCH_EXIT_FAILED;
  records = mch_import_records_new (mch_desk_get_store (ctl->desk), scope, service->id, today,
                                    mch_desk_now_ms ());
  file = make_template (mch_import_records_get_base (records), path, error);
  if (file == NULL
      || !g_file_set_contents_full (path, g_bytes_get_data (file, NULL),
                                    (gssize) g_bytes_get_size (file),
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return MCH_EXIT_FAILED;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "output", path);
      mch_output_object (object);
    }
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_import_template (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *output = NULL;
  const GOptionEntry options[] = {
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("Where to write it"),
      "FILE.csv|FILE.ods" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (output == NULL || (!g_str_has_suffix (output, ".csv") && !g_str_has_suffix (output, ".ods")))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("Say where to write the template: --output FILE.csv or FILE.ods."));
      return MCH_EXIT_USAGE;
    }
  return write_template (ctl, output, error);
}

static JsonArray *
help_to_json (void)
{
  g_autoptr (GArray) help = mch_import_template_dup_help ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < help->len; i++)
    {
      const MchImportHelp *column = &g_array_index (help, MchImportHelp, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "field", column->field->name);
      json_object_set_string_member (object, "heading", column->heading);
      json_object_set_boolean_member (object, "needed", column->field->needed);
      json_object_set_string_member (object, "rule", column->rule);
      json_object_set_string_member (object, "example", column->example);
      json_array_add_object_element (list, object);
    }
  return list;
}

MchExit
mch_verb_import_columns (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *text = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (ctl->json)
    {
      mch_output_array (help_to_json ());
      return MCH_EXIT_DONE;
    }
  text = mch_import_template_dup_documentation ();
  g_print ("%s", text);
  return MCH_EXIT_DONE;
}

static MchExit
list_presets (MchCtl *ctl, GError **error)
{
  g_auto (GStrv) names = mch_import_presets_list (mch_desk_get_store (ctl->desk));
  JsonArray *list = json_array_new ();

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (MchImportPreset) preset =
          mch_import_presets_load (mch_desk_get_store (ctl->desk), *name, NULL);
      guint n_columns = preset != NULL ? mch_import_preset_get_n_columns (preset) : 0;
      guint n_values = preset != NULL ? mch_import_preset_get_n_values (preset) : 0;
      guint n_repairs = preset != NULL ? mch_import_preset_get_n_repairs (preset) : 0;
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", *name);
      json_object_set_int_member (object, "columns", n_columns);
      json_object_set_int_member (object, "values", n_values);
      json_object_set_int_member (object, "repairs", n_repairs);
      json_array_add_object_element (list, object);
      if (!ctl->json)
        g_print ("%s\n", *name);
    }
  if (ctl->json)
    mch_output_array (list);
  else
    json_array_unref (list);
  return MCH_EXIT_DONE;
}

static MchExit
tell_preset (MchCtl *ctl, const char *name)
{
  JsonObject *object;

  if (!ctl->json)
    return MCH_EXIT_DONE;
  object = json_object_new ();
  json_object_set_string_member (object, "name", name);
  mch_output_object (object);
  return MCH_EXIT_DONE;
}

static MchExit
save_preset (MchCtl *ctl, const char *name, const char *path, const MchImportLayout *layout,
             GError **error)
{
  g_autoptr (GBytes) file = NULL;
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (MchImportPreset) preset = NULL;

  if (!mch_import_presets_check_name (name, error))
    return MCH_EXIT_FAILED;
  file = mch_import_read_file (path, error);
  table = file != NULL ? mch_import_layout_read (layout, ctl, file, error) : NULL;
  if (table == NULL)
    return MCH_EXIT_FAILED;
  preset = mch_import_preset_new (table, NULL);
  if (!mch_import_presets_save (mch_desk_get_store (ctl->desk), name, preset, error))
    return MCH_EXIT_FAILED;
  return tell_preset (ctl, name);
}

static MchExit
delete_preset (MchCtl *ctl, const char *name, GError **error)
{
  if (!mch_import_presets_delete (mch_desk_get_store (ctl->desk), name, error))
    return MCH_EXIT_FAILED;
  return tell_preset (ctl, name);
}

MchExit
mch_verb_import_presets (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (MchImportLayout) layout = { 0 };
  const GOptionEntry options[] = { MCH_IMPORT_LAYOUT_OPTIONS (&layout), G_OPTION_ENTRY_NULL };
  gboolean lists, saves, deletes;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "list | save NAME FILE | delete NAME", error))
    return MCH_EXIT_USAGE;
  lists = argc == 2 && strcmp (argv[1], "list") == 0;
  saves = argc == 4 && strcmp (argv[1], "save") == 0;
  deletes = argc == 3 && strcmp (argv[1], "delete") == 0;
  if (!lists && !saves && !deletes)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("Say “list”, “save NAME FILE” or “delete NAME”; see --help."));
      return MCH_EXIT_USAGE;
    }
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  if (lists)
    return list_presets (ctl, error);
  return saves ? save_preset (ctl, argv[2], argv[3], &layout, error)
               : delete_preset (ctl, argv[2], error);
}
