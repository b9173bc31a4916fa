// SPDX-License-Identifier: GPL-2.0
/* The appendix' section about the kernel's own tests. */
#include <string.h>

#include "kernel-tests.h"
#include "output/table.h"
#include "parts/report.h"

static void print_section(const struct report *r, const struct kernel_tests *tests)
{
	static const char *const titles[] = {
		"<check", "<what", "<result", "<series", "<detail", NULL,
	};
	const struct csv *csv = &tests->csv;
	struct table *t = table_new(TABLE_MARKDOWN, titles);
	const char *value;
	size_t i, c;

	fprintf(r->f, "## The kernel's own tests\n\nWhat the kernel's tools and tests say of the "
		"patches; `make test-kernel` runs them. Of %zu checks %zu passed%s.",
		csv->nr_rows, tests->passed,
		tests->passed == csv->nr_rows ? "" : "; **the others are in bold**");
	kernel_tests_say_others(tests, r->f);
	fprintf(r->f, "\n\n");
	for (i = 0; i < csv->nr_rows; i++) {
		for (c = 0; c < KERNEL_TESTS_COLUMNS; c++) {
			value = csv_value(csv, &csv->rows[i], kernel_tests_columns[c]);
			if (!strcmp(kernel_tests_columns[c], "result") && strcmp(value, "pass"))
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
	struct kernel_tests tests;

	if (kernel_tests_load(&tests, r->companion->folder, r->run))
		return -1;
	print_section(r, &tests);
	kernel_tests_free(&tests);
	return 0;
}

static const struct topic_companion companion = {
	.name = KERNEL_TESTS_COMPANION,
	.file = "results.csv",
	.what = "the kernel's own tests",
	.help = "with results.csv of the kernel's own tests (kernel-tests, beside RUN)",
};

const struct topic_section section_kernel_tests = {
	DOCUMENT_CHECKS, 50, TOPIC_ONCE, &companion, write_kernel_tests,
};
