// SPDX-License-Identifier: GPL-2.0
/*
 * workload-page-touch: write to pages of memory for the first time; one operation is one
 * page.
 *
 * Each is a page fault of L2's own, in which its kernel finds a page, clears it and fills
 * in an entry of its page table.  Pages of 4 KiB only.
 */
#include "shared/work.h"

static long pages = 1024;

static const struct work_option options[] = {
	{ "pages", &pages, 0, "pages to touch" },
	{ 0 },
};

static const struct work work = {
	.doc = "Touch fresh pages of anonymous memory.",
	.operation = "pages",
	.options = options,
};

int main(int argc, char **argv)
{
	work_parse(&work, argc, argv);
	work_touch(work_pages(pages), pages);
	work_done(&work, pages);
	return 0;
}
