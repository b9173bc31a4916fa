// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_tables, command_charts, command_report;
extern const struct topic_section section_nothing, section_measured,
	section_setup, section_absent, section_method, section_appendices;

static const struct command *const commands[] = {
	&command_tables, &command_charts, &command_report, NULL,
};
static const struct topic_section *const sections[] = {
	&section_nothing, &section_measured, &section_setup, &section_absent,
	&section_method, &section_appendices, NULL,
};

const struct topic topic_report = {
	.name = "report",
	.summary = "the report, and what is the same for all topics",
	.commands = commands,
	.sections = sections,
};
