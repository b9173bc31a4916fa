// SPDX-License-Identifier: GPL-2.0
/* The appendix' section about what the exits would cost on hardware. */
#include <stdlib.h>

#include "util/memory.h"
#include "model-table.h"
#include "parts/prose.h"
#include "parts/report.h"
#include "record/facts/platform-facts.h"

static int say_method(const struct report *r, const struct hw_costs *costs)
{
	bool instructions = platform_facts(r->platform)->is_instruction;
	const struct prose_value values[] = {
		{ "cpus", costs->summary }, { "instructions", instructions ? "" : NULL },
		{ "nested", record_nested_name(costs->vendor) }, { NULL, NULL },
	};

	return prose_print(r->f, "analysis/hardware/model.md", values);
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
		fprintf(r->f, "## What the exits would cost on hardware\n\n");
		err = say_method(r, costs);
		model_print(TABLE_MARKDOWN, &r->all, &r->jobs, costs, r->f);
		fputc('\n', r->f);
		model_print_costs(TABLE_MARKDOWN, costs, r->f);
		fputc('\n', r->f);
	}
	free(costs);
	return err;
}

const struct topic_section section_model = {
	DOCUMENT_WORKLOADS, 70, TOPIC_EACH_PLATFORM, NULL, write_model,
};
