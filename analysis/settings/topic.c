// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_section section_effects, section_settings, section_settings_failures;

static const struct topic_section *const sections[] = {
	&section_effects, &section_settings, &section_settings_failures, NULL,
};

const struct topic topic_settings = {
	.name = "settings",
	.summary = "what the settings change",
	.sections = sections,
};
