// SPDX-License-Identifier: GPL-2.0
#include "fnv.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define FNV_PRIME	0x100000001b3ull

uint64_t fnv_add(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	while (size--)
		hash = (hash ^ *at++) * FNV_PRIME;
	return hash;
}

int fnv_add_file(uint64_t *hash, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	char buf[1 << 16];
	ssize_t n;

	if (fd < 0)
		return -errno;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		*hash = fnv_add(*hash, buf, n);
	err = n < 0 ? -errno : 0;
	close(fd);
	return err;
}
