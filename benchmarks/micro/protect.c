// SPDX-License-Identifier: GPL-2.0
/*
 * workload-protect: make some pages read-only and read them, make them writable and write
 * to them, until that was done to so many pages in all; one operation is one page.
 *
 * A garbage collector does that.  Linux takes the pages out of the TLB each time, as it
 * does when it unmaps them: one by one with INVLPG if they are few, all at once by writing
 * CR3 if there are more than 33.
 */
#include <sys/mman.h>

#include "shared/work.h"

static long pages = 1, total = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 1, "pages at a time" },
	{ "total", &total, 0, "pages in all, rounded up to whole times" },
	{ 0 },
};

static const struct work work = {
	.doc = "Change the protection of pages and use them.",
	.operation = "pages",
	.options = options,
};

static void look(const char *memory)
{
	long i;

	for (i = 0; i < pages; i++)
		(void)*(const volatile char *)(memory + i * PAGE);
}

int main(int argc, char **argv)
{
	char *memory;
	long rounds, i;

	work_parse(&work, argc, argv);
	rounds = (total + pages - 1) / pages;
	memory = work_pages(pages);
	work_touch(memory, pages);
	for (i = 0; i < rounds; i++) {
		if (mprotect(memory, pages * PAGE, PROT_READ))
			work_fail("mprotect");
		look(memory);
		if (mprotect(memory, pages * PAGE, PROT_READ | PROT_WRITE))
			work_fail("mprotect");
		work_touch(memory, pages);
	}
	work_done(&work, rounds * pages);
	return 0;
}
