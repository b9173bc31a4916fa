// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_section section_settings;

static const struct topic_section *const sections[] = { &section_settings, NULL };

const struct topic topic_settings = {
	.name = "settings",
	.summary = "what the settings change",
	.sections = sections,
};
