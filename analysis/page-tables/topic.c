// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_explain;
extern const struct topic_table table_page_tables;
extern const struct topic_section section_page_tables, section_page_counters;

static const struct command *const commands[] = { &command_explain, NULL };
static const struct topic_table *const tables[] = { &table_page_tables, NULL };
static const struct topic_section *const sections[] = {
	&section_page_tables, &section_page_counters, NULL,
};

const struct topic topic_page_tables = {
	.name = "page-tables",
	.summary = "what the exits for page tables were for",
	.commands = commands,
	.tables = tables,
	.sections = sections,
};
