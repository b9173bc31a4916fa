// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_delta, command_compare;
extern const struct topic_table table_deltas, table_compare, table_accounts, table_startup;
extern const struct topic_chart chart_exits, chart_heatmap;
extern const struct topic_section section_heatmap, section_each_workload;

static const struct command *const commands[] = { &command_delta, &command_compare, NULL };
static const struct topic_table *const tables[] = {
	&table_deltas, &table_compare, &table_accounts, &table_startup, NULL,
};
static const struct topic_chart *const charts[] = {
	&chart_exits, &chart_heatmap, NULL,
};
static const struct topic_section *const sections[] = {
	&section_heatmap, &section_each_workload, NULL,
};

const struct topic topic_modes = {
	.name = "modes",
	.summary = "both paging modes, workload by workload",
	.commands = commands,
	.tables = tables,
	.charts = charts,
	.sections = sections,
};
