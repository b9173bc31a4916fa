// SPDX-License-Identifier: GPL-2.0
#include "infile.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


char *infile_read(const char *path, const char *advice)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	errno = f ? 0 : errno;
	if (!f || getdelim(&text, &size, '\0', f) < 0) {
		warnx("read %s: %s; %s", path, errno ? strerror(errno) : "it is empty", advice);
		free(text);
		text = NULL;
	}
	if (f)
		fclose(f);
	return text;
}
