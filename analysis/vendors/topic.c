// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_vendors;
extern const struct topic_chart chart_vendors;
extern const struct topic_section section_vendors, section_vendors_jobs;

static const struct command *const commands[] = { &command_vendors, NULL };
static const struct topic_chart *const charts[] = { &chart_vendors, NULL };
static const struct topic_section *const sections[] = {
	&section_vendors, &section_vendors_jobs, NULL,
};

const struct topic topic_vendors = {
	.name = "vendors",
	.summary = "Intel and AMD side by side",
	.commands = commands,
	.charts = charts,
	.sections = sections,
};
