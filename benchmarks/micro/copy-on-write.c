// SPDX-License-Identifier: GPL-2.0
/*
 * workload-copy-on-write: a child writes to pages that it shares with its parent since the
 * fork; one operation is one page.
 *
 * Each write is a page fault of L2's own, in which its kernel copies the page and points
 * the child's entry to the copy.
 */
#include <limits.h>
#include <unistd.h>

#include "shared/work.h"

static long pages = 64, writes = LONG_MAX, forks = 10;

static const struct work_option options[] = {
	{ "pages", &pages, 0, "pages that each child has from its parent" },
	{ "writes", &writes, 0, "those of them that it writes to; by default all" },
	{ "forks", &forks, 1, "children, one after the other" },
	{ 0 },
};

static const struct work work = {
	.doc = "Write to pages that are shared with the parent.",
	.operation = "pages",
	.options = options,
};

int main(int argc, char **argv)
{
	char *memory;
	long i;

	work_parse(&work, argc, argv);
	if (writes > pages)
		writes = pages;
	memory = work_pages(pages);
	work_touch(memory, pages);
	for (i = 0; i < forks; i++) {
		pid_t child = fork();

		if (child < 0)
			work_fail("fork");
		if (!child) {
			work_touch(memory, writes);
			_exit(0);
		}
		work_wait(child);
	}
	work_done(&work, writes * forks);
	return 0;
}
