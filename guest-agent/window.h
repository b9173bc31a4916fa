/* SPDX-License-Identifier: GPL-2.0 */
/* A window: the interval between two latches, with a command inside. */
#ifndef EXITMETER_WINDOW_H
#define EXITMETER_WINDOW_H

#include <stdbool.h>

#include "abi.h"
#include "ledger/detail.h"
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
 * @net: end - begin - empty
 * @nr_vcpus: of a VM that has several; 0 if it has one
 * @vcpus: for each of them end - begin, what measuring costs included
 * @details: beside @empty to @net, all vCPUs together; NULL if the meter keeps none
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
};

/**
 * window_run - measure a command
 * @w: receives the result; window_free() it, also after an error
 * @argv: NULL-terminated; looked for in PATH
 *
 * Latch, fork, exec, wait, latch; nothing else is done in between.  Only then
 * is the meter read.
 *
 * Return: 0, or -errno with a message on stderr.  A command that can't be
 * executed ends with status 127, as in a shell.
 */
int window_run(struct window *w, char *const argv[]);

/**
 * window_from_zero - the window from the counters' zero to a latch
 * @w: receives the result; @empty is zero, for there is no first latch. window_free()
 *	it, also after an error
 * @slot: latched before
 *
 * Return: 0, or -EBUSY with a message on stderr if the slot was overwritten.
 */
int window_from_zero(struct window *w, unsigned int slot, uint32_t serial);

void window_free(struct window *w);

#endif
