/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person waits for in the window: "bench-window list ROWS" opens a profile with so many
 * candidates, draws their list, types in the search, sorts and scrolls; "bench-window preview PDF"
 * shows the first page of a file and scrolls through it. One line a figure, in milliseconds; the
 * frames are those of the frame clock. Needs a display. */
#include <stdlib.h>
#include <string.h>

#include "app-fixture.h"
#include "app/candidates/mch-candidate-cells.h"
#include "app/preview/mch-page-strip.h"
#include "app/preview/mch-renderer.h"
#include "app/window/mch-window.h"

#define FRAMES 300

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
print_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return;
  line = strstr (status, "VmRSS:");
  if (line != NULL)
    printf ("%-34s %8.0f MB\n", "memory, resident", strtod (line + 6, NULL) / 1024);
}

static void
on_painted (GdkFrameClock *clock, gint64 *ret_us)
{
  *ret_us = g_get_monotonic_time ();
}

/* Turns the main loop until a frame has been painted after @from. */
static void
wait_frame (GtkWidget *widget, gint64 from)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gint64 painted = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &painted);

  gtk_widget_queue_draw (widget);
  while (painted <= from)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

typedef struct
{
  GtkAdjustment *adjustment;
  double step;
  gint64 before_us;
  GArray *intervals; /* double, ms */
} Scroll;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Scroll *scroll = data;
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double value = gtk_adjustment_get_value (scroll->adjustment) + scroll->step;
  double interval = (double) (now - scroll->before_us) / 1000;

  if (scroll->before_us > 0)
    g_array_append_val (scroll->intervals, interval);
  scroll->before_us = now;
  gtk_adjustment_set_value (scroll->adjustment, value);
  return scroll->intervals->len < FRAMES;
}

static void
scroll_through (GtkWidget *widget, GtkAdjustment *adjustment, double step, const char *name)
{
  Scroll scroll = { adjustment, step, 0, g_array_new (FALSE, FALSE, sizeof (double)) };
  guint late = 0;

  gtk_widget_add_tick_callback (widget, on_tick, &scroll, NULL);
  while (scroll.intervals->len < FRAMES)
    g_main_context_iteration (NULL, TRUE);
  g_array_sort (scroll.intervals, compare_doubles);
  for (guint i = 0; i < FRAMES; i++)
    late += g_array_index (scroll.intervals, double, i) > 25;
  printf ("%-34s %8.1f median, %.1f of 99 %%, %.1f worst, %u of %u frames late\n", name,
          g_array_index (scroll.intervals, double, FRAMES / 2),
          g_array_index (scroll.intervals, double, FRAMES * 99 / 100),
          g_array_index (scroll.intervals, double, FRAMES - 1), late, FRAMES);
  g_array_unref (scroll.intervals);
}

static GtkWidget *
find (GtkWidget *root, GType type)
{
  return app_fixture_find (root, type, NULL);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = mch_worker_open_finish (MCH_WORKER (source), result, NULL);
}

/* The profile once more, as a start of the program opens it. */
static void
time_opening (AppFixture *fixture)
{
  g_autofree char *secrets = g_build_filename (fixture->dir, "secrets", NULL);
  g_autoptr (MchWorker) worker = NULL;
  gboolean opened = FALSE;
  gint64 start;

  mch_worker_shut_down (fixture->worker);
  app_fixture_settle ();
  worker = mch_worker_new (fixture->dir, secrets);
  start = g_get_monotonic_time ();
  mch_worker_open_async (worker, on_opened, &opened);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  printf ("%-34s %8.0f\n", "open the profile", since (start));
  mch_worker_shut_down (worker);
}

/* Comes before the list's own handler. */
static gboolean
on_searched (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer ret_us)
{
  *(gint64 *) ret_us = g_get_monotonic_time ();
  return TRUE;
}

static void
time_typing (GtkWidget *window)
{
  static const char typed[] = "nombc";
  GtkEditable *search = GTK_EDITABLE (find (window, GTK_TYPE_SEARCH_ENTRY));
  guint signal = g_signal_lookup ("search-changed", GTK_TYPE_SEARCH_ENTRY);
  gint64 searched = 0;
  gulong hook = g_signal_add_emission_hook (signal, 0, on_searched, &searched, NULL);

  for (guint i = 0; i <= strlen (typed); i++)
    {
      g_autofree char *name = i < strlen (typed)
                                  ? g_strdup_printf ("type “%.*s”", (int) i + 1, typed)
                                  : g_strdup ("empty the search");
      int at = (int) i;

      searched = 0;
      if (i < strlen (typed))
        gtk_editable_insert_text (search, &typed[i], 1, &at);
      else
        gtk_editable_delete_text (search, 0, -1);
      while (searched == 0)
        g_main_context_iteration (NULL, TRUE);
      wait_frame (window, g_get_monotonic_time ());
      /* Without the pause in which the next key may come. */
      printf ("%-34s %8.1f\n", name, since (searched));
      app_fixture_settle ();
    }
  g_signal_remove_emission_hook (signal, hook);
}

static void
time_sorting (GtkWidget *window)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (find (window, GTK_TYPE_COLUMN_VIEW));
  static const struct
  {
    const char *name;
    MchCandidateSort sort;
  } sorts[] = { { "sort by division", MCH_CANDIDATE_SORT_DIVISION },
                { "sort by state", MCH_CANDIDATE_SORT_STATE },
                { "sort by name", MCH_CANDIDATE_SORT_NAME } };

  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      gint64 start = g_get_monotonic_time ();

      mch_candidate_cells_set_sort (view, sorts[i].sort, FALSE);
      wait_frame (window, start);
      printf ("%-34s %8.1f\n", sorts[i].name, since (start));
    }
}

static int
bench_list (guint rows)
{
  AppFixture fixture = { 0 };
  GtkWidget *window;
  GtkWidget *list;
  GtkAdjustment *adjustment;
  gint64 start;

  app_fixture_set_up (&fixture, GUINT_TO_POINTER (rows));
  start = g_get_monotonic_time ();
  window = mch_window_new (NULL, fixture.context);
  gtk_window_present (GTK_WINDOW (window));
  mch_window_begin (MCH_WINDOW (window));
  wait_frame (window, start);
  printf ("%-34s %8.1f\n", "window", since (start));
  app_fixture_settle ();
  start = g_get_monotonic_time ();
  mch_window_show (MCH_WINDOW (window), "candidates", "");
  wait_frame (window, start);
  printf ("%-34s %8.1f\n", "list drawn", since (start));
  time_typing (window);
  time_sorting (window);
  list = find (window, GTK_TYPE_COLUMN_VIEW);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  scroll_through (window, adjustment, 53, "scroll, 53 pixels a frame");
  scroll_through (window, adjustment, 5000, "fling, 5000 pixels a frame");
  print_memory ();
  gtk_window_destroy (GTK_WINDOW (window));
  app_fixture_settle ();
  time_opening (&fixture);
  return 0;
}

static int
bench_preview (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchPageDocument) document = NULL;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *strip = mch_page_strip_new ();
  g_autoptr (GBytes) pdf = NULL;
  char *content;
  gsize length;
  gint64 start;

  if (!g_file_get_contents (path, &content, &length, &error))
    g_error ("%s", error->message);
  pdf = g_bytes_new_take (content, length);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), strip);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 760);
  gtk_window_present (GTK_WINDOW (window));
  wait_frame (window, g_get_monotonic_time ());
  start = g_get_monotonic_time ();
  document = mch_page_document_new (pdf);
  mch_page_strip_set_document (MCH_PAGE_STRIP (strip), document, NULL);
  while (!mch_page_document_has_page (document, 0))
    g_main_context_iteration (NULL, TRUE);
  wait_frame (window, start);
  printf ("%-34s %8.1f\n", "first page drawn", since (start));
  printf ("%-34s %8u\n", "pages", mch_page_document_get_n_pages (document));
  scroll_through (window, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (strip)), 40,
                  "scroll, 40 pixels a frame");
  scroll_through (window, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (strip)), 9000,
                  "fling, 9000 pixels a frame");
  print_memory ();
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc != 3)
    {
      fprintf (stderr, "usage: bench-window list ROWS | preview FILE.pdf\n");
      return 2;
    }
  app_fixture_init (&argc, &argv);
  return strcmp (argv[1], "list") == 0 ? bench_list ((guint) strtoul (argv[2], NULL, 10))
                                       : bench_preview (argv[2]);
}
