// SPDX-License-Identifier: GPL-2.0
/*
 * workload-page-tables: processes in a ring that each have pages far apart, every one of
 * which takes a page table of its own, and touch them in turn; one operation is one
 * process's turn, in which it touches all its pages.
 *
 * It keeps many page tables in use at once: with shadow paging KVM has to have a shadow
 * of each, and to find them again at each switch.
 */
#include <stddef.h>
#include <sys/mman.h>

#include "shared/ring.h"
#include "shared/work.h"

/* What one page table maps. */
#define REACH (2l << 20)

static long processes = 2, pages = 32, operations = 100;
static char *memory;

static const struct work_option options[] = {
	{ "processes", &processes, 2, "processes in the ring" },
	{ "pages", &pages, 1, "pages of each process, each 2 MiB from the next" },
	{ "operations", &operations, 0, "turns, rounded up to whole rounds" },
	{ 0 },
};

static const struct work work = {
	.doc = "Touch pages that are far apart, in many processes in turn.",
	.operation = "turns",
	.options = options,
};

static void touch(void)
{
	long i;

	for (i = 0; i < pages; i++)
		*(volatile char *)(memory + i * REACH) = 1;
}

static void prepare(void)
{
	memory = mmap(NULL, pages * REACH, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		work_fail("mmap");
	madvise(memory, pages * REACH, MADV_NOHUGEPAGE);
	touch();
}

int main(int argc, char **argv)
{
	struct ring ring = { .prepare = prepare, .turn = touch };

	work_parse(&work, argc, argv);
	ring.processes = processes;
	ring.rounds = (operations + processes - 1) / processes;
	ring_run(&ring);
	work_done(&work, ring.rounds * processes);
	return 0;
}
