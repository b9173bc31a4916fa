// SPDX-License-Identifier: GPL-2.0
/* The report's section about the kernel's own tests. */
#include <err.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "literature/csv.h"
#include "util/memory.h"
#include "parts/report.h"
#include "output/table.h"

static const char *const columns[] = { "check", "what", "result", "series", "detail" };

#define NR_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static int check_columns(const struct csv *csv, const char *path)
{
	size_t i;

	for (i = 0; i < NR_COLUMNS; i++) {
		if (csv_column(csv, columns[i]) >= 0)
			continue;
		warnx("%s: no column \"%s\"; run 'make test-kernel' again", path, columns[i]);
		return -1;
	}
	return 0;
}

static size_t count_passed(const struct csv *csv)
{
	size_t n = 0, i;

	for (i = 0; i < csv->nr_rows; i++)
		n += !strcmp(csv_value(csv, &csv->rows[i], "result"), "pass");
	return n;
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

static size_t count_of_others(const struct report *r, const struct csv *csv)
{
	size_t n = 0, i;

	for (i = 0; i < csv->nr_rows; i++)
		n += !is_of_run(r->run, csv_value(csv, &csv->rows[i], "series"));
	return n;
}

static void print_section(const struct report *r, const struct csv *csv)
{
	static const char *const titles[] = {
		"<check", "<what", "<result", "<series", "<detail", NULL,
	};
	size_t passed = count_passed(csv), others = count_of_others(r, csv), i, c;
	const char *value;
	struct table *t;

	fprintf(r->f, "## The kernel's own tests\n\nWhat the kernel's tools and tests say of the "
		"patches; `make test-kernel` runs them. Of %zu checks %zu passed%s.\n\n",
		csv->nr_rows, passed, passed == csv->nr_rows ? "" : "; **the others are in bold**");
	if (others)
		fprintf(r->f, "**Of another series of patches than the cells of this report: %zu.**"
			"\n\n", others);
	t = table_new(TABLE_MARKDOWN, titles);
	for (i = 0; i < csv->nr_rows; i++) {
		for (c = 0; c < NR_COLUMNS; c++) {
			value = csv_value(csv, &csv->rows[i], columns[c]);
			if (!strcmp(columns[c], "result") && strcmp(value, "pass"))
				table_text(t, "**%s**", *value ? value : "no result");
			else
				table_plain(t, value);
		}
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static int write_kernel_tests(const struct report *r)
{
	char *path = memory_printf("%s/results.csv", r->companion->folder);
	struct csv csv;
	int err = csv_load(&csv, path, "run 'make test-kernel'");

	if (!err) {
		err = check_columns(&csv, path);
		if (!err)
			print_section(r, &csv);
		csv_free(&csv);
	}
	free(path);
	return err;
}

static const struct topic_companion companion = {
	.name = "kernel-tests",
	.file = "results.csv",
	.what = "the kernel's own tests",
	.help = "with results.csv of the kernel's own tests (kernel-tests, beside RUN)",
};

const struct topic_section section_kernel_tests = {
	DOCUMENT_CHECKS, 60, TOPIC_ONCE, &companion, write_kernel_tests,
};
