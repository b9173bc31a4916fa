// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_table table_points;
extern const struct topic_chart chart_mechanisms;
extern const struct topic_section section_changes;
extern const struct topic_section section_interrupts;
extern const struct topic_section section_mechanisms;
extern const struct topic_section section_predictions;
extern const struct topic_section section_requests;

static const struct topic_table *const tables[] = { &table_points, NULL };
static const struct topic_chart *const charts[] = { &chart_mechanisms, NULL };
static const struct topic_section *const sections[] = {
	&section_changes, &section_mechanisms, &section_requests, &section_interrupts,
	&section_predictions, NULL,
};

const struct topic topic_mechanisms = {
	.name = "mechanisms",
	.summary = "what changes without nested paging, one mechanism at a time",
	.tables = tables,
	.charts = charts,
	.sections = sections,
};
