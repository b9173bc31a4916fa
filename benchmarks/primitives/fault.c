// SPDX-License-Identifier: GPL-2.0
/*
 * The first touch of a page that the hypervisor has not mapped yet: an EPT
 * violation or a nested page fault with two-dimensional paging, a page fault
 * that KVM answers with a shadow entry with shadow paging.
 *
 * The pages come in the largest blocks of the buddy allocator: memory that has
 * been in use since boot is in small pieces. They are touched in the kernel's
 * direct map, so the guest's own page tables are complete and have no part in
 * it; KVM's own prefetching does not take them, for the host has no memory for
 * them yet either. Its allocating that is a part of what is timed.
 *
 * The hypervisor should map pages of 4 KiB: with transparent huge pages in the
 * host, one fault can map 512 of them. And the guest's kernel must not clear or
 * poison pages when they are allocated, for that is the first touch.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "primitives.h"

#define BLOCK_PAGES	((unsigned int)MAX_ORDER_NR_PAGES)
#define MAX_BLOCKS	256

/*
 * What was touched once makes no fault again: blocks are kept until the module
 * goes, and the next run takes others.
 */
static struct page *blocks[MAX_BLOCKS];
static unsigned int nr_blocks, nr_touched;

static int get_blocks(unsigned int n)
{
	unsigned int wanted = nr_touched + DIV_ROUND_UP(n, BLOCK_PAGES);

	while (nr_blocks < wanted) {
		if (nr_blocks == MAX_BLOCKS)
			return -ENOMEM;
		blocks[nr_blocks] = alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN,
						MAX_PAGE_ORDER);
		if (!blocks[nr_blocks])
			return -ENOMEM;
		nr_blocks++;
	}
	return 0;
}

static u64 touch(unsigned int i)
{
	struct page *block = blocks[nr_touched + i / BLOCK_PAGES];
	u8 *page = page_address(block + i % BLOCK_PAGES);

	return timed(WRITE_ONCE(*page, 1));
}

static void keep_blocks(void)
{
	nr_touched = nr_blocks;
}

void fault_release(void)
{
	while (nr_blocks)
		__free_pages(blocks[--nr_blocks], MAX_PAGE_ORDER);
}

const struct primitive fault_primitives[] = {
	{
		.name = "fault",
		.description = "first touch of a page that the hypervisor has not mapped yet",
		.prepare = get_blocks,
		.once = touch,
		.finish = keep_blocks,
	},
	{ }
};
