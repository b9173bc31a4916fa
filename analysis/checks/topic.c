// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_check, command_verify;
extern const struct topic_table table_kvm_stats, table_unused;
extern const struct topic_section section_laws, section_expectations, section_limits,
	section_platform_limits, section_trust,
	section_verify, section_kernel_tests;

static const struct command *const commands[] = { &command_check, &command_verify, NULL };
static const struct topic_table *const tables[] = { &table_kvm_stats, &table_unused, NULL };
static const struct topic_section *const sections[] = {
	&section_trust, &section_limits, &section_laws, &section_expectations, &section_verify,
	&section_kernel_tests, &section_platform_limits, NULL,
};

const struct topic topic_checks = {
	.name = "checks",
	.summary = "what must be true of a record, and what else counted",
	.commands = commands,
	.tables = tables,
	.sections = sections,
};
