/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that sees libcurl. */
#include "server/mail/mch-mail-smtp.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CONNECT_S 20L
#define WHOLE_S 90L

struct _MchSmtp
{
  CURL *curl;
};

typedef struct
{
  const char *data;
  gsize left;
} Upload;

static void
init_once (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&done, 1);
    }
}

MchSmtp *
mch_smtp_new (void)
{
  MchSmtp *smtp = g_new0 (MchSmtp, 1);

  init_once ();
  smtp->curl = curl_easy_init ();
  g_assert (smtp->curl != NULL);
  return smtp;
}

void
mch_smtp_free (MchSmtp *smtp)
{
  if (smtp == NULL)
    return;
  curl_easy_cleanup (smtp->curl);
  g_free (smtp);
}

static size_t
read_some (char *buffer, size_t size, size_t n, void *data)
{
  Upload *upload = data;
  gsize length = MIN (size * n, upload->left);

  memcpy (buffer, upload->data, length);
  upload->data += length;
  upload->left -= length;
  return length;
}

/* What the mail server says is no word of ours; its last line is in the error that is told. */
static size_t
drop (char *buffer, size_t size, size_t n, void *data)
{
  return size * n;
}

static int
look_up (void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  return g_cancellable_is_cancelled (data) ? 1 : 0;
}

static void
set_server (CURL *curl, const MchSmtpServer *server)
{
  curl_easy_setopt (curl, CURLOPT_URL, server->url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_USE_SSL, (long) (server->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (server->user != NULL)
    curl_easy_setopt (curl, CURLOPT_USERNAME, server->user);
  if (server->password != NULL)
    curl_easy_setopt (curl, CURLOPT_PASSWORD, server->password);
  if (server->ca_file != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, server->ca_file);
}

static void
set_work (CURL *curl, Upload *upload, GCancellable *cancellable, char *words)
{
  curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (curl, CURLOPT_READFUNCTION, read_some);
  curl_easy_setopt (curl, CURLOPT_READDATA, upload);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, WHOLE_S);
  curl_easy_setopt (curl, CURLOPT_ERRORBUFFER, words);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, cancellable);
}

/* 550 to 556 and 450 to 452 are about this mailbox or this message; 530 and 535 about our login,
 * which somebody will mend. */
static int
judge (CURLcode code, long answer)
{
  if (code != CURLE_LOGIN_DENIED && answer >= 550 && answer <= 556)
    return G_IO_ERROR_INVALID_ARGUMENT;
  return answer >= 450 && answer <= 452 ? G_IO_ERROR_BUSY : G_IO_ERROR_FAILED;
}

gboolean
mch_smtp_send (MchSmtp *smtp, const MchSmtpServer *server, const char *from, const char *to,
               GBytes *message, GCancellable *cancellable, GError **error)
{
  char words[CURL_ERROR_SIZE] = "";
  long answer = 0;
  Upload upload = { 0 };
  CURLcode code;
  g_autofree char *sender = g_strdup_printf ("<%s>", from);
  g_autofree char *recipient = g_strdup_printf ("<%s>", to);
  struct curl_slist *recipients = curl_slist_append (NULL, recipient);

  upload.data = g_bytes_get_data (message, &upload.left);
  curl_easy_reset (smtp->curl);
  set_server (smtp->curl, server);
  set_work (smtp->curl, &upload, cancellable, words);
  curl_easy_setopt (smtp->curl, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt (smtp->curl, CURLOPT_MAIL_RCPT, recipients);
  code = curl_easy_perform (smtp->curl);
  curl_easy_getinfo (smtp->curl, CURLINFO_RESPONSE_CODE, &answer);
  curl_easy_setopt (smtp->curl, CURLOPT_ERRORBUFFER, NULL);
  curl_slist_free_all (recipients);
  if (code == CURLE_OK)
    return TRUE;
  g_set_error (error, G_IO_ERROR, judge (code, answer), _ ("The mail server did not take it: %s"),
               *words != '\0' ? words : curl_easy_strerror (code));
  return FALSE;
}
