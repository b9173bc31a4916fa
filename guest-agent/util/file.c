// SPDX-License-Identifier: GPL-2.0
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* mkstemp() makes files that only the owner may read. */
static int open_temporary(char *temporary)
{
	mode_t mask = umask(0);
	int fd = mkostemps(temporary, strlen(FILE_TEMPORARY), O_CLOEXEC);

	umask(mask);
	/* Where there are no locks it is not known to be in use, which is all. */
	if (fd >= 0)
		flock(fd, LOCK_EX | LOCK_NB);
	if (fd >= 0 && fchmod(fd, 0666 & ~mask)) {
		close(fd);
		unlink(temporary);
		return -1;
	}
	return fd;
}

int file_open(struct file *f, const char *path)
{
	int fd = -1, err;

	memset(f, 0, sizeof(*f));
	f->path = strdup(path);
	if (asprintf(&f->temporary, "%s.XXXXXX" FILE_TEMPORARY, path) < 0)
		f->temporary = NULL;
	if (f->path && f->temporary)
		fd = open_temporary(f->temporary);
	if (fd >= 0)
		f->stream = fdopen(fd, "w");
	if (f->stream)
		return 0;
	err = -errno;
	if (fd >= 0) {
		close(fd);
		unlink(f->temporary);
	}
	free(f->path);
	free(f->temporary);
	return err;
}

/* A name is on the disk when its folder is. */
static int sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1, err = 0;

	free(copy);
	/* File systems that can't do it say EINVAL. */
	if (fd < 0 || (fsync(fd) && errno != EINVAL))
		err = -errno;
	if (fd >= 0)
		close(fd);
	return err;
}

int file_rename(const char *temporary, const char *path)
{
	int err = 0;

	if (!rename(temporary, path))
		return sync_folder(path);
	err = -errno;
	unlink(temporary);
	return err;
}

int file_close(struct file *f)
{
	int err = 0;

	/* What failed earlier has left no number behind. */
	errno = EIO;
	if (ferror(f->stream) || fflush(f->stream) || fsync(fileno(f->stream)))
		err = -errno;
	if (fclose(f->stream) && !err)
		err = -errno;
	if (err)
		unlink(f->temporary);
	else
		err = file_rename(f->temporary, f->path);
	free(f->path);
	free(f->temporary);
	return err;
}

void file_discard(struct file *f)
{
	fclose(f->stream);
	unlink(f->temporary);
	free(f->path);
	free(f->temporary);
}
