// SPDX-License-Identifier: GPL-2.0
/* Tables that others made: results of the kernel's tests, published numbers. */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <string.h>

#include "checks/kernel-tests.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct run none = { .nr_records = 0 };
	struct kernel_tests tests;
	char path[PATH_MAX];
	struct csv csv;
	size_t i, sum = 0;

	strcpy(path, fuzz_file("tests/results.csv", data, size));
	if (!csv_load(&csv, path, "")) {
		for (i = 0; i < csv.nr_rows; i++)
			sum += strlen(csv_value(&csv, &csv.rows[i], "tdp")) +
			       strlen(csv_value(&csv, &csv.rows[i], "")) +
			       (csv.nr_columns ? strlen(csv_value(&csv, &csv.rows[i],
					csv.column[csv.nr_columns - 1])) : 0);
		csv_free(&csv);
	}
	if (!kernel_tests_load(&tests, dirname(path), &none))
		kernel_tests_free(&tests);
	return sum > size * 3;
}
