// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_overhead;
extern const struct topic_table table_overhead;
extern const struct topic_chart chart_overhead;
extern const struct topic_section section_overhead;

static const struct command *const commands[] = { &command_overhead, NULL };
static const struct topic_table *const tables[] = { &table_overhead, NULL };
static const struct topic_chart *const charts[] = { &chart_overhead, NULL };
static const struct topic_section *const sections[] = { &section_overhead, NULL };

const struct topic topic_overhead = {
	.name = "overhead",
	.summary = "what measuring itself costs",
	.commands = commands,
	.tables = tables,
	.charts = charts,
	.sections = sections,
};
