// SPDX-License-Identifier: GPL-2.0
#include "json-file.h"

#include "file.h"
#include "json-text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
