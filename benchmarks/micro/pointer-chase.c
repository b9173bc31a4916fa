// SPDX-License-Identifier: GPL-2.0
/*
 * workload-pointer-chase: follow pointers through a working set, from page to page in a
 * random order that visits each once; one operation is one step.
 *
 * A step to a page that is not in the TLB walks the page tables: one set of them with
 * shadow paging, two with nested paging.  It never exits.
 */
#include <stddef.h>
#include <stdint.h>

#include "shared/work.h"

/* Of a page: each pointer in another one, so that they are not all in the same cache set. */
#define LINE	64
#define LINES	(PAGE / LINE)

static long bytes = PAGE, operations = 1000;

static const struct work_option options[] = {
	{ "bytes", &bytes, PAGE, "working set, rounded down to whole pages" },
	{ "operations", &operations, 0, "steps" },
	{ 0 },
};

static const struct work work = {
	.doc = "Follow pointers from page to page in random order.",
	.operation = "steps",
	.options = options,
};

/* Marsaglia's xorshift: the same order on every machine. */
static uint64_t next_random(void)
{
	static uint64_t state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void **place(char *memory, long page)
{
	return (void **)(memory + page * PAGE + page % LINES * LINE);
}

/* Sattolo's shuffle gives one cycle through all pages: each points to itself at first. */
static void **make_cycle(char *memory, long pages)
{
	long i, k;
	void *to;

	for (i = 0; i < pages; i++)
		*place(memory, i) = place(memory, i);
	for (i = pages - 1; i > 0; i--) {
		k = next_random() % i;
		to = *place(memory, i);
		*place(memory, i) = *place(memory, k);
		*place(memory, k) = to;
	}
	return place(memory, 0);
}

int main(int argc, char **argv)
{
	void *volatile *at;
	long pages, i;

	work_parse(&work, argc, argv);
	pages = bytes / PAGE;
	at = make_cycle(work_pages(pages), pages);
	for (i = 0; i < operations; i++)
		at = *at;
	work_done(&work, operations);
	return 0;
}
