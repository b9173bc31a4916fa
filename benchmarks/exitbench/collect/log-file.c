// SPDX-License-Identifier: GPL-2.0
#include "log-file.h"
#include "util/exit-status.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>


FILE *log_file_open(const char *dir, const char *name)
{
	char path[PATH_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	/* One that is there and can't be read is not one that the cell did not write. */
	if (f || errno == ENOENT || errno == ENOTDIR)
		return f;
	fprintf(stderr, "%s: read %s: %s; the cell has no record, and is measured again\n",
		program_invocation_short_name, path, strerror(errno));
	exit(EXIT_UNUSABLE);
}
