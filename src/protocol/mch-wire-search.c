/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-search.h"

#include <string.h>

static const char *const order_names[] = {
  [MCH_SEARCH_BY_NAME] = "name",
  [MCH_SEARCH_BY_BIRTH_DATE] = "birth_date",
  [MCH_SEARCH_BY_ESTABLISHMENT] = "establishment",
};
G_STATIC_ASSERT (G_N_ELEMENTS (order_names) == MCH_N_SEARCH_ORDERS);

const char *
mch_search_order_to_string (MchSearchOrder order)
{
  g_return_val_if_fail (order >= 0 && order < MCH_N_SEARCH_ORDERS, NULL);

  return order_names[order];
}

MchSearchOrder
mch_search_order_from_string (const char *text)
{
  for (int i = 0; i < MCH_N_SEARCH_ORDERS; i++)
    if (g_strcmp0 (text, order_names[i]) == 0)
      return i;
  return MCH_SEARCH_INVALID;
}

MchSearch *
mch_search_copy (const MchSearch *search)
{
  MchSearch *copy = g_memdup2 (search, sizeof *search);

  copy->words = g_strdup (search->words);
  copy->exam = g_strdup (search->exam);
  copy->session = g_strdup (search->session);
  copy->state = g_strdup (search->state);
  copy->establishment = g_strdup (search->establishment);
  copy->specialty = g_strdup (search->specialty);
  return copy;
}

void
mch_search_free (MchSearch *search)
{
  if (search == NULL)
    return;
  g_free ((char *) search->words);
  g_free ((char *) search->exam);
  g_free ((char *) search->session);
  g_free ((char *) search->state);
  g_free ((char *) search->establishment);
  g_free ((char *) search->specialty);
  g_free (search);
}

static const struct
{
  const char *name;
  gsize offset;
} texts[] = {
  { "id", G_STRUCT_OFFSET (MchFound, id) },
  { "person", G_STRUCT_OFFSET (MchFound, person) },
  { "establishment", G_STRUCT_OFFSET (MchFound, establishment) },
  { "establishment_name", G_STRUCT_OFFSET (MchFound, establishment_name) },
  { "family_name", G_STRUCT_OFFSET (MchFound, family_name) },
  { "usage_name", G_STRUCT_OFFSET (MchFound, usage_name) },
  { "given_name", G_STRUCT_OFFSET (MchFound, given_name) },
  { "birth_date", G_STRUCT_OFFSET (MchFound, birth_date) },
  { "ine", G_STRUCT_OFFSET (MchFound, ine) },
  { "candidate_number", G_STRUCT_OFFSET (MchFound, candidate_number) },
  { "session", G_STRUCT_OFFSET (MchFound, session) },
  { "state", G_STRUCT_OFFSET (MchFound, state) },
  { "division", G_STRUCT_OFFSET (MchFound, division) },
  { "specialty_code", G_STRUCT_OFFSET (MchFound, specialty_code) },
  { "specialty", G_STRUCT_OFFSET (MchFound, specialty) },
};
#define N_REQUIRED 3

void
mch_found_free (MchFound *found)
{
  if (found == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, found, texts[i].offset));
  g_free (found);
}

char **
mch_found_locate (MchFound *found, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].name, name) == 0)
      return &G_STRUCT_MEMBER (char *, found, texts[i].offset);
  return NULL;
}

const char *
mch_found_get (const MchFound *found, const char *name)
{
  char **text = mch_found_locate ((MchFound *) found, name);

  return text != NULL ? *text : NULL;
}

static JsonObject *
found_to_json (const MchFound *found)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    json_object_set_string_member (object, texts[i].name,
                                   G_STRUCT_MEMBER (char *, found, texts[i].offset));
  return object;
}

static gpointer
found_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchFound) found = g_new0 (MchFound, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = i < N_REQUIRED
                             ? mch_wire_get_text (object, texts[i].name, MCH_WIRE_MAX_VALUE, error)
                             : mch_wire_opt_text (object, texts[i].name, "");

      if (text == NULL)
        return NULL;
      G_STRUCT_MEMBER (char *, found, texts[i].offset) = g_strdup (text);
    }
  return g_steal_pointer (&found);
}

MchFoundPage *
mch_found_page_new (void)
{
  MchFoundPage *page = g_new0 (MchFoundPage, 1);

  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_found_free);
  page->total = -1;
  return page;
}

void
mch_found_page_free (MchFoundPage *page)
{
  if (page == NULL)
    return;
  g_ptr_array_unref (page->rows);
  g_free (page->place);
  g_free (page);
}

JsonObject *
mch_found_page_to_json (const MchFoundPage *page)
{
  JsonObject *message = json_object_new ();
  JsonArray *rows = json_array_sized_new (page->rows->len);

  for (guint i = 0; i < page->rows->len; i++)
    json_array_add_object_element (rows, found_to_json (page->rows->pdata[i]));
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "rows", rows);
  mch_wire_set_text (message, "place", page->place);
  json_object_set_boolean_member (message, "more", page->more);
  if (page->total >= 0)
    json_object_set_int_member (message, "total", page->total);
  return message;
}

MchFoundPage *
mch_found_page_from_json (JsonObject *message, GError **error)
{
  g_autoptr (MchFoundPage) page = mch_found_page_new ();

  g_ptr_array_unref (page->rows);
  page->rows = mch_wire_get_list (message, "rows", MCH_SEARCH_MAX_ROWS,
                                  (GDestroyNotify) mch_found_free, found_from_json, error);
  if (page->rows == NULL)
    {
      page->rows = g_ptr_array_new ();
      return NULL;
    }
  if (page->rows->len > 0)
    {
      page->place = g_strdup (mch_wire_get_text (message, "place", MCH_SEARCH_MAX_PLACE, error));
      if (page->place == NULL)
        return NULL;
    }
  page->more = mch_wire_opt_bool (message, "more", FALSE) && page->rows->len > 0;
  page->total = MAX (mch_wire_opt_int (message, "total", -1), -1);
  return g_steal_pointer (&page);
}

static void
add_part (GString *query, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_printf (query, "&%s=", name);
  g_string_append_uri_escaped (query, value, NULL, FALSE);
}

char *
mch_search_dup_query (const MchSearch *search, const char *after, const char *until)
{
  GString *query = g_string_new ("order=");

  g_string_append (query, mch_search_order_to_string (search->order));
  if (search->descending)
    g_string_append (query, "&descending=1");
  add_part (query, "search", search->words);
  add_part (query, "exam", search->exam);
  add_part (query, "session", search->session);
  add_part (query, "state", search->state);
  add_part (query, "establishment", search->establishment);
  add_part (query, "specialty", search->specialty);
  add_part (query, "after", after);
  add_part (query, "until", until);
  return g_string_free (query, FALSE);
}

gboolean
mch_search_is_same (const MchSearch *a, const MchSearch *b)
{
  g_autofree char *one = mch_search_dup_query (a, NULL, NULL);
  g_autofree char *other = mch_search_dup_query (b, NULL, NULL);

  return strcmp (one, other) == 0;
}
