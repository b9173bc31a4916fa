// SPDX-License-Identifier: GPL-2.0
#include "fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/run-dir.h"

static char folder[PATH_MAX];

static void remove_folder(void)
{
	run_dir_remove(folder);
}

static void make_folder(void)
{
	const char *memory = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	snprintf(folder, sizeof(folder), "%s/exitmeter-fuzz-XXXXXX", memory);
	if (!mkdtemp(folder))
		abort();
	atexit(remove_folder);
}

const char *fuzz_path(const char *name)
{
	static char path[PATH_MAX];
	char *at;

	if (!*folder)
		make_folder();
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		abort();
	for (at = path + strlen(folder) + 1; (at = strchr(at, '/')); at++) {
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
	return path;
}

const char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
	const char *path = fuzz_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd))
		abort();
	return path;
}
