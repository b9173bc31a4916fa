// SPDX-License-Identifier: GPL-2.0
/*
 * workload-map-unmap: map pages, touch them, unmap them; one operation is one of these
 * rounds.
 *
 * Unmapping takes the pages out of the TLB: one by one with INVLPG if they are few, all
 * at once by a load of CR3 if they are more (Linux: more than 33).
 */
#include <stddef.h>
#include <sys/mman.h>

#include "work.h"

static long pages = 1, operations = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 1, "pages to map" },
	{ "operations", &operations, 0, "rounds" },
	{ 0 },
};

static const struct work work = {
	.doc = "Map pages, touch them, unmap them.",
	.operation = "rounds",
	.options = options,
};

int main(int argc, char **argv)
{
	char *memory;
	long i;

	work_parse(&work, argc, argv);
	for (i = 0; i < operations; i++) {
		memory = work_pages(pages);
		work_touch(memory, pages);
		if (munmap(memory, pages * PAGE))
			work_fail("munmap");
	}
	work_done(&work, operations);
	return 0;
}
