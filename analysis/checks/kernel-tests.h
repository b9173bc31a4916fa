/* SPDX-License-Identifier: GPL-2.0 */
/* Results of the kernel's own tests, as "make test-kernel" leaves them. */
#ifndef EXITREPORT_KERNEL_TESTS_H
#define EXITREPORT_KERNEL_TESTS_H

#include "literature/csv.h"
#include "record/run.h"

#define KERNEL_TESTS_COMPANION	"kernel-tests"

/* Titles in the file. */
#define KERNEL_TESTS_COLUMNS	5

extern const char *const kernel_tests_columns[KERNEL_TESTS_COLUMNS];

/**
 * struct kernel_tests - what came of them
 * @csv: a line for each check
 * @passed: of them
 * @others: that were run on another series of patches than the cells of a run
 */
struct kernel_tests {
	struct csv csv;
	size_t passed;
	size_t others;
};

/**
 * kernel_tests_load - read them
 * @t: receives them, for kernel_tests_free()
 * @folder: with results.csv
 * @run: of the report
 *
 * Return: 0, or -1 with a message.
 */
int kernel_tests_load(struct kernel_tests *t, const char *folder, const struct run *run);

/* kernel_tests_say_others - a sentence about those on other patches than a run's, if there are any */
void kernel_tests_say_others(const struct kernel_tests *t, FILE *f);

void kernel_tests_free(struct kernel_tests *t);

#endif
