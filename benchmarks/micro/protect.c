// SPDX-License-Identifier: GPL-2.0
/*
 * workload-protect: make pages read-only and read them, make them writable and write to
 * them; one operation is both.
 *
 * A garbage collector or a debugger does that.  Taking rights away flushes the TLB, a page
 * that was given them back faults at the first write if the entry in use is the old one.
 */
#include <sys/mman.h>

#include "work.h"

static long pages = 1, operations = 1000;

static const struct work_option options[] = {
	{ "pages", &pages, 1, "pages to protect" },
	{ "operations", &operations, 0, "flips to and fro" },
	{ 0 },
};

static const struct work work = {
	.doc = "Change the protection of pages and use them.",
	.operation = "flips",
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
	long i;

	work_parse(&work, argc, argv);
	memory = work_pages(pages);
	work_touch(memory, pages);
	for (i = 0; i < operations; i++) {
		if (mprotect(memory, pages * PAGE, PROT_READ))
			work_fail("mprotect");
		look(memory);
		if (mprotect(memory, pages * PAGE, PROT_READ | PROT_WRITE))
			work_fail("mprotect");
		work_touch(memory, pages);
	}
	work_done(&work, operations);
	return 0;
}
