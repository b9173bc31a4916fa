// SPDX-License-Identifier: GPL-2.0
/*
 * workload-shootdown: take the right to write to a page and give it back, while other
 * threads, each on its CPU, use the page as well; one operation is one page taken.
 *
 * What is taken away must leave the TLBs of all CPUs that run a thread of the process: the
 * kernel sends them an interrupt and waits for the last one. With shadow paging the
 * hypervisor has to write-protect its own page tables as well.
 */
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "threads/threads.h"
#include "shared/work.h"

static long threads = 1, operations = 1000;

static const struct work_option options[] = {
	{ "threads", &threads, 1, "that use the page, at most 16" },
	{ "operations", &operations, 0, "times to take it" },
	{ 0 },
};

static const struct work work = {
	.doc = "Take a page out of the TLBs of all CPUs.",
	.operation = "pages taken",
	.options = options,
};

static volatile char *page;
static atomic_long running;
static atomic_bool done;

/* PAUSE lets the other hardware thread go on, and a hypervisor take the CPU away. */
static void use(long number)
{
	(void)number;
	atomic_fetch_add(&running, 1);
	while (!atomic_load(&done)) {
		(void)*page;
		__builtin_ia32_pause();
	}
}

static void set_rights(int rights)
{
	if (mprotect((void *)page, PAGE, rights))
		work_fail("mprotect");
}

int main(int argc, char **argv)
{
	long i;

	work_parse(&work, argc, argv);
	work_limit("threads", threads, MAX_THREADS);
	page = work_pages(1);
	*page = 1;
	stay_on_cpu(0);
	threads_begin(threads - 1, use);
	/* One that is on the same CPU begins when this one gives way. */
	while (atomic_load(&running) < threads - 1)
		sched_yield();
	for (i = 0; i < operations; i++) {
		set_rights(PROT_READ);
		set_rights(PROT_READ | PROT_WRITE);
		*page = 1;
	}
	atomic_store(&done, true);
	threads_end();
	work_done(&work, operations);
	return 0;
}
