// SPDX-License-Identifier: GPL-2.0
/*
 * workload-fork-exit: create a process that ends at once, and wait for it; one operation
 * is one fork, exit and wait.
 *
 * The kernel copies the page tables of the parent and makes its pages read-only for both;
 * the switches to the child and back each load CR3.
 */
#include <unistd.h>

#include "shared/work.h"

static long pages, operations = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 0, "pages of memory that the parent has beside" },
	{ "operations", &operations, 0, "processes to create" },
	{ 0 },
};

static const struct work work = {
	.doc = "Create processes that end at once.",
	.operation = "forks",
	.options = options,
};

int main(int argc, char **argv)
{
	long i;

	work_parse(&work, argc, argv);
	work_touch(work_pages(pages), pages);
	for (i = 0; i < operations; i++) {
		pid_t child = fork();

		if (child < 0)
			work_fail("fork");
		if (!child)
			_exit(0);
		work_wait(child);
	}
	work_done(&work, operations);
	return 0;
}
