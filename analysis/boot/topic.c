// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_section section_boot;

static const struct topic_section *const sections[] = { &section_boot, NULL };

const struct topic topic_boot = {
	.name = "boot",
	.summary = "a boot, reason by reason, and the course exercise that is about one",
	.sections = sections,
};
