// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_reproduce;
extern const struct topic_table table_statistics;
extern const struct topic_section section_repeats, section_repeats_method;

static const struct command *const commands[] = { &command_reproduce, NULL };
static const struct topic_table *const tables[] = { &table_statistics, NULL };
static const struct topic_section *const sections[] = {
	&section_repeats, &section_repeats_method, NULL,
};

const struct topic topic_runs = {
	.name = "runs",
	.summary = "repeats, and one run against another",
	.commands = commands,
	.tables = tables,
	.sections = sections,
};
