/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A fuzz target: one of the parsers, and what is done with what it read. libFuzzer calls it; so
 * does replay.c, which gives it files that are kept.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* fuzz_path - the path of a file in a folder that goes with the process; folders are made. */
const char *fuzz_path(const char *name);

/* fuzz_file - the same, with this in it */
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);

#endif
