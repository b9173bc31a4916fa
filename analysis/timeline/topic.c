// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_timeline;
extern const struct topic_chart chart_timeline;
extern const struct topic_section section_timeline;

static const struct command *const commands[] = { &command_timeline, NULL };
static const struct topic_chart *const charts[] = { &chart_timeline, NULL };
static const struct topic_section *const sections[] = { &section_timeline, NULL };

const struct topic topic_timeline = {
	.name = "timeline",
	.summary = "exits over time",
	.commands = commands,
	.charts = charts,
	.sections = sections,
};
