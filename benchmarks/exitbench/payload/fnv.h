/* SPDX-License-Identifier: GPL-2.0 */
/* FNV-1a, 64 bits: to tell one build or one set of files from another, not to prove anything. */
#ifndef EXITBENCH_FNV_H
#define EXITBENCH_FNV_H

#include <stddef.h>
#include <stdint.h>

#define FNV_BEGIN	0xcbf29ce484222325ull

/* fnv_add - go on with a hash, which is FNV_BEGIN at first */
uint64_t fnv_add(uint64_t hash, const void *bytes, size_t size);

/**
 * fnv_add_file - likewise with what a file holds
 *
 * Return: 0, or -errno.
 */
int fnv_add_file(uint64_t *hash, const char *path);

/* The hash as records have it. */
#define FNV_TEXT	"fnv1a-%016" PRIx64

#endif
