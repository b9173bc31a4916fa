// SPDX-License-Identifier: GPL-2.0
/*
 * workload-fork-exec: create a process that starts a program, this one, which ends at
 * once, and wait for it; one operation is one fork, exec, exit and wait.
 *
 * What exec adds to a fork is an address space that is taken down and another that is
 * built, whose pages come by faults.
 */
#include <string.h>
#include <unistd.h>

#include "shared/work.h"

#define SELF	"/proc/self/exe"
/* The argument that ends the program at once. */
#define END	"end"

static long pages, operations = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 0, "pages of memory that the parent has beside" },
	{ "operations", &operations, 0, "programs to start" },
	{ 0 },
};

static const struct work work = {
	.doc = "Start a program that ends at once.",
	.operation = "forks and execs",
	.options = options,
};

int main(int argc, char **argv)
{
	long i;

	if (argc == 2 && !strcmp(argv[1], END))
		_exit(0);
	work_parse(&work, argc, argv);
	work_touch(work_pages(pages), pages);
	for (i = 0; i < operations; i++) {
		pid_t child = fork();

		if (child < 0)
			work_fail("fork");
		if (!child) {
			execl(SELF, argv[0], END, NULL);
			_exit(127);
		}
		work_wait(child);
	}
	work_done(&work, operations);
	return 0;
}
