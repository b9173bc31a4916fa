// SPDX-License-Identifier: GPL-2.0
/*
 * workload-file-create: create, write, save and close files, as an editor does
 * that saves its user's work; one operation is one file.
 */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
	long files;
	long bytes;
	const char *directory;
} options = { .files = 200, .bytes = 16384, .directory = "." };

static const struct argp_option table[] = {
	{ "files", 'n', "N", 0, "files to create", 0 },
	{ "bytes", 'b', "N", 0, "size of each", 0 },
	{ "directory", 'd', "DIR", 0, "where", 0 },
	{ 0 },
};

static long number(struct argp_state *state, const char *arg)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (end == arg || *end || n < 0)
		argp_error(state, "\"%s\" is not a number", arg);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case 'n':
		options.files = number(state, arg);
		break;
	case 'b':
		options.bytes = number(state, arg);
		break;
	case 'd':
		options.directory = arg;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static int create(const char *path, const char *data)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644), err;

	if (fd < 0)
		return -1;
	err = write(fd, data, options.bytes) != options.bytes || fsync(fd);
	return close(fd) || err ? -1 : 0;
}

int main(int argc, char **argv)
{
	static const struct argp argp = { table, parse, NULL,
		"Create, write, fsync and close files.", NULL, NULL, NULL };
	char path[PATH_MAX], *data;
	long i;

	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	data = malloc(options.bytes + 1);
	if (!data)
		return 1;
	memset(data, 'x', options.bytes);
	for (i = 0; i < options.files; i++) {
		snprintf(path, sizeof(path), "%s/file-%05ld", options.directory, i);
		if (create(path, data)) {
			fprintf(stderr, "workload-file-create: %s: %s\n", path, strerror(errno));
			return 1;
		}
	}
	printf("%ld files\n", options.files);
	free(data);
	return 0;
}
