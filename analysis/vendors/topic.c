// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_chart chart_sides;
extern const struct topic_section section_sides;

static const struct topic_chart *const charts[] = { &chart_sides, NULL };
static const struct topic_section *const sections[] = { &section_sides, NULL };

const struct topic topic_vendors = {
	.name = "vendors",
	.summary = "Intel and AMD side by side",
	.charts = charts,
	.sections = sections,
};
