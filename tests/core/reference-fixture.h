/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shipped reference, and records in one line each, for tests of registrations. */
#pragma once

#include <string.h>

#include "core/mch-record.h"
#include "core/mch-reference.h"

#define ID "0192f0c0-0000-7000-8000-000000000001"

static MchReference *
load (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MchReference *reference;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  reference = mch_reference_new (text, length, &error);
  g_assert_no_error (error);
  return reference;
}

/* @values: "name=value" between "|". */
static MchRecord *
new_record (MchKind kind, const char *values)
{
  MchRecord *record = mch_record_new (kind, ID);
  g_auto (GStrv) parts = g_strsplit (values, "|", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *equals = strchr (*part, '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      mch_record_set (record, *part, equals + 1);
    }
  return record;
}
