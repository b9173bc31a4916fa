// SPDX-License-Identifier: GPL-2.0
#include "run-dir.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "json-text.h"

static int make(const char *path)
{
	if (!mkdir(path, 0755) || errno == EEXIST)
		return 0;
	fprintf(stderr, "exitbench: make %s: %s\n", path, strerror(errno));
	return -1;
}

int run_dir_make(const char *run)
{
	static const char *const parts[] = { "", "/records", "/logs", "/work" };
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", run, parts[i]);
		if (make(path))
			return -1;
	}
	return 0;
}

void run_dir_record(const char *run, const char *id, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/records/%s.json", run, id);
}

void run_dir_logs(const char *run, const char *id, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/logs/%s", run, id);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void run_dir_remove(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int make_anew(const char *path)
{
	run_dir_remove(path);
	return make(path);
}

int run_dir_new_logs(const char *run, const char *id, char path[PATH_MAX])
{
	run_dir_logs(run, id, path);
	return make_anew(path);
}

int run_dir_new_work(const char *run, const char *id, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/work/%s", run, id);
	return make_anew(path);
}

int run_dir_write_json(const char *path, json_t *json)
{
	char temporary[PATH_MAX + 8], *text = json_text(json);
	FILE *f;
	int err;

	snprintf(temporary, sizeof(temporary), "%s.new", path);
	f = fopen(temporary, "w");
	err = !f || !text || fputs(text, f) == EOF || fputc('\n', f) == EOF || fflush(f) ||
	      fsync(fileno(f));
	if (f)
		err |= fclose(f);
	free(text);
	if (!err && !rename(temporary, path))
		return 0;
	fprintf(stderr, "exitbench: write %s: %s; what was measured before is kept\n",
		path, strerror(errno));
	unlink(temporary);
	return -1;
}
