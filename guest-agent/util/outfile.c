// SPDX-License-Identifier: GPL-2.0
#include "outfile.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"

#define ADVICE "check the folder's permissions and the free space"

char *outfile_temporary(const char *path)
{
	return memory_printf("%s.%d.tmp", path, (int)getpid());
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

int outfile_folder(const char *path)
{
	if (!mkdir(path, 0777) || errno == EEXIST)
		return 0;
	warnx("make folder %s: %s; " ADVICE, path, strerror(errno));
	return -1;
}
