/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files of "key = value" lines: matrices, workloads, and the hardware costs of
 * exitreport.  Blank lines and lines that begin with # are passed over; a line that
 * begins with a blank continues the value before it.  All is UTF-8 without control characters.
 */
#ifndef RECORD_CONFIG_H
#define RECORD_CONFIG_H

#include <limits.h>
#include <stddef.h>

#define CONFIG_VALUE_SIZE 1024

/**
 * struct config_key - a key that a file may have
 * @name: as written
 * @value: receives it, NUL-terminated, CONFIG_VALUE_SIZE bytes
 * @required: is its absence an error? Otherwise @value keeps what it had
 * @line: receives where it stands; 0 if it is absent
 */
struct config_key {
	const char *name;
	char *value;
	int required;
	int line;
};

/* So often may such a key be there. */
#define CONFIG_MAX_VALUES 64

/**
 * struct config_values - a key that may be there any number of times
 * @name: as written
 * @nr: how often it was
 * @value: in their order; config_values_free()
 * @line: where each stands
 */
struct config_values {
	const char *name;
	size_t nr;
	char *value[CONFIG_MAX_VALUES];
	int line[CONFIG_MAX_VALUES];
};

/* Where a value stands, for messages: FILE:LINE. */
struct config_place {
	char text[PATH_MAX + 16];
};

/**
 * config_read - read a file
 * @path: named in messages
 * @keys: ended by a NULL name
 *
 * Return: 0, or -1 with a message on stderr that names file, line and reason.
 */
int config_read(const char *path, struct config_key *keys);

/* config_parse - likewise, of a text; @path is named in messages */
int config_parse(const char *path, const char *text, struct config_key *keys);

/* config_read_values - as config_read(), with a key that may repeat; freed also after an error */
int config_read_values(const char *path, struct config_key *keys, struct config_values *values);

/**
 * config_parse_some - the keys that are asked for, of a text that may have any others
 *
 * For who needs a part of a file that was checked where all of it is read.
 */
int config_parse_some(const char *path, const char *text, struct config_key *keys,
		      struct config_values *values);

void config_values_free(struct config_values *values);

/* config_place - of a key's value; the file alone if the key is absent. */
struct config_place config_place(const char *path, const struct config_key *keys, const char *key);

/**
 * config_list - the files of a folder that have a suffix
 * @names: receives an array of @return strings without it, in alphabetical order by bytes;
 *	free it and them
 *
 * Return: their number, or -1 with a message on stderr.
 */
int config_list(const char *dir, const char *suffix, char ***names);

/**
 * config_number - a whole number out of a value
 * @where: for the message
 * @key: for the message
 *
 * Return: the number, or -1 with a message on stderr if @value is not one
 * between @min and @max (0 <= @min).
 */
long config_number(const char *where, const char *key, const char *value, long min, long max);

#endif
