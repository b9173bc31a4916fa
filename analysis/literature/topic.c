// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_section section_others, section_published;

static const struct topic_section *const sections[] = {
	&section_others, &section_published, NULL,
};

const struct topic topic_literature = {
	.name = "literature",
	.summary = "others' measurements",
	.sections = sections,
};
