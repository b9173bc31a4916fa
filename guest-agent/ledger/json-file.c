// SPDX-License-Identifier: GPL-2.0
#include "json-file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int check_directory(const char *path)
{
	char *copy = strdup(path);
	int err = 0;

	if (!copy)
		return -ENOMEM;
	/* The file is replaced, so it is the directory that must be writable. */
	if (access(dirname(copy), W_OK | X_OK))
		err = -errno;
	free(copy);
	return err;
}

int json_file_check(const char *path)
{
	struct stat st;
	int err;

	if (!stat(path, &st) && !S_ISREG(st.st_mode)) {
		fprintf(stderr, "exitmeter: %s is not a regular file and can't be replaced; "
			"give another name\n", path);
		return -EINVAL;
	}
	err = check_directory(path);
	if (err)
		fprintf(stderr, "exitmeter: can't write in the directory of %s: %s; "
			"give another name\n", path, strerror(-err));
	return err;
}

/* mkstemp() makes files that only the owner may read. */
static int open_temporary(char *temporary)
{
	mode_t mask = umask(0);
	int fd = mkostemp(temporary, O_CLOEXEC);

	umask(mask);
	if (fd >= 0 && fchmod(fd, 0666 & ~mask)) {
		close(fd);
		unlink(temporary);
		return -1;
	}
	return fd;
}

/* Takes over @fd. */
static int write_and_sync(int fd, const json_t *json)
{
	FILE *f = fdopen(fd, "w");
	int err = 0;

	if (!f) {
		err = -errno;
		close(fd);
		return err;
	}
	errno = EIO;
	if (json_dumpf(json, f, JSON_INDENT(1) | JSON_PRESERVE_ORDER) ||
	    fputc('\n', f) == EOF || fflush(f) || fsync(fd))
		err = -errno;
	if (fclose(f) && !err)
		err = -errno;
	return err;
}

int json_file_write(const char *path, const json_t *json)
{
	char *temporary = NULL;
	int fd, err;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		fprintf(stderr, "exitmeter: write %s: out of memory\n", path);
		return -ENOMEM;
	}

	fd = open_temporary(temporary);
	err = fd < 0 ? -errno : write_and_sync(fd, json);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err) {
		fprintf(stderr, "exitmeter: write %s: %s; the file is as it was\n", path,
			strerror(-err));
		if (fd >= 0)
			unlink(temporary);
	}
	free(temporary);
	return err;
}
