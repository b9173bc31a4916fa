// SPDX-License-Identifier: GPL-2.0
#include "exchange.h"

#include <archive.h>
#include <archive_entry.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/name.h"

/* Bochs wants whole cylinders; the tar stream takes well under 16 MiB. */
#define CYLINDER	(16l * 63 * 512)
#define RESULTS_SIZE	(16l << 20)
#define IMAGE_SIZE	((JOB_SIZE + RESULTS_SIZE + CYLINDER - 1) / CYLINDER * CYLINDER)

int exchange_create(const char *path, const struct job *job, const struct job *behind)
{
	static char text[2][JOB_SIZE];
	int fd, err = -1;

	memset(text, 0, sizeof(text));
	if (job_format(job, text[0], JOB_SIZE) < 0 ||
	    (behind && job_format(behind, text[1], JOB_SIZE) < 0)) {
		warnx("the job for %s is too long", path);
		return -1;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	/* A disk that is full is found out before the cell is run. */
	if (fd >= 0 && write(fd, text, sizeof(text)) == sizeof(text))
		err = posix_fallocate(fd, 0, IMAGE_SIZE);
	if (err > 0)
		errno = err;
	if (err)
		warnx("write %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return err;
}

/* "./l2/window.json": a path of good names below the folder, written as tar does. */
static bool is_good_path(const char *path)
{
	char copy[PATH_MAX], *name, *save = NULL;

	if (!path || strlen(path) >= sizeof(copy) || *path == '/')
		return false;
	strcpy(copy, path);
	for (name = strtok_r(copy, "/", &save); name; name = strtok_r(NULL, "/", &save))
		if (!name_is_good(name) && strcmp(name, "."))
			return false;
	return true;
}

static int complain(const char *path, const char *what)
{
	warnx("the results in %s: %s", path, what);
	return -1;
}

static int local_error(const char *path)
{
	warnx("write %s: %s", path, strerror(errno));
	return EXCHANGE_NO_ROOM;
}

static int copy_data(struct archive *in, int fd, const char *image, const char *path)
{
	const void *block;
	size_t size;
	off_t at;
	int r;

	while ((r = archive_read_data_block(in, &block, &size, &at)) == ARCHIVE_OK) {
		if (at < 0 || at + (off_t)size > RESULTS_SIZE)
			return complain(image, "a file is larger than the disk");
		if (pwrite(fd, block, size, at) != (ssize_t)size)
			return local_error(path);
	}
	return r == ARCHIVE_EOF ? 0 : complain(image, archive_error_string(in));
}

static int unpack_entry(struct archive *in, struct archive_entry *entry, const char *image,
			const char *dir)
{
	char path[PATH_MAX];
	const char *name = archive_entry_pathname(entry);
	int fd, err;

	/* The stream comes from a guest: nothing outside of @dir. */
	if (!is_good_path(name) ||
	    (size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) >= sizeof(path))
		return complain(image, "a file has a name that none may have");
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return mkdir(path, 0777) && errno != EEXIST ? local_error(path) : 0;
	if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
		return 0;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		/* In a folder that the stream did not make, or in the place of one. */
		return errno == ENOENT || errno == ENOTDIR || errno == EISDIR ?
			complain(image, "a file is in no folder") : local_error(path);
	err = copy_data(in, fd, image, path);
	if (close(fd) && !err)
		err = local_error(path);
	return err ? err : 1;
}

static int unpack(struct archive *in, const char *image, const char *dir)
{
	struct archive_entry *entry;
	int r, n = 0, entries = 0;

	while ((r = archive_read_next_header(in, &entry)) == ARCHIVE_OK) {
		int is_file = unpack_entry(in, entry, image, dir);

		if (is_file < 0)
			return is_file;
		if (++entries > EXCHANGE_MAX_FILES)
			return complain(image, "there are too many files");
		n += is_file;
	}
	return r != ARCHIVE_EOF && n ? complain(image, archive_error_string(in)) : n;
}

int exchange_unpack(const char *path, const char *dir)
{
	struct archive *in = archive_read_new();
	int fd = open(path, O_RDONLY | O_CLOEXEC), n = -1;

	archive_read_support_format_tar(in);
	/* An image without results is all zeros there. */
	archive_read_support_format_empty(in);
	if (fd < 0 || lseek(fd, JOB_SIZE, SEEK_SET) != JOB_SIZE)
		warnx("%s: %s", path, strerror(errno));
	else if (archive_read_open_fd(in, fd, 65536) != ARCHIVE_OK)
		n = 0;
	else
		n = unpack(in, path, dir);
	archive_read_free(in);
	if (fd >= 0)
		close(fd);
	return n;
}
