// SPDX-License-Identifier: GPL-2.0
#include "outfile.h"

#include <err.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

#define ADVICE "check the folder's permissions and the free space"

char *outfile_temporary(const char *path)
{
	return memory_printf("%s.%d" FILE_TEMPORARY, path, (int)getpid());
}

int outfile_open(struct outfile *out, const char *path)
{
	int err = file_open(&out->whole, path);

	out->file = out->whole.stream;
	if (err)
		warnx("write %s: %s; " ADVICE, path, strerror(-err));
	return err ? -1 : 0;
}

int outfile_rename(const char *temporary, const char *path)
{
	int err = file_rename(temporary, path);

	if (err)
		warnx("rename %s to %s: %s; " ADVICE, temporary, path, strerror(-err));
	return err ? -1 : 0;
}

int outfile_close(struct outfile *out)
{
	char *path = memory_printf("%s", out->whole.path);
	int err = file_close(&out->whole);

	if (err)
		warnx("write %s: %s; " ADVICE, path, strerror(-err));
	free(path);
	return err ? -1 : 0;
}

void outfile_discard(struct outfile *out)
{
	file_discard(&out->whole);
}

static bool ends_temporary(const char *name)
{
	size_t length = strlen(name), suffix = strlen(FILE_TEMPORARY);

	return length > suffix && !strcmp(name + length - suffix, FILE_TEMPORARY);
}

/* Is it file_open()'s name for this one? */
static bool is_temporary_of(const char *name, const char *file)
{
	size_t length = strlen(file), i;

	if (strlen(name) != length + strlen(".XXXXXX" FILE_TEMPORARY) || !ends_temporary(name) ||
	    strncmp(name, file, length) || name[length] != '.')
		return false;
	for (i = 1; i < strlen(".XXXXXX"); i++)
		if (!isalnum((unsigned char)name[length + i]))
			return false;
	return true;
}

static void remove_unless_locked(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return;
	if (!flock(fd, LOCK_EX | LOCK_NB))
		unlinkat(folder, name, 0);
	close(fd);
}

/* @file: only of this one, if nobody writes it; NULL for all */
static void remove_left(const char *path, const char *file)
{
	DIR *folder = opendir(path);
	const struct dirent *e;

	while (folder && (e = readdir(folder)))
		if (!file && ends_temporary(e->d_name))
			unlinkat(dirfd(folder), e->d_name, 0);
		else if (file && is_temporary_of(e->d_name, file))
			remove_unless_locked(dirfd(folder), e->d_name);
	if (folder)
		closedir(folder);
}

int outfile_folder(const char *path)
{
	int fd, err;

	fd = mkdir(path, 0777) && errno != EEXIST ? -1 :
	     open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		warnx("make folder %s: %s; " ADVICE, path, strerror(errno));
		return -1;
	}
	err = flock(fd, LOCK_EX | LOCK_NB) ? errno : 0;
	if (err == EWOULDBLOCK) {
		warnx("%s: another program writes there; waiting for its end", path);
		while ((err = flock(fd, LOCK_EX) ? errno : 0) == EINTR)
			;
	}
	/* Without locks nobody knows what is in use; with one, @fd stays open until the end. */
	if (err)
		close(fd);
	else
		remove_left(path, NULL);
	return 0;
}

void outfile_remove_left(const char *path)
{
	const char *slash = strrchr(path, '/');
	/* Of "/FILE" it is the slash. */
	int length = slash == path ? 1 : slash ? slash - path : 0;
	char *folder = slash ? memory_printf("%.*s", length, path) : memory_printf(".");

	remove_left(folder, slash ? slash + 1 : path);
	free(folder);
}
