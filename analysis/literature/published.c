// SPDX-License-Identifier: GPL-2.0
#include "published.h"

#include <stdlib.h>

#include "util/memory.h"

static bool number(const char *s, double *value)
{
	char *end;

	*value = strtod(s, &end);
	return *s && !*end;
}

static void read_numbers(struct published_row *row, const struct csv *csv)
{
	row->has_both = number(csv_value(csv, row->csv, "tdp"), &row->tdp) &&
			number(csv_value(csv, row->csv, "shadow"), &row->shadow);
}

int published_load(struct published *table, const char *file)
{
	char *name = memory_printf("data/published/%s", file);
	int err = csv_load_resource(&table->csv, name);
	size_t i;

	free(name);
	if (err)
		return -1;
	table->nr_rows = table->csv.nr_rows;
	table->rows = memory_zalloc((table->nr_rows + 1) * sizeof(*table->rows));
	for (i = 0; i < table->nr_rows; i++) {
		table->rows[i].csv = &table->csv.rows[i];
		read_numbers(&table->rows[i], &table->csv);
	}
	return 0;
}

void published_free(struct published *table)
{
	csv_free(&table->csv);
	free(table->rows);
}

const char *published_value(const struct published *table, const struct published_row *row,
			    const char *column)
{
	return csv_value(&table->csv, row->csv, column);
}
