/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a workload's exits would cost on hardware: net counts and instructions as they
 * were measured, times what hardware charges for each.
 */
#ifndef EXITREPORT_MODEL_H
#define EXITREPORT_MODEL_H

#include "hw-costs.h"
#include "select/pair.h"

enum model_verdict {
	MODEL_UNKNOWN,		/* the platform does not count instructions */
	MODEL_NESTED,		/* nested paging wins, whatever the walks cost */
	MODEL_OPEN,		/* it depends */
	MODEL_SHADOW,		/* shadow paging wins if the walks cost what was measured */
	MODEL_VERDICTS,
};

extern const char *const model_verdicts[MODEL_VERDICTS];

/**
 * struct model_mode - one paging mode
 * @exits: measured, without starting up; a range over the seeds
 * @instructions: of KVM, likewise; 0 if the platform does not count them
 * @switches: cycles of the world switches, modelled
 * @overhead: these and KVM's instructions, cycles, modelled
 */
struct model_mode {
	struct range exits;
	struct range instructions;
	struct range switches;
	struct range overhead;
};

/**
 * struct model - both modes of a workload
 * @has_instructions: else there are no more than @exits and @switches
 * @mode: nested, then shadow paging
 * @saved: cycles of overhead that nested paging saves: shadow less nested, at the same costs
 * @break_even: shadow paging wins if nested walks cost more cycles for 1,000 of the guest's
 *	instructions than this
 * @break_even_percent: the same in percent of the guest's own cycles
 */
struct model {
	bool has_instructions;
	struct model_mode mode[2];
	struct range saved;
	struct range break_even;
	struct range break_even_percent;
	enum model_verdict verdict;
};

/* model_has_platform - is there anything to model?  Not where cycles are a CPU's own. */
bool model_has_platform(const char *platform);

/**
 * model_pair - model a workload
 * @pair: whole, of the vendor of @costs
 */
void model_pair(struct model *m, const struct pair *pair, const struct hw_costs *costs);

/**
 * model_workload - likewise over its seeds: ranges that have those of all of them in it
 * @all: with all seeds
 * @like: whole, of @all: which workload, with which settings
 */
void model_workload(struct model *m, const struct pairs *all, const struct pair *like,
		    const struct hw_costs *costs);

/* range_times - n times an unknown value that is within @cost; n may be negative */
struct range range_times(double n, struct range cost);

/* range_add - to += more */
void range_add(struct range *to, struct range more);

/* range_divide - the least and the most that a quotient can be; @by is above 0 */
struct range range_divide(struct range r, struct range by);

#endif
