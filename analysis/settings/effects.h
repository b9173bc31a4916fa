/* SPDX-License-Identifier: GPL-2.0 */
/* What a setting does to workloads, in both paging modes. */
#ifndef EXITREPORT_EFFECTS_H
#define EXITREPORT_EFFECTS_H

#include "parts/report.h"
#include "record/facts/settings.h"
#include "select/net.h"

/**
 * struct effect - of one setting on one workload
 * @with: it at another value, all others at their default
 * @setting: it
 * @value: it has
 * @exits: net, with all settings at their default, and with this one
 * @kernel: KVM's cycles, likewise
 * @busy: likewise
 * @change: how far exits or CPU time move, in the mode in which they move more: the logarithm of
 *	the ratio, 0 if both are nearly equal
 */
struct effect {
	const struct pair *with;
	const struct setting *setting;
	const char *value;
	struct net exits[2];
	struct net kernel[2];
	struct net busy[2];
	double change;
};

/**
 * struct effects - of all settings, on what was measured with and without
 * @effect: by setting and value; the largest change first
 * @nr_left_out: pairs that differ in several settings, or from no cell of the same image
 */
struct effects {
	struct effect *effect;
	size_t nr;
	size_t nr_left_out;
};

enum effects_of {
	EFFECTS_OF_JOBS,
	EFFECTS_OF_ALL,		/* and of micro-benchmarks */
};

/* effects_find - @e: receives them, for effects_free() */
void effects_find(struct effects *e, const struct report *r, enum effects_of what);

void effects_free(struct effects *e);

#endif
