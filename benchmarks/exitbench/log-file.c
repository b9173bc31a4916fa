// SPDX-License-Identifier: GPL-2.0
#include "log-file.h"

#include <limits.h>
#include <stdlib.h>

#define MAX_TEXT (1 << 20)

FILE *log_file_open(const char *dir, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return fopen(path, "r");
}

json_t *log_file_json(const char *dir, const char *name)
{
	FILE *f = log_file_open(dir, name);
	json_t *json = f ? json_loadf(f, 0, NULL) : NULL;

	if (f)
		fclose(f);
	return json ? json : json_null();
}

json_t *log_file_text(const char *dir, const char *name)
{
	FILE *f = log_file_open(dir, name);
	char *text = calloc(1, MAX_TEXT + 1);
	json_t *json = NULL;

	if (f && text) {
		size_t n = fread(text, 1, MAX_TEXT, f);

		json = json_stringn(text, n);
	}
	if (f)
		fclose(f);
	free(text);
	return json ? json : json_null();
}
