/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations as they arrive, and the form that tells every fault under its field. */
#include <string.h>

#include "app-fixture.h"
#include "app/sign-in/mch-invitation.h"
#include "app/sign-in/mch-sign-in-window.h"
#include "app/widgets/mch-field-entry.h"

#define GOOD                                                                                       \
  "[invitation]\nversion=1\nserver=https://examens.example:8443\nlogin=j.durand\n"                 \
  "code=AAAA-BBBB\nca=-----BEGIN CERTIFICATE-----\\nAAA=\\n-----END CERTIFICATE-----\\n\n"

static const struct
{
  const char *name;
  const char *text;
  gboolean good;
} invitations[] = {
  { "as written", GOOD, TRUE },
  { "in a message", "Bonjour,\nvoici :\n" GOOD "Cordialement,\nLe service\n", TRUE },
  { "Windows lines",
    "[invitation]\r\nversion=1\r\nserver=https://a.example\r\nlogin=x\r\ncode=y\r\n", TRUE },
  { "without authority", "[invitation]\nversion=1\nserver=https://a.example\nlogin=x\ncode=y\n",
    TRUE },
  { "empty", "", FALSE },
  { "another file", "Nom;Prénom\nAUBIN;Antoine\n", FALSE },
  { "newer", "[invitation]\nversion=2\nserver=https://a.example\nlogin=x\ncode=y\n", FALSE },
  { "without code", "[invitation]\nversion=1\nserver=https://a.example\nlogin=x\n", FALSE },
  { "not https", "[invitation]\nversion=1\nserver=http://a.example\nlogin=x\ncode=y\n", FALSE },
  { "a path", "[invitation]\nversion=1\nserver=https://a.example/x\nlogin=x\ncode=y\n", FALSE },
  { "not UTF-8", "[invitation]\nversion=1\nlogin=\xff\n", FALSE },
};

static void
test_invitations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invitations); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MchInvitation) invitation = mch_invitation_read (invitations[i].text, &error);

      g_test_message ("%s", invitations[i].name);
      g_assert_cmpint (invitation != NULL, ==, invitations[i].good);
      g_assert_cmpint (error == NULL, ==, invitations[i].good);
    }
}

/* Cut anywhere, an invitation is refused or whole; nothing is read behind its end. */
static void
test_cut (void)
{
  for (gsize length = 0; length < strlen (GOOD); length++)
    {
      g_autofree char *text = g_strndup (GOOD, length);
      g_autoptr (MchInvitation) invitation = mch_invitation_read (text, NULL);

      if (invitation != NULL)
        g_assert_cmpstr (invitation->login, ==, "j.durand");
    }
}

static const struct
{
  const char *text;
  gboolean good;
} servers[] = {
  { "https://examens.example", TRUE },
  { "https://examens.example:8443", TRUE },
  { "https://examens.example/", TRUE },
  { "https://[::1]:8443", TRUE },
  { "examens.example", FALSE },
  { "http://examens.example", FALSE },
  { "https://", FALSE },
  { "https://a.example/admin", FALSE },
  { "https://me@a.example", FALSE },
  { "https://a.example?x=1", FALSE },
  { "", FALSE },
};

static void
test_servers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_test_message ("%s", servers[i].text);
      g_assert_cmpint (mch_invitation_is_server (servers[i].text), ==, servers[i].good);
    }
}

#define CODE "9TZT-AMMA-K5CM-NP77-Y2XR-DVTE-G462"

typedef struct
{
  AppFixture base;
  GtkWidget *parent;
  GtkWidget *window;
  GPtrArray *entries; /* of MchFieldEntry: server, login, code, password, again */
} Fixture;

static void
collect_entries (GtkWidget *root, GPtrArray *entries)
{
  if (MCH_IS_FIELD_ENTRY (root))
    g_ptr_array_add (entries, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_entries (child, entries);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) windows = NULL;

  app_fixture_set_up (&fixture->base, data);
  fixture->parent = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (fixture->parent));
  mch_sign_in_window_open (GTK_WINDOW (fixture->parent), fixture->base.context, NULL);
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (MCH_IS_SIGN_IN_WINDOW (window))
        fixture->window = window;
    }
  g_assert_nonnull (fixture->window);
  fixture->entries = g_ptr_array_new ();
  collect_entries (fixture->window, fixture->entries);
  g_assert_cmpuint (fixture->entries->len, ==, 5);
  app_fixture_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->entries);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  gtk_window_destroy (GTK_WINDOW (fixture->parent));
  app_fixture_tear_down (&fixture->base, data);
}

static void
press (Fixture *fixture)
{
  GtkWidget *button = gtk_window_get_default_widget (GTK_WINDOW (fixture->window));

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  app_fixture_settle ();
}

static void
type (Fixture *fixture, guint at, const char *text)
{
  GtkWidget *entry = mch_field_entry_get_entry (fixture->entries->pdata[at]);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static const struct
{
  const char *name;
  const char *texts[5]; /* server, login, code, password, again */
  gboolean faults[5];
} forms[] = {
  { "nothing", { "", "", "", "", "" }, { TRUE, TRUE, FALSE, TRUE, FALSE } },
  { "a weak password",
    { "https://localhost:1", "x", CODE, "motdepasse12", "motdepasse12" },
    { FALSE, FALSE, FALSE, TRUE, FALSE } },
  { "too short",
    { "https://localhost:1", "x", CODE, "aZ3é!", "aZ3é!" },
    { FALSE, FALSE, FALSE, TRUE, FALSE } },
  { "typed twice, differently",
    { "https://localhost:1", "x", CODE, "velo citron marbre", "velo citron marbra" },
    { FALSE, FALSE, FALSE, FALSE, TRUE } },
  { "a code copied wrongly",
    { "https://localhost:1", "x", "AAAA-BBBB", "velo citron marbre", "velo citron marbre" },
    { FALSE, FALSE, TRUE, FALSE, FALSE } },
  { "no https",
    { "localhost", "x", "", "velo citron marbre", "" },
    { TRUE, FALSE, FALSE, FALSE, FALSE } },
};

static void
test_form (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      gboolean focused = FALSE;

      g_test_message ("%s", forms[i].name);
      for (guint f = 0; f < 5; f++)
        type (fixture, f, forms[i].texts[f]);
      press (fixture);
      for (guint f = 0; f < 5; f++)
        {
          MchFieldEntry *field = fixture->entries->pdata[f];
          GtkAccessible *entry = GTK_ACCESSIBLE (mch_field_entry_get_entry (field));

          g_assert_cmpint (mch_field_entry_has_fault (field), ==, forms[i].faults[f]);
          if (!forms[i].faults[f])
            continue;
          gtk_test_accessible_assert_state (entry, GTK_ACCESSIBLE_STATE_INVALID,
                                            GTK_ACCESSIBLE_INVALID_TRUE);
          g_assert_true (
              gtk_test_accessible_has_relation (entry, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE));
          /* The first fault has the focus. */
          g_assert_true (
              focused
              || gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         GTK_WIDGET (field)));
          focused = TRUE;
        }
    }
}

static gboolean
server_has_fault (gpointer data)
{
  return mch_field_entry_has_fault (((Fixture *) data)->entries->pdata[0]);
}

/* Nobody listens there: said in words under the server's field, and what was typed stays. */
static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  type (fixture, 0, "https://localhost:1");
  type (fixture, 1, "a.martin");
  type (fixture, 2, "");
  type (fixture, 3, "velo citron marbre");
  press (fixture);
  app_fixture_wait (server_has_fault, fixture);
  g_assert_cmpstr (mch_field_entry_get_text (fixture->entries->pdata[3]), ==, "velo citron marbre");
}

int
main (int argc, char **argv)
{
  app_fixture_init (&argc, &argv);
  g_test_add_func ("/app/sign-in/invitations", test_invitations);
  g_test_add_func ("/app/sign-in/cut", test_cut);
  g_test_add_func ("/app/sign-in/servers", test_servers);
  g_test_add ("/app/sign-in/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/app/sign-in/no-server", Fixture, NULL, set_up, test_no_server, tear_down);
  return g_test_run ();
}
