// SPDX-License-Identifier: GPL-2.0
#include "config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define SHOWN 60

/* What stands in a file is shown, but does nothing to the terminal. */
static int complain(const char *path, int line, const char *what, const char *text)
{
	char shown[SHOWN + 1];
	size_t i;

	for (i = 0; i < SHOWN && text[i]; i++)
		shown[i] = isascii(text[i]) && isprint(text[i]) ? text[i] : '?';
	shown[i] = '\0';
	fprintf(stderr, "%s: %s:%d: %s \"%s\"\n", program_invocation_short_name, path, line, what,
		shown);
	return -1;
}

static char *trim(char *s)
{
	char *end;

	while (isspace((unsigned char)*s))
		s++;
	end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return s;
}

static int append(const char *path, int nr, char *to, const char *text)
{
	size_t used = strlen(to);

	if (used + strlen(text) + 2 > CONFIG_VALUE_SIZE)
		return complain(path, nr, "value too long at", text);
	if (used)
		to[used++] = ' ';
	strcpy(to + used, text);
	return 0;
}

static int find_key(const struct config_key *keys, const char *name)
{
	int i;

	for (i = 0; keys[i].name; i++)
		if (!strcmp(keys[i].name, name))
			return i;
	return -1;
}

/* One line that begins a value; returns the index of its key. */
static int read_pair(const char *path, int nr, char *line, struct config_key *keys)
{
	char *value = strchr(line, '=');
	int key;

	if (!value)
		return complain(path, nr, "no \"key = value\":", line);
	*value++ = '\0';
	line = trim(line);
	key = find_key(keys, line);
	if (key < 0)
		return complain(path, nr, "unknown key", line);
	if (keys[key].line)
		return complain(path, nr, "second value for key", line);
	keys[key].line = nr;
	*keys[key].value = '\0';
	return append(path, nr, keys[key].value, trim(value)) ? -1 : key;
}

/* A value ends up in records, in reports and on terminals. */
static int check_text(const char *path, int nr, const char *line, size_t length)
{
	json_t *text = json_stringn(line, length);
	size_t i;

	json_decref(text);
	if (!text)
		return complain(path, nr, "is not UTF-8:", line);
	for (i = 0; i < length; i++)
		if (iscntrl((unsigned char)line[i]) && !strchr("\t\r\n", line[i]))
			return complain(path, nr, "has a control character:", line);
	return memchr(line, '\0', length) ? complain(path, nr, "has a NUL byte:", line) : 0;
}

static int read_lines(const char *path, FILE *f, struct config_key *keys, char **line)
{
	size_t size = 0;
	int nr = 0, key = -1;
	ssize_t length;

	while ((length = getline(line, &size, f)) >= 0) {
		bool more = isspace((unsigned char)**line);
		char *text;

		nr++;
		if (length >= CONFIG_VALUE_SIZE)
			return complain(path, nr, "line too long:", *line);
		if (check_text(path, nr, *line, length))
			return -1;
		text = trim(*line);
		if (!*text || *text == '#')
			continue;
		if (more && key < 0)
			return complain(path, nr, "nothing to continue with", text);
		if (more && append(path, nr, keys[key].value, text))
			return -1;
		if (more)
			continue;
		key = read_pair(path, nr, text, keys);
		if (key < 0)
			return -1;
	}
	if (ferror(f)) {
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, path,
			strerror(errno));
		return -1;
	}
	return 0;
}

struct config_place config_place(const char *path, const struct config_key *keys, const char *key)
{
	struct config_place place;
	int i = find_key(keys, key);

	if (i >= 0 && keys[i].line)
		snprintf(place.text, sizeof(place.text), "%s:%d", path, keys[i].line);
	else
		snprintf(place.text, sizeof(place.text), "%s", path);
	return place;
}

static int read_keys(const char *path, FILE *f, struct config_key *keys)
{
	char *line = NULL;
	int i, err;

	if (!f) {
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, path,
			strerror(errno));
		return -1;
	}
	err = read_lines(path, f, keys, &line);
	free(line);
	fclose(f);
	for (i = 0; !err && keys[i].name; i++) {
		if (!keys[i].required || keys[i].line)
			continue;
		fprintf(stderr, "%s: %s: key \"%s\" is missing\n",
			program_invocation_short_name, path, keys[i].name);
		err = -1;
	}
	return err;
}

int config_read(const char *path, struct config_key *keys)
{
	return read_keys(path, fopen(path, "r"), keys);
}

int config_parse(const char *path, const char *text, struct config_key *keys)
{
	return read_keys(path, fmemopen((char *)text, strlen(text), "r"), keys);
}

int config_list(const char *dir, const char *suffix, char ***names)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, alphasort), nr = 0, i;

	if (n < 0) {
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, dir,
			strerror(errno));
		return -1;
	}
	*names = memory_zalloc((n + 1) * sizeof(**names));
	for (i = 0; i < n; i++) {
		size_t length = strlen(entries[i]->d_name), s = strlen(suffix);

		if (length > s && !strcmp(entries[i]->d_name + length - s, suffix))
			(*names)[nr++] = memory_printf("%.*s", (int)(length - s),
						       entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return nr;
}

long config_number(const char *where, const char *key, const char *value, long min, long max)
{
	/* As a number is written: no sign, no blank, no zero in front, so that it has one name. */
	bool plain = isdigit((unsigned char)*value) && (*value != '0' || !value[1]);
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno || !plain || *end || n < min || n > max) {
		fprintf(stderr, "%s: %s: %s = \"%s\" is not a number between %ld and %ld\n",
			program_invocation_short_name, where, key, value, min, max);
		return -1;
	}
	return n;
}
