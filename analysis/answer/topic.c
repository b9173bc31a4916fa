// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_chart chart_cpu_time;
extern const struct topic_section section_answer, section_workloads, section_advice,
	section_all_workloads, section_mmio;

static const struct topic_chart *const charts[] = { &chart_cpu_time, NULL };
static const struct topic_section *const sections[] = {
	&section_answer, &section_workloads, &section_advice, &section_all_workloads,
	&section_mmio, NULL,
};

const struct topic topic_answer = {
	.name = "answer",
	.summary = "what turning nested paging off costs, and when it matters",
	.charts = charts,
	.sections = sections,
};
