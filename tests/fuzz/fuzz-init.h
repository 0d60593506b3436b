/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two functions that libFuzzer, and replay.c in its place, call. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize (int *argc, char ***argv);

/* @data is not terminated and belongs to the caller; returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
