/* SPDX-License-Identifier: GPL-2.0 */
/* Windows around the same work, one after the other, as one result. */
#ifndef EXITMETER_WINDOWS_H
#define EXITMETER_WINDOWS_H

#include "ledger/window/window.h"

/* In place of a vCPU's index: the VM. */
#define WINDOWS_VM	(-1)

/**
 * struct windows_one - what one window left
 * @elapsed: between its latches, cycles
 */
struct windows_one {
	struct ledger net;
	int64_t elapsed;
	unsigned int nr_vcpus;
	struct ledger *vcpus;
};

/**
 * struct windows
 * @info: the meter
 * @flags: of all latches, KVM_EXITMETER_LATCH_*
 * @nr: how many windows
 * @all: the windows, in their order
 * @scratch: room for a figure of each window, to sort them
 * @detail: of all windows together; its features are 0 if the meter keeps none
 */
struct windows {
	struct abi_info info;
	uint32_t flags;
	size_t nr;
	struct windows_one *all;
	int64_t *scratch;
	struct detail detail;
};

/* struct range - least and largest of the windows' values */
struct range {
	int64_t min;
	int64_t max;
};

/**
 * windows_add - one window more
 *
 * Return: 0, or -ENOMEM.
 */
int windows_add(struct windows *r, const struct window *w);

void windows_free(struct windows *r);

/* What follows wants one window or more. */

/* windows_vcpus - vCPUs that all windows have figures of; 0 for a VM with one */
unsigned int windows_vcpus(const struct windows *r);

/**
 * windows_median - each figure's median
 * @l: receives it; of an even number of windows the mean of the two in the middle, rounded
 *	down. Sums of medians are no medians: laws hold in each window, not in here
 * @vcpu: an index, or WINDOWS_VM
 */
void windows_median(const struct windows *r, int vcpu, struct ledger *l);

/* windows_elapsed - its median, cycles */
int64_t windows_elapsed(const struct windows *r);

struct range windows_elapsed_range(const struct windows *r);

/**
 * windows_row_range - of one figure of a row
 * @offset: of an int64_t in struct ledger_row
 */
struct range windows_row_range(const struct windows *r, int vcpu, unsigned int row,
			       size_t offset);

/**
 * windows_sum_range - of one of the figures beside the rows
 * @offset: of an int64_t in struct ledger
 */
struct range windows_sum_range(const struct windows *r, int vcpu, size_t offset);

/**
 * windows_law_off - by how much a law does not hold
 *
 * Return: of the window that is worst; 0 if the law holds in all of them.
 */
int64_t windows_law_off(const struct windows *r, const struct ledger_law *law);

#endif
