// SPDX-License-Identifier: GPL-2.0
/* The report's section about what the exits would cost on hardware. */
#include <stdlib.h>

#include "util/memory.h"
#include "model-table.h"
#include "parts/report.h"

static void say_method(const struct report *r)
{
	fprintf(r->f, "**Modelled, not measured**: every number behind " MODEL_MARK "is a count of "
		"this run times a range that others measured or that is assumed. `exitreport model` "
		"prints it, with your own ranges too (`--costs`) or with those of your machine "
		"(`--calibration`).\n\n"
		"- Switches: each exit times what the CPU itself needs to leave the guest and to "
		"enter it again.\n");
}

static void say_overhead(const struct report *r)
{
	fprintf(r->f, "- Overhead: the switches, and KVM's instructions times the cycles that one "
		"takes.\n"
		"- In neither: the VMM's part and waiting; misses of caches and of the TLB after a "
		"switch, beyond what the ranges have room for; and what nested paging costs without "
		"an exit, its page walks in two dimensions.\n"
		"- Break-even: shadow paging wins if those walks cost more cycles than this for "
		"1,000 of the instructions that the guest executes with nested paging. In percent: "
		"of the cycles that it has for them.\n"
		"- Verdict: the break-even against the walks' range below, which is one published "
		"workload's. One that misses the TLB more often can still do better with shadow "
		"paging.\n\n");
}

static void say_verdicts(const struct report *r, const struct hw_costs *costs)
{
	size_t nr[MODEL_SHADOW + 1] = { 0 }, i;
	struct model m;

	for (i = 0; i < r->jobs.nr; i++) {
		if (!pair_is_whole(&r->jobs.pair[i]))
			continue;
		model_pair(&m, &r->jobs.pair[i], costs);
		nr[m.verdict]++;
	}
	if (nr[MODEL_UNKNOWN]) {
		fprintf(r->f, "- No more than that: on this platform a cycle is no instruction."
			"\n\n");
		return;
	}
	say_overhead(r);
	fprintf(r->f, MODEL_MARK "Nested paging wins in %zu workloads, shadow paging in %zu, and "
		"%zu are open.\n\n", nr[MODEL_NESTED], nr[MODEL_SHADOW], nr[MODEL_OPEN]);
}

static int write_model(const struct report *r)
{
	struct hw_costs *costs;
	int err;

	if (!model_has_platform(r->platform))
		return 0;
	costs = memory_zalloc(sizeof(*costs));
	err = hw_costs_load_default(costs, r->jobs.pair[0].vendor);
	if (!err) {
		fprintf(r->f, "## Modelled on hardware%s\n\nFor %s.\n\n", r->suffix,
			costs->summary);
		say_method(r);
		say_verdicts(r, costs);
		model_print(TABLE_MARKDOWN, &r->jobs, costs, r->f);
		fputc('\n', r->f);
		model_print_costs(TABLE_MARKDOWN, costs, r->f);
		fputc('\n', r->f);
	}
	free(costs);
	return err;
}

const struct topic_section section_model = { DOCUMENT_REPORT, 90, TOPIC_EACH_PLATFORM, NULL, write_model };
