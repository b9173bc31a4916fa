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

#include "util/memory.h"

#define SHOWN 60

/**
 * struct config - what is wanted of a file
 * @path: for messages
 * @keys: that may be there once
 * @values: one that may be there any number of times; or NULL
 * @some: others may be there, too
 * @value: where the last line went, and the next may go on; NULL before the first
 */
struct config {
	const char *path;
	struct config_key *keys;
	struct config_values *values;
	bool some;
	char *value;
};

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

/* Room for one more value of the key that may repeat; NULL after a message. */
static char *add_value(struct config_values *v, const char *path, int nr)
{
	if (v->nr == CONFIG_MAX_VALUES) {
		complain(path, nr, "too many lines with the key", v->name);
		return NULL;
	}
	v->value[v->nr] = memory_zalloc(CONFIG_VALUE_SIZE);
	v->line[v->nr] = nr;
	return v->value[v->nr++];
}

static char *key_value(struct config_key *key, const char *path, int nr)
{
	if (key->line) {
		complain(path, nr, "second value for key", key->name);
		return NULL;
	}
	key->line = nr;
	*key->value = '\0';
	return key->value;
}

/* Where a key's value goes; NULL after a message. */
static char *find_value(const struct config *c, int nr, const char *name, char *unwanted)
{
	int key = find_key(c->keys, name);

	if (key >= 0)
		return key_value(&c->keys[key], c->path, nr);
	if (c->values && !strcmp(c->values->name, name))
		return add_value(c->values, c->path, nr);
	if (!c->some)
		complain(c->path, nr, "unknown key", name);
	*unwanted = '\0';
	return c->some ? unwanted : NULL;
}

/* One line that begins a value. */
static int read_pair(struct config *c, int nr, char *line, char *unwanted)
{
	char *value = strchr(line, '=');

	if (!value)
		return complain(c->path, nr, "no \"key = value\":", line);
	*value++ = '\0';
	c->value = find_value(c, nr, trim(line), unwanted);
	return c->value ? append(c->path, nr, c->value, trim(value)) : -1;
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

static int read_lines(struct config *c, FILE *f, char **line)
{
	char unwanted[CONFIG_VALUE_SIZE];
	size_t size = 0;
	ssize_t length;
	int nr = 0;

	while ((length = getline(line, &size, f)) >= 0) {
		bool more = isspace((unsigned char)**line);
		char *text;

		nr++;
		if (length >= CONFIG_VALUE_SIZE)
			return complain(c->path, nr, "line too long:", *line);
		if (check_text(c->path, nr, *line, length))
			return -1;
		text = trim(*line);
		if (!*text || *text == '#')
			continue;
		if (more && !c->value)
			return complain(c->path, nr, "nothing to continue with", text);
		if (more ? append(c->path, nr, c->value, text) : read_pair(c, nr, text, unwanted))
			return -1;
	}
	if (ferror(f)) {
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, c->path,
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

static int read_keys(struct config *c, FILE *f)
{
	const struct config_key *key;
	char *line = NULL;
	int err;

	if (!f) {
		fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, c->path,
			strerror(errno));
		return -1;
	}
	err = read_lines(c, f, &line);
	free(line);
	fclose(f);
	for (key = c->keys; !err && key->name; key++) {
		if (!key->required || key->line)
			continue;
		fprintf(stderr, "%s: %s: key \"%s\" is missing\n",
			program_invocation_short_name, c->path, key->name);
		err = -1;
	}
	return err;
}

static FILE *open_text(const char *text)
{
	return fmemopen((char *)text, strlen(text), "r");
}

int config_read(const char *path, struct config_key *keys)
{
	return config_read_values(path, keys, NULL);
}

int config_parse(const char *path, const char *text, struct config_key *keys)
{
	struct config c = { .path = path, .keys = keys };

	return read_keys(&c, open_text(text));
}

int config_read_values(const char *path, struct config_key *keys, struct config_values *values)
{
	struct config c = { .path = path, .keys = keys, .values = values };

	return read_keys(&c, fopen(path, "r"));
}

int config_parse_some(const char *path, const char *text, struct config_key *keys,
		      struct config_values *values)
{
	struct config c = { .path = path, .keys = keys, .values = values, .some = true };

	return read_keys(&c, open_text(text));
}

void config_values_free(struct config_values *values)
{
	size_t i;

	for (i = 0; i < values->nr; i++)
		free(values->value[i]);
	values->nr = 0;
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
