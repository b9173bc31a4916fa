// SPDX-License-Identifier: GPL-2.0
#include "exchange.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bochs wants whole cylinders; the tar stream takes well under 16 MiB. */
#define CYLINDER	(16l * 63 * 512)
#define RESULTS_SIZE	(16l << 20)
#define IMAGE_SIZE	((JOB_SIZE + RESULTS_SIZE + CYLINDER - 1) / CYLINDER * CYLINDER)

int exchange_create(const char *path, const struct job *job)
{
	char text[JOB_SIZE] = { 0 };
	int fd, err = -1;

	if (job_format(job, text, sizeof(text)) < 0) {
		fprintf(stderr, "exitbench: the job for %s is too long\n", path);
		return -1;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd >= 0 && write(fd, text, sizeof(text)) == sizeof(text) && !ftruncate(fd, IMAGE_SIZE))
		err = 0;
	if (err)
		fprintf(stderr, "exitbench: write %s: %s\n", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return err;
}

static int unpack_entry(struct archive *in, struct archive_entry *entry, const char *dir)
{
	char path[PATH_MAX];
	const char *name = archive_entry_pathname(entry);
	int fd, err;

	/* The stream comes from a guest: nothing outside of @dir. */
	if (strstr(name, "..") || *name == '/')
		return -1;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return mkdir(path, 0755) && errno != EEXIST ? -1 : 0;
	if (archive_entry_filetype(entry) != AE_IFREG)
		return 0;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	err = archive_read_data_into_fd(in, fd) == ARCHIVE_OK ? 0 : -1;
	return close(fd) || err ? -1 : 1;
}

static int unpack(struct archive *in, const char *path, const char *dir)
{
	struct archive_entry *entry;
	int r, n = 0;

	while ((r = archive_read_next_header(in, &entry)) == ARCHIVE_OK) {
		int is_file = unpack_entry(in, entry, dir);

		if (is_file < 0) {
			fprintf(stderr, "exitbench: unpack %s from %s into %s: %s\n",
				archive_entry_pathname(entry), path, dir,
				archive_errno(in) ? archive_error_string(in) : strerror(errno));
			return -1;
		}
		n += is_file;
	}
	if (r != ARCHIVE_EOF && n) {
		fprintf(stderr, "exitbench: %s: %s\n", path, archive_error_string(in));
		return -1;
	}
	return n;
}

int exchange_unpack(const char *path, const char *dir)
{
	struct archive *in = archive_read_new();
	int fd = open(path, O_RDONLY | O_CLOEXEC), n = -1;

	archive_read_support_format_tar(in);
	/* An image without results is all zeros there. */
	archive_read_support_format_empty(in);
	if (fd < 0 || lseek(fd, JOB_SIZE, SEEK_SET) != JOB_SIZE)
		fprintf(stderr, "exitbench: %s: %s\n", path, strerror(errno));
	else if (archive_read_open_fd(in, fd, 65536) != ARCHIVE_OK)
		n = 0;
	else
		n = unpack(in, path, dir);
	archive_read_free(in);
	if (fd >= 0)
		close(fd);
	return n;
}
