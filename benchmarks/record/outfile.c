// SPDX-License-Identifier: GPL-2.0
#include "outfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory.h"
#include "message.h"

#define ADVICE "check the folder's permissions and the free space"

char *outfile_temporary(const char *path)
{
	return memory_printf("%s.%d.tmp", path, (int)getpid());
}

int outfile_open(struct outfile *out, const char *path)
{
	out->path = memory_printf("%s", path);
	out->temporary = outfile_temporary(path);
	out->file = fopen(out->temporary, "w");
	if (out->file)
		return 0;

	message("write %s: %s; " ADVICE, path, strerror(errno));
	free(out->path);
	free(out->temporary);
	return -1;
}

int outfile_rename(const char *temporary, const char *path)
{
	if (!rename(temporary, path))
		return 0;
	message("rename %s to %s: %s; " ADVICE, temporary, path, strerror(errno));
	unlink(temporary);
	return -1;
}

int outfile_close(struct outfile *out)
{
	int bad = ferror(out->file);

	bad |= fflush(out->file);
	bad |= fsync(fileno(out->file));
	bad |= fclose(out->file);
	if (bad) {
		message("write %s: %s; " ADVICE, out->path, strerror(errno));
		unlink(out->temporary);
	} else {
		bad = outfile_rename(out->temporary, out->path);
	}
	free(out->path);
	free(out->temporary);
	return bad ? -1 : 0;
}

void outfile_discard(struct outfile *out)
{
	fclose(out->file);
	unlink(out->temporary);
	free(out->path);
	free(out->temporary);
}

int outfile_folder(const char *path)
{
	if (!mkdir(path, 0777) || errno == EEXIST)
		return 0;
	message("make folder %s: %s; " ADVICE, path, strerror(errno));
	return -1;
}
