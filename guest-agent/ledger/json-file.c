// SPDX-License-Identifier: GPL-2.0
#include "json-file.h"

#include "file.h"
#include "json-text.h"

#include <errno.h>
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
		fprintf(stderr, "%s: %s is not a regular file and can't be replaced; "
			"give another name\n", program_invocation_short_name, path);
		return -EINVAL;
	}
	err = check_directory(path);
	if (err)
		fprintf(stderr, "%s: can't write in the directory of %s: %s; "
			"give another name\n", program_invocation_short_name, path,
			strerror(-err));
	return err;
}

static int dump(const json_t *json, FILE *stream)
{
	char *text = json_text(json);
	int err = !text || fputs(text, stream) == EOF || fputc('\n', stream) == EOF;

	free(text);
	return err;
}

int json_file_write(const char *path, const json_t *json)
{
	struct file f;
	int err = file_open(&f, path);

	if (!err && dump(json, f.stream)) {
		file_discard(&f);
		err = -EIO;
	} else if (!err) {
		err = file_close(&f);
	}
	if (err)
		fprintf(stderr, "%s: write %s: %s; the file is as it was\n",
			program_invocation_short_name, path, strerror(-err));
	return err;
}
