// SPDX-License-Identifier: GPL-2.0
/* The report's section about what all this would be on hardware. */
#include <stdlib.h>
#include <string.h>

#include "bridge.h"
#include "model-table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "select/kpti.h"
#include "util/memory.h"

/* The two that a CPU can have. */
#define NR_KPTI	2

/* A workload with KPTI off and on, and how many came out how. */
struct verdicts {
	size_t nr[MODEL_VERDICTS];
	size_t all;
};

static const char *nested(const struct hw_costs *costs)
{
	return record_nested_name(costs->vendor);
}

/* Is no workload of that name before it? */
static bool is_first(const struct pairs *jobs, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (!strcmp(pair_any(&jobs->pair[k])->workload,
			    pair_any(&jobs->pair[i])->workload))
			return false;
	return true;
}

/* Return: false if it was not measured like that. */
static bool model_kpti(struct model *m, const struct report *r, size_t job, enum kpti kpti,
		       const struct hw_costs *costs)
{
	struct kpti_pair p = kpti_find(&r->all, &r->varied, &r->jobs.pair[job], kpti);

	if (p.pair)
		model_workload(m, p.all, p.pair, costs);
	return p.pair;
}

static void count_verdicts(struct verdicts *v, const struct report *r, enum kpti wanted,
			   const struct hw_costs *costs)
{
	struct model m;
	size_t i;

	memset(v, 0, sizeof(*v));
	for (i = 0; i < r->jobs.nr; i++) {
		if (!is_first(&r->jobs, i) || !model_kpti(&m, r, i, wanted, costs))
			continue;
		v->nr[m.verdict]++;
		v->all++;
	}
}

/* "KPTI off: EPT wins in 7 of 15 workloads." */
static void say_verdicts(const struct report *r, const struct hw_costs *costs)
{
	struct verdicts v;
	enum kpti kpti;

	for (kpti = KPTI_OFF; kpti < NR_KPTI; kpti++) {
		count_verdicts(&v, r, kpti, costs);
		if (!v.all)
			continue;
		fprintf(r->f, "- " MODEL_MARK "**%s: %s wins in %zu of %zu workload%s.** ",
			kpti_texts[kpti], nested(costs), v.nr[MODEL_NESTED], v.all,
			v.all == 1 ? "" : "s");
		if (v.nr[MODEL_SHADOW])
			fprintf(r->f, "In %zu the exits cost so little that shadow paging wins as "
				"soon as the working set misses the TLB. ", v.nr[MODEL_SHADOW]);
		if (v.nr[MODEL_OPEN])
			fprintf(r->f, "%zu depend%s on the CPU and on how often it misses the TLB.",
				v.nr[MODEL_OPEN], v.nr[MODEL_OPEN] == 1 ? "s" : "");
		fputc('\n', r->f);
	}
}

static void add_model(struct table *t, const struct model *m, const struct hw_costs *costs)
{
	static const char *const verdicts[MODEL_VERDICTS] = {
		[MODEL_UNKNOWN] = "not modelled",
		[MODEL_OPEN] = "open",
		[MODEL_SHADOW] = "shadow, if it misses the TLB",
	};

	table_text(t, "%s = %s", model_range(m->saved, "").text,
		   model_time(m->saved, costs->clock.range).text);
	table_text(t, "%s", model_percent(m->break_even_percent).text);
	table_text(t, "%s", m->verdict == MODEL_NESTED ? nested(costs) : verdicts[m->verdict]);
}

static void add_job(struct table *t, const struct report *r, size_t job,
		    const struct hw_costs *costs)
{
	struct model m;
	enum kpti kpti;
	size_t i;

	table_text(t, "%s", pair_any(&r->jobs.pair[job])->workload);
	for (kpti = KPTI_OFF; kpti < NR_KPTI; kpti++) {
		if (model_kpti(&m, r, job, kpti, costs))
			add_model(t, &m, costs);
		else
			for (i = 0; i < 3; i++)
				table_empty(t);
	}
}

static bool has_any(const struct report *r, size_t job, const struct hw_costs *costs)
{
	struct model m;

	return is_first(&r->jobs, job) && (model_kpti(&m, r, job, KPTI_OFF, costs) ||
					   model_kpti(&m, r, job, KPTI_ON, costs));
}

static void print_table(const struct report *r, const struct hw_costs *costs)
{
	char *off = memory_printf("?" MODEL_MARK "KPTI off: %s saves, cycles = time",
				  nested(costs));
	char *on = memory_printf("?" MODEL_MARK "KPTI on: %s saves, cycles = time",
				 nested(costs));
	const char *const columns[] = {
		"<workload", off, "?break-even", "?<winner", on, "?break-even", "?<winner", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i;

	for (i = 0; i < r->jobs.nr; i++)
		if (has_any(r, i, costs))
			add_job(t, r, i, costs);
	table_end(t, r->f);
	fputc('\n', r->f);
	free(off);
	free(on);
}

/* Nothing but page walks of this range speaks for shadow paging. */
static int say_method(const struct report *r, const struct hw_costs *costs)
{
	const struct format world_switch = model_cost(&costs->world_switch);
	const struct format cpi = model_cost(&costs->cpi), clock = model_cost(&costs->clock);
	const struct format walks = model_cost(&costs->walks);
	const struct format guest_cpi = model_cost(&costs->guest_cpi);
	char least[16], most[16];
	const struct prose_value values[] = {
		{ "cpus", costs->summary }, { "switch", world_switch.text }, { "cpi", cpi.text },
		{ "clock", clock.text }, { "walks", walks.text }, { "nested", nested(costs) },
		{ "guest-cpi", guest_cpi.text }, { "walks-least", least }, { "walks-most", most },
		{ NULL, NULL },
	};

	snprintf(least, sizeof(least), "%g", costs->walks.range.low);
	snprintf(most, sizeof(most), "%g", costs->walks.range.high);
	return prose_print(r->f, "analysis/hardware/hardware.md", values);
}

static int print_section(const struct report *r, const struct hw_costs *costs)
{
	fprintf(r->f, "## Which paging is faster on a real CPU?\n\n");
	say_verdicts(r, costs);
	fputc('\n', r->f);
	if (say_method(r, costs))
		return -1;
	print_table(r, costs);
	fprintf(r->f, "Sources of the ranges, exits and switches of each workload: ");
	report_link(r, DOCUMENT_WORKLOADS, "what the exits would cost");
	fprintf(r->f, ".\n\n");
	return bridge_print(r, costs);
}

/* Only where a cycle is an instruction is there anything to judge. */
static bool has_models(const struct report *r, const struct hw_costs *costs)
{
	struct model m;
	size_t i;

	for (i = 0; i < r->jobs.nr; i++)
		if ((model_kpti(&m, r, i, KPTI_OFF, costs) && m.has_instructions) ||
		    (model_kpti(&m, r, i, KPTI_ON, costs) && m.has_instructions))
			return true;
	return false;
}

static int write_hardware(const struct report *r)
{
	struct hw_costs *costs;
	int err;

	if (!r->nr_platforms || !model_has_platform(r->platform))
		return 0;
	costs = memory_zalloc(sizeof(*costs));
	err = hw_costs_load_default(costs, r->jobs.pair[0].vendor);
	if (!err && has_models(r, costs))
		err = print_section(r, costs);
	free(costs);
	return err;
}

const struct topic_section section_hardware = {
	DOCUMENT_REPORT, 90, TOPIC_ONCE, NULL, write_hardware,
};
