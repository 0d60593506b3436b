/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream into memory that leaves no copy behind: what it grew out of and what it gave are
 * overwritten before they are freed. PDFs of slips are made into it and never touch the disk. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MCH_TYPE_SECRET_STREAM (mch_secret_stream_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStream, mch_secret_stream, MCH, SECRET_STREAM, GOutputStream)

GOutputStream *mch_secret_stream_new (void);

/* (transfer full): what was written; overwritten with its last reference. The stream is empty
 * again. */
GBytes *mch_secret_stream_steal_bytes (MchSecretStream *self);

G_END_DECLS
