// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct topic_section section_boot, section_frequent, section_exercise_run,
	section_exercise_sample, section_exercise_leaves, section_exercise_totals,
	section_exercise_reasons, section_exercise_extremes, section_exercise_rate,
	section_exercise_own, section_shares, section_rates;

static const struct topic_section *const sections[] = {
	&section_boot, &section_frequent, &section_exercise_run, &section_exercise_sample,
	&section_exercise_leaves, &section_exercise_totals, &section_exercise_reasons,
	&section_exercise_extremes, &section_exercise_rate, &section_exercise_own,
	&section_shares, &section_rates, NULL,
};

const struct topic topic_boot = {
	.name = "boot",
	.summary = "a boot, reason by reason, and the course exercise that is about one",
	.sections = sections,
};
