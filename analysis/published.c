// SPDX-License-Identifier: GPL-2.0
#include "published.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "memory.h"
#include "message.h"

/* Take the next value of a CSV line apart; *line moves behind it. */
static char *next_value(char **line)
{
	char *to = memory_zalloc(strlen(*line) + 1), *out = to, *s = *line;
	bool quoted = *s == '"';

	s += quoted;
	while (*s && (quoted || *s != ',')) {
		if (quoted && *s == '"') {
			if (s[1] != '"') {
				quoted = false;
				s++;
				continue;
			}
			s++;
		}
		*out++ = *s++;
	}
	*line = *s ? s + 1 : s;
	return to;
}

static size_t split(char *line, char *value[PUBLISHED_MAX_COLUMNS])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (*line && n < PUBLISHED_MAX_COLUMNS)
		value[n++] = next_value(&line);
	return n;
}

static bool number(const char *s, double *value)
{
	char *end;

	*value = strtod(s, &end);
	return *s && !*end;
}

static void add_row(struct published *table, char *line)
{
	struct published_row *row;

	table->rows = memory_grow(table->rows, table->nr_rows, sizeof(*row));
	row = &table->rows[table->nr_rows++];
	split(line, row->value);
	row->has_both = number(published_value(table, row, "tdp"), &row->tdp) &&
			number(published_value(table, row, "shadow"), &row->shadow);
}

int published_load(struct published *table, const char *file)
{
	char *path = memory_printf("%s/../data/published/%s", folder_analysis(), file);
	char *line = NULL;
	size_t size = 0;
	FILE *f;

	memset(table, 0, sizeof(*table));
	f = fopen(path, "r");
	if (!f) {
		message("%s: %s; set EXITMETER_ANALYSIS to the folder analysis of the sources",
			path, strerror(errno));
		free(path);
		return -1;
	}
	while (getline(&line, &size, f) > 0) {
		if (!table->nr_columns)
			table->nr_columns = split(line, table->column);
		else
			add_row(table, line);
	}
	free(line);
	fclose(f);
	free(path);
	return 0;
}

void published_free(struct published *table)
{
	size_t i, c;

	for (c = 0; c < PUBLISHED_MAX_COLUMNS; c++) {
		free(table->column[c]);
		for (i = 0; i < table->nr_rows; i++)
			free(table->rows[i].value[c]);
	}
	free(table->rows);
}

const char *published_value(const struct published *table, const struct published_row *row,
			    const char *column)
{
	size_t i;

	for (i = 0; i < table->nr_columns; i++)
		if (!strcmp(table->column[i], column))
			return row->value[i] ? row->value[i] : "";
	return "";
}
