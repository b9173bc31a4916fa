/* SPDX-License-Identifier: GPL-2.0 */
/* What measuring may cost at most, and whether it stays below. */
#ifndef EXITREPORT_OVERHEAD_TARGET_H
#define EXITREPORT_OVERHEAD_TARGET_H

#include "overhead.h"

#define OVERHEAD_TARGETS	4

/**
 * struct overhead_target_result - a target and what came of it
 * @text: what is wanted
 * @measured: figures that it was judged by
 * @missing: figures that it should have been judged by and that were not measured
 * @low: the lowest of them
 * @high: the highest of them
 * @worst: what the one is of that is furthest from the target; may be empty
 * @is_ratio: they are quotients, not cycles or exits
 * @holds: everything was measured and none is beyond the target
 */
struct overhead_target_result {
	const char *text;
	size_t measured;
	size_t missing;
	double low;
	double high;
	char worst[64];
	bool is_ratio;
	bool holds;
};

/**
 * overhead_target - judge one of them
 * @index: from 0, below OVERHEAD_TARGETS
 *
 * Cycles are judged where they are instructions, and of exits that KVM handles by
 * itself: a way through the VMM or a sleep changes accounts beside the exit. Where it
 * depends on the host's free lists or on KVM's shadow pages, which differ from one
 * KVM to another, the difference of two KVMs is not the meter's alone.
 */
void overhead_target(struct overhead_target_result *result, size_t index,
		     const struct overhead *o);

#endif
