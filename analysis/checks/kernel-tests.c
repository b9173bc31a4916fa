// SPDX-License-Identifier: GPL-2.0
#include "kernel-tests.h"

#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

const char *const kernel_tests_columns[KERNEL_TESTS_COLUMNS] = {
	"check", "what", "result", "series", "detail",
};

static int check_columns(const struct csv *csv, const char *path)
{
	size_t i;

	for (i = 0; i < KERNEL_TESTS_COLUMNS; i++) {
		if (csv_column(csv, kernel_tests_columns[i]) >= 0)
			continue;
		warnx("%s: no column \"%s\"; run 'make test-kernel' again", path,
			kernel_tests_columns[i]);
		return -1;
	}
	return 0;
}

/* A result has the beginning of the series' hash, a record all of it. */
static bool is_of_run(const struct run *run, const char *series)
{
	const char *patches;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		patches = json_string_value(json_object_get(run->records[i]->identity, "patches"));
		if (patches && *series && !strncmp(patches, series, strlen(series)))
			return true;
	}
	return false;
}

static void count(struct kernel_tests *t, const struct run *run)
{
	const struct csv_row *row;
	size_t i;

	t->passed = 0;
	t->others = 0;
	for (i = 0; i < t->csv.nr_rows; i++) {
		row = &t->csv.rows[i];
		t->passed += !strcmp(csv_value(&t->csv, row, "result"), "pass");
		t->others += !is_of_run(run, csv_value(&t->csv, row, "series"));
	}
}

int kernel_tests_load(struct kernel_tests *t, const char *folder, const struct run *run)
{
	char *path = memory_printf("%s/results.csv", folder);
	int err = csv_load(&t->csv, path, "run 'make test-kernel'");

	if (!err) {
		err = check_columns(&t->csv, path);
		if (err)
			csv_free(&t->csv);
		else
			count(t, run);
	}
	free(path);
	return err;
}

void kernel_tests_say_others(const struct kernel_tests *t, FILE *f)
{
	if (!t->others)
		return;
	if (t->others == t->csv.nr_rows)
		fprintf(f, " All");
	else
		fprintf(f, " %zu", t->others);
	fprintf(f, " of them ran on another version of the patches than the one that measured this "
		"report.");
}

void kernel_tests_free(struct kernel_tests *t)
{
	csv_free(&t->csv);
}
