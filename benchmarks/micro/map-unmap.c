// SPDX-License-Identifier: GPL-2.0
/*
 * workload-map-unmap: map some pages, touch them, unmap them, until so many pages have
 * been used in all; one operation is one page.
 *
 * Unmapping takes the pages out of the TLB: one by one with INVLPG if they are few, all at
 * once by writing CR3 if there are more than 33 of them (Linux:
 * tlb_single_page_flush_ceiling).  What lies around them stays mapped, for otherwise their
 * page table went, too, and with it all that it could map out of the TLB.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include "shared/work.h"

/* What one page table maps. */
#define REACH	(2l << 20)
#define ROOM	(REACH / PAGE / 2)

static long pages = 1, total = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 1, "pages to map at a time, at most 256" },
	{ "total", &total, 0, "pages in all, rounded up to whole times" },
	{ 0 },
};

static const struct work work = {
	.doc = "Map pages, touch them, unmap them.",
	.operation = "pages",
	.options = options,
};

static void *map(void *where, size_t bytes, int protection, int fixed)
{
	void *memory = mmap(where, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | fixed, -1, 0);

	if (memory == MAP_FAILED)
		work_fail("mmap");
	return memory;
}

/* Where there is room for pages in the middle of what one page table maps. */
static char *reserve(void)
{
	char *room = map(NULL, 2 * REACH, PROT_NONE, 0);

	return (char *)(((uintptr_t)room + REACH - 1) / REACH * REACH) + REACH / 4;
}

int main(int argc, char **argv)
{
	long rounds, i;
	char *where;

	work_parse(&work, argc, argv);
	work_limit("pages", pages, ROOM);
	rounds = (total + pages - 1) / pages;
	where = reserve();
	for (i = 0; i < rounds; i++) {
		map(where, pages * PAGE, PROT_READ | PROT_WRITE, MAP_FIXED);
		work_touch(where, pages);
		if (munmap(where, pages * PAGE))
			work_fail("munmap");
	}
	work_done(&work, rounds * pages);
	return 0;
}
