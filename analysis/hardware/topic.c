// SPDX-License-Identifier: GPL-2.0
#include "topic.h"

extern const struct command command_model;
extern const struct topic_section section_hardware, section_model;

static const struct command *const commands[] = { &command_model, NULL };
static const struct topic_section *const sections[] = {
	&section_hardware, &section_model, NULL,
};

const struct topic topic_hardware = {
	.name = "hardware",
	.summary = "what the exits would cost on hardware",
	.commands = commands,
	.sections = sections,
};
