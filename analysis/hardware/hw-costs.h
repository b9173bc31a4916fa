/* SPDX-License-Identifier: GPL-2.0 */
/* What hardware charges for exits and instructions: a file of ranges, each with its source. */
#ifndef EXITREPORT_HW_COSTS_H
#define EXITREPORT_HW_COSTS_H

#include <stdbool.h>

#include "record/facts/config.h"
#include "ledger/class.h"

/**
 * struct range - a value that is known to lie between two
 * @low: at most @high
 */
struct range {
	double low;
	double high;
};

/**
 * struct hw_cost - a range and where it is from
 * @source: for readers
 */
struct hw_cost {
	struct range range;
	char source[CONFIG_VALUE_SIZE];
};

/**
 * struct hw_costs - of a vendor's CPUs
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @summary: which CPUs
 * @world_switch: cycles of an exit and the entry after it, without any software
 * @has_own: does the file have a range of its own for a kind of exit?  A switch is the same, however
 *	many cycles it takes on a CPU, for all kinds that have none
 * @of_kind: that range; of others as @world_switch
 * @cpi: cycles that an instruction of KVM takes
 * @guest_cpi: cycles that an instruction of the guest takes
 * @walks: percent by which two-dimensional page walks lengthen the guest's own time
 * @clock: GHz at which these cycles pass
 */
struct hw_costs {
	unsigned int vendor;
	char summary[CONFIG_VALUE_SIZE];
	struct hw_cost world_switch;
	bool has_own[CLASS_LISTED];
	struct range of_kind[CLASS_LISTED];
	struct hw_cost cpi;
	struct hw_cost guest_cpi;
	struct hw_cost walks;
	struct hw_cost clock;
};

/**
 * hw_costs_load - read a file
 * @costs: receives it
 *
 * Return: 0, or -1 with a message that names file and line.
 */
int hw_costs_load(struct hw_costs *costs, const char *path);

/* hw_costs_load_default - likewise, the file that comes with exitreport */
int hw_costs_load_default(struct hw_costs *costs, unsigned int vendor);

/* Sets @world_switch for all kinds of exits. */
void hw_costs_set_switch(struct hw_costs *costs, struct range range);

#endif
