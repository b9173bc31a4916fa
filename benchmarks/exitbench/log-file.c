// SPDX-License-Identifier: GPL-2.0
#include "log-file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Of each end of a text; the whole is in the logs. */
#define END_SIZE (16 * 1024)

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

static char *read_all(FILE *f, size_t *size)
{
	char *text = NULL;
	long end;

	if (fseek(f, 0, SEEK_END))
		return NULL;
	end = ftell(f);
	rewind(f);
	if (end >= 0)
		text = malloc(end + 1);
	if (!text)
		return NULL;
	*size = fread(text, 1, end, f);
	return text;
}

/* Takes out whole lines only, or a character might be cut in two. */
static json_t *shorten(const char *text, size_t size)
{
	const char *head = memrchr(text, '\n', END_SIZE);
	const char *tail = memchr(text + size - END_SIZE, '\n', END_SIZE);

	if (!head || !tail)
		return json_null();
	head++;
	tail++;
	return json_sprintf("%.*s[%zu bytes left out]\n%.*s", (int)(head - text), text,
			    (size_t)(tail - head), (int)(text + size - tail), tail);
}

json_t *log_file_text(const char *dir, const char *name)
{
	FILE *f = log_file_open(dir, name);
	char *text = NULL;
	json_t *json = NULL;
	size_t size;

	if (f)
		text = read_all(f, &size);
	if (text)
		json = size > 2 * END_SIZE ? shorten(text, size) : json_stringn(text, size);
	if (f)
		fclose(f);
	free(text);
	return json ? json : json_null();
}
