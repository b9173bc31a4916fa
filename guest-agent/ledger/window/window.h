/* SPDX-License-Identifier: GPL-2.0 */
/* A window: the interval between two latches. */
#ifndef EXITMETER_WINDOW_H
#define EXITMETER_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/abi-info.h"
#include "detail.h"
#include "ledger/ledger.h"

/**
 * struct window - what was measured
 * @info: the meter
 * @from_zero: the window began at the counters' zero; @begin is all zeros
 * @status: of the command, as wait() gives it; 0 without a command
 * @flags: of all latches, KVM_EXITMETER_LATCH_*
 * @empty: a window with nothing inside, the cost of a window
 * @begin: at the first latch
 * @end: at the second
 * @net: end - begin - empty, and without the exits that copies made
 * @nr_vcpus: of a VM that has several; 0 if it has one
 * @vcpus: for each of them end - begin, what measuring costs included
 * @details: beside @empty to @net, all vCPUs together; NULL if the meter keeps none
 * @command: words, NULL-terminated, of a window that was read from JSON; else NULL
 */
struct window {
	struct abi_info info;
	bool from_zero;
	int status;
	uint32_t flags;
	struct ledger empty;
	struct ledger begin;
	struct ledger end;
	struct ledger net;
	unsigned int nr_vcpus;
	struct ledger *vcpus;
	struct details *details;
	char **command;
};

/* window_free - what a window refers to; one that is all zeros is allowed */
void window_free(struct window *w);

/**
 * window_add - sum += w, of windows of one VM
 * @sum: begins as zeros; window_free() it, also after an error
 * @w: has as many vCPUs as those before
 *
 * Ledgers are added value by value, those of the latches, too: what holds for each window as a
 * sum or a difference holds for theirs.  The meter is that of the first, the status the first
 * that is not 0; the flags are those of all.  Details and commands are left out.
 *
 * Return: 0, or -1 if the vCPUs are not as many, the meter is another, a sum is too large, or
 * for want of memory.
 */
int window_add(struct window *sum, const struct window *w);

#endif
