// SPDX-License-Identifier: GPL-2.0
#include "run-dir.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/file.h"

/* The name of a file that is not whole yet, as file_open() gives it. */
#define WHOLE		".json"
#define TEMPORARY	WHOLE ".XXXXXX" FILE_TEMPORARY

/* Of the names below the folder of a run: "/records/", a cell's, and a suffix. */
#define RUN_DIR_ROOM 512

static int make(const char *path)
{
	struct stat st;

	if (!mkdir(path, 0777))
		return 0;
	if (errno == EEXIST && (stat(path, &st) || S_ISDIR(st.st_mode)))
		return 0;
	warn("make %s", path);
	return -1;
}

/* With the folders above it, as "mkdir -p". */
int run_dir_make(const char *run)
{
	char path[PATH_MAX], *at;

	if (!*run || strlen(run) > PATH_MAX - RUN_DIR_ROOM) {
		warnx("\"%.60s\" can't be the folder of a run: the name is %s", run,
		      *run ? "too long" : "empty");
		return -1;
	}
	strcpy(path, run);
	for (at = path + strspn(path, "/"); (at = strchr(at, '/')); at++) {
		*at = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			break;
		*at = '/';
	}
	return make(run);
}

int run_dir_make_parts(const char *run)
{
	static const char *const parts[] = { "records", "logs", "work" };
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", run, parts[i]);
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

static bool is_temporary(const char *name)
{
	size_t length = strlen(name), suffix = strlen(TEMPORARY);

	return length > suffix && !strncmp(name + length - suffix, WHOLE ".", strlen(WHOLE ".")) &&
	       !strcmp(name + length - strlen(FILE_TEMPORARY), FILE_TEMPORARY);
}

void run_dir_remove_temporary(const char *run)
{
	static const char *const folders[] = { "", "/records" };
	char path[PATH_MAX + NAME_MAX + 2];
	struct dirent *e;
	size_t i, length;
	DIR *dir;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, PATH_MAX, "%s%s", run, folders[i]);
		length = strlen(path);
		dir = opendir(path);
		while (dir && (e = readdir(dir))) {
			if (!is_temporary(e->d_name))
				continue;
			snprintf(path + length, NAME_MAX + 2, "/%s", e->d_name);
			unlink(path);
		}
		if (dir)
			closedir(dir);
	}
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
