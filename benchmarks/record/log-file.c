// SPDX-License-Identifier: GPL-2.0
#include "log-file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Of each end of a text; the whole is in the logs. */
#define END_SIZE (16 * 1024)

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
	exit(2);
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

json_t *log_file_text(const char *dir, const char *name)
{
	FILE *f = log_file_open(dir, name);
	char *text = NULL;
	json_t *json = NULL;
	size_t size;

	if (f)
		text = read_all(f, &size);
	if (text)
		json = json_stringn(text, size);
	if (f)
		fclose(f);
	free(text);
	return json ? json : json_null();
}

/* Takes out whole lines only, or a character might be cut in two. */
static json_t *ends_of(const char *text, size_t size)
{
	const char *head = memrchr(text, '\n', END_SIZE);
	const char *tail = memchr(text + size - END_SIZE, '\n', END_SIZE);
	json_t *json = NULL;
	size_t length;
	char *both;
	FILE *f;

	if (!head || !tail)
		return json_null();
	head++;
	tail++;
	f = open_memstream(&both, &length);
	if (!f)
		return json_null();
	fwrite(text, 1, head - text, f);
	fprintf(f, "[%zu bytes left out]\n", (size_t)(tail - head));
	fwrite(tail, 1, text + size - tail, f);
	if (!fclose(f))
		json = json_stringn(both, length);
	free(both);
	return json ? json : json_null();
}

json_t *log_file_shortened(json_t *text)
{
	size_t size = json_string_length(text);
	json_t *json;

	if (size <= 2 * END_SIZE)
		return text;
	json = ends_of(json_string_value(text), size);
	json_decref(text);
	return json;
}
