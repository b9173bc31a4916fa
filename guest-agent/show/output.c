// SPDX-License-Identifier: GPL-2.0
#include "output.h"

#include "util/json-text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int complain(const struct output *o, const char *what, int err)
{
	fprintf(stderr, "exitmeter: %s %s: %s\n", what, o->name, strerror(-err));
	return err;
}

static int open_standard_output(struct output *o)
{
	struct pollfd p = { .fd = STDOUT_FILENO };
	struct stat st;

	o->name = "standard output";
	o->fd = STDOUT_FILENO;
	if (fstat(o->fd, &st))
		return complain(o, "write to", -errno);
	/* A pipe without a reader. */
	if (poll(&p, 1, 0) == 1 && (p.revents & POLLERR))
		return complain(o, "write to", -EPIPE);
	return 0;
}

/* mkstemp() makes files that only the owner may read. */
static int open_temporary(char *temporary)
{
	mode_t mask = umask(0);
	int fd = mkostemp(temporary, O_CLOEXEC), err;

	umask(mask);
	if (fd < 0)
		return -errno;
	if (!fchmod(fd, 0666 & ~mask))
		return fd;
	err = -errno;
	close(fd);
	unlink(temporary);
	return err;
}

/* Beside the file, so that it can be renamed; short, for the file's own name may not be. */
static int open_beside(struct output *o)
{
	char *copy = strdup(o->target);
	int fd;

	if (!copy || asprintf(&o->temporary, "%s/.exitmeter.XXXXXX", dirname(copy)) < 0) {
		free(copy);
		o->temporary = NULL;
		return -ENOMEM;
	}
	free(copy);
	fd = open_temporary(o->temporary);
	if (fd < 0) {
		free(o->temporary);
		o->temporary = NULL;
	}
	return fd;
}

static int open_in_place(struct output *o, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

	free(o->target);
	o->target = NULL;
	return fd < 0 ? -errno : fd;
}

/* /dev/stdout is what is open already; opened anew, it would have an offset of its own. */
static bool is_open_as(const struct stat *st, int fd)
{
	struct stat other;

	return !fstat(fd, &other) && st->st_dev == other.st_dev && st->st_ino == other.st_ino;
}

static int open_file(struct output *o, const char *path)
{
	struct stat st;
	int fd;

	if (stat(path, &st)) {
		/* A link that points to nothing yet makes what it points to. */
		if (errno != ENOENT)
			return -errno;
		if (!lstat(path, &st))
			return open_in_place(o, path);
		o->target = strdup(path);
		return o->target ? open_beside(o) : -ENOMEM;
	}
	if (is_open_as(&st, STDERR_FILENO))
		return STDERR_FILENO;
	if (!S_ISREG(st.st_mode))
		return open_in_place(o, path);
	o->target = realpath(path, NULL);
	if (!o->target)
		return -errno;
	if (access(o->target, W_OK))
		return -errno;
	fd = open_beside(o);
	/* A file in a directory of others can't be replaced, but written to. */
	return fd == -EACCES || fd == -EROFS ? open_in_place(o, path) : fd;
}

int output_open(struct output *o, const char *path, size_t room)
{
	struct stat st;

	memset(o, 0, sizeof(*o));
	o->fd = -1;
	if (!path || !strcmp(path, "-") || (!stat(path, &st) && is_open_as(&st, STDOUT_FILENO)))
		return open_standard_output(o);
	o->name = path;
	o->fd = open_file(o, path);
	if (o->fd < 0)
		return complain(o, "write", o->fd);
	/* Where blocks can't be reserved, writing will tell. */
	if (fallocate(o->fd, FALLOC_FL_KEEP_SIZE, 0, room) && errno == ENOSPC)
		return complain(o, "write", -ENOSPC);
	return 0;
}

static int write_all(int fd, const char *text, size_t size)
{
	ssize_t n;

	while (size) {
		n = write(fd, text, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		size -= n;
	}
	return 0;
}

static int fail(struct output *o, const char *what, int err)
{
	o->failed = true;
	return complain(o, what, err);
}

int output_write(struct output *o, const char *text, size_t size)
{
	int err = write_all(o->fd, text, size);

	if (!err)
		return 0;
	fail(o, "write", err);
	if (o->fd == STDOUT_FILENO || write_all(STDOUT_FILENO, text, size))
		write_all(STDERR_FILENO, text, size);
	return err;
}

int output_render(struct output *o, int (*render)(FILE *f, const void *data), const void *data)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	int err = f ? render(f, data) : -1;

	if (f && fclose(f))
		err = -1;
	err = err ? fail(o, "write", -ENOMEM) : output_write(o, text, size);
	free(text);
	return err;
}

int output_json(struct output *o, json_t *json, bool one_line)
{
	char *text = !json    ? NULL :
		     one_line ? json_dumps(json, JSON_COMPACT | JSON_PRESERVE_ORDER) :
				json_text(json);
	size_t size = text ? strlen(text) : 0;
	int err;

	json_decref(json);
	if (!text)
		return fail(o, "write", -ENOMEM);
	/* In one piece, in place of the NUL. */
	text[size] = '\n';
	err = output_write(o, text, size + 1);
	free(text);
	return err;
}

int output_commit(struct output *o)
{
	struct stat st;
	off_t size;

	if (o->failed)
		return -EIO;
	if (o->fd <= STDERR_FILENO)
		return 0;
	/* Give back what was reserved; in place, the rest of what was there. */
	size = lseek(o->fd, 0, SEEK_CUR);
	if (!fstat(o->fd, &st) && S_ISREG(st.st_mode) &&
	    (ftruncate(o->fd, size) || fsync(o->fd)))
		return fail(o, "write", -errno);
	if (o->temporary && rename(o->temporary, o->target))
		return fail(o, "write", -errno);
	free(o->temporary);
	o->temporary = NULL;
	return 0;
}

void output_close(struct output *o)
{
	if (o->fd > STDERR_FILENO)
		close(o->fd);
	if (o->temporary)
		unlink(o->temporary);
	free(o->temporary);
	free(o->target);
	memset(o, 0, sizeof(*o));
	o->fd = -1;
}
