// SPDX-License-Identifier: GPL-2.0
#include "csv.h"

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/resource.h"
#include "util/memory.h"

/* Take the next value of a line apart; *line moves behind it. */
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

/* Commas of a last column that was not quoted are its own. */
static size_t split(char *line, char *value[], size_t nr_columns)
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (*line && n + 1 < nr_columns)
		value[n++] = next_value(&line);
	if (*line)
		value[n++] = *line == '"' ? next_value(&line) : memory_printf("%s", line);
	return n;
}

static void read_lines(struct csv *csv, FILE *f)
{
	char *line = NULL;
	size_t size = 0;

	memset(csv, 0, sizeof(*csv));
	while (getline(&line, &size, f) > 0) {
		if (!csv->nr_columns) {
			csv->nr_columns = split(line, csv->column, CSV_MAX_COLUMNS);
			continue;
		}
		csv->rows = memory_grow(csv->rows, csv->nr_rows, sizeof(*csv->rows));
		split(line, csv->rows[csv->nr_rows++].value, csv->nr_columns);
	}
	free(line);
	fclose(f);
}

int csv_load(struct csv *csv, const char *path, const char *advice)
{
	FILE *f = fopen(path, "r");

	if (!f) {
		warnx("%s: %s; %s", path, strerror(errno), advice);
		return -1;
	}
	read_lines(csv, f);
	return 0;
}

int csv_load_resource(struct csv *csv, const char *name)
{
	char *text = resource_read(name);
	FILE *f = text ? fmemopen(text, strlen(text), "r") : NULL;

	if (!f) {
		if (text)
			warnx("%s: %s", name, strerror(errno));
		free(text);
		return -1;
	}
	read_lines(csv, f);
	free(text);
	return 0;
}

void csv_free(struct csv *csv)
{
	size_t i, c;

	for (c = 0; c < CSV_MAX_COLUMNS; c++) {
		free(csv->column[c]);
		for (i = 0; i < csv->nr_rows; i++)
			free(csv->rows[i].value[c]);
	}
	free(csv->rows);
}

int csv_column(const struct csv *csv, const char *name)
{
	size_t i;

	for (i = 0; i < csv->nr_columns; i++)
		if (!strcmp(csv->column[i], name))
			return i;
	return -1;
}

const char *csv_value(const struct csv *csv, const struct csv_row *row, const char *column)
{
	int i = csv_column(csv, column);

	return i >= 0 && row->value[i] ? row->value[i] : "";
}
