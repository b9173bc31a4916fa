// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_detail;
extern const struct topic_table table_keys, table_histograms;
extern const struct topic_chart chart_durations;
extern const struct topic_section section_detail;

static const struct command *const commands[] = { &command_detail, NULL };
static const struct topic_table *const tables[] = { &table_keys, &table_histograms, NULL };
static const struct topic_chart *const charts[] = { &chart_durations, NULL };
static const struct topic_section *const sections[] = { &section_detail, NULL };

const struct topic topic_detail = {
	.name = "detail",
	.summary = "what the exits are, and how long each takes",
	.commands = commands,
	.tables = tables,
	.charts = charts,
	.sections = sections,
};
