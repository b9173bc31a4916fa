// SPDX-License-Identifier: GPL-2.0
#include "calibrate.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

#include "overhead/cost.h"
#include "output/format.h"
#include "record/facts/platform-facts.h"
#include "select/thresholds.h"

/* Kinds of exits whose handling does not depend on memory in use. */
static const enum exit_class steady[] = { CLASS_CPUID, CLASS_MSR };

#define NR_STEADY	(sizeof(steady) / sizeof(steady[0]))

static int refuse(const struct record *r, const char *what)
{
	warnx("%s: no calibration: %s; it takes a record of the workload exit-cost, with the "
		"meter on, of a platform host or nested", r->path, what);
	return -1;
}

/* What KVM did while the exits were timed. */
static int load_ledger(struct ledger *l, const struct record *r)
{
	const struct l1_ledgers *before = &r->l1[L1_BEFORE].ledgers;
	const struct l1_ledgers *after = &r->l1[L1_AFTER].ledgers;

	if (!before->nr_vcpus || !after->nr_vcpus)
		return refuse(r, "it has no ledgers of the host from before and after the work");
	*l = after->sum;
	ledger_subtract(l, &before->sum);
	return 0;
}

/* Cycles in KVM for one exit of a kind, or below 0 if there were too few. */
static double kernel_per_exit(enum exit_class kind, unsigned int vendor, const struct ledger *l)
{
	int64_t count = class_count(kind, vendor, l);

	return count >= MANY_EXITS ? (double)class_kernel(kind, vendor, l) / count : -1;
}

static int find_switch(struct range *to, const struct record *r, const struct ledger *l)
{
	const struct cost *cpuid, *nothing;
	double kernel = kernel_per_exit(CLASS_CPUID, r->vendor, l), own;
	struct costs costs;
	char error[384];
	int err = -1;

	if (!r->output)
		return refuse(r, "it has no output of the workload");
	if (costs_parse(&costs, r->output, error, sizeof(error)))
		return refuse(r, error);
	cpuid = costs_find(&costs, "cpuid");
	nothing = costs_find(&costs, "nothing");
	if (!cpuid || !nothing || kernel < 0) {
		refuse(r, "CPUID was not timed, or hardly");
		goto out;
	}
	own = nothing->median + kernel;
	*to = (struct range) { cpuid->min - own, cpuid->p99 - own };
	if (to->low < 0)
		refuse(r, "a CPUID's round trip is shorter than KVM's part of it");
	else
		err = 0;
out:
	costs_free(&costs);
	return err;
}

/* All windows of the run that count instructions, added up. */
static void add_up(struct ledger *sum, const struct run *run, unsigned int vendor)
{
	const struct record *r;
	size_t i;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < run->nr_records; i++) {
		r = run->records[i];
		if (!r->ok || r->vendor != vendor || !platform_facts(r->platform)->is_instruction)
			continue;
		sum->nr_reasons = r->window.net.nr_reasons;
		sum->nr_rows = r->window.net.nr_rows;
		ledger_add(sum, &r->window.net);
	}
}

/* Cycles against instructions of the same handlers; false if the run can't tell. */
static bool find_cpi(struct range *to, const struct run *run, unsigned int vendor,
		     const struct ledger *l)
{
	double cycles, instructions, cpi;
	struct ledger sum;
	bool found = false;
	size_t i;

	add_up(&sum, run, vendor);
	for (i = 0; i < NR_STEADY; i++) {
		cycles = kernel_per_exit(steady[i], vendor, l);
		instructions = kernel_per_exit(steady[i], vendor, &sum);
		if (cycles <= 0 || instructions <= 0)
			continue;
		cpi = cycles / instructions;
		if (!found || cpi < to->low)
			to->low = cpi;
		if (!found || cpi > to->high)
			to->high = cpi;
		found = true;
	}
	return found;
}

static int check(const struct record *r, const struct hw_costs *costs)
{
	if (!platform_facts(r->platform)->has_hardware)
		return refuse(r, "its cycles are not a CPU's own");
	if (r->vendor != costs->vendor)
		return refuse(r, "it is of the other vendor than the costs");
	return 0;
}

static int calibrate_from(struct hw_costs *costs, const struct record *r, const struct run *run)
{
	struct range world_switch, cpi;
	struct ledger l;

	if (check(r, costs) || load_ledger(&l, r) || find_switch(&world_switch, r, &l))
		return -1;
	hw_costs_set_switch(costs, world_switch);
	snprintf(costs->world_switch.source, sizeof(costs->world_switch.source),
		 "calibrated by %s: round trip of a CPUID, fastest and 99th percentile, less KVM's "
		 "part", r->id);
	if (!find_cpi(&cpi, run, r->vendor, &l))
		return 0;
	costs->cpi.range = cpi;
	snprintf(costs->cpi.source, sizeof(costs->cpi.source),
		 "calibrated by %s: KVM's cycles for a CPUID and for an MSR there, against the "
		 "instructions in this run; handlers of page faults may take more, for they miss "
		 "the caches", r->id);
	return 0;
}

int calibrate(struct hw_costs *costs, const char *path, const struct run *run)
{
	struct record *r = record_load(path);
	int err;

	if (!r)
		return -1;
	err = calibrate_from(costs, r, run);
	record_free(r);
	return err;
}
