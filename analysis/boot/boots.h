/* SPDX-License-Identifier: GPL-2.0 */
/* Boots in both modes: the plain one, those that differ in a setting, a distribution's. */
#ifndef EXITREPORT_BOOTS_H
#define EXITREPORT_BOOTS_H

#include "parts/report.h"
#include "record/facts/settings.h"

/**
 * struct boot - one of them
 * @pair: first seed, both modes
 * @setting: that is off its default; NULL if none is
 * @is_distribution: up to a login prompt, and not to the first process
 */
struct boot {
	const struct pair *pair;
	const struct setting *setting;
	bool is_distribution;
};

/**
 * struct boots - all of a platform
 * @boot: the plain one, then those with another setting, a distribution's last
 */
struct boots {
	struct boot *boot;
	size_t nr;
};

/**
 * boots_find - gather them
 * @b: receives them, for boots_free(); none if the plain boot was not measured in both modes
 *
 * Left out are those with several settings off their defaults.
 */
void boots_find(struct boots *b, const struct report *r);

/* boots_with - the boot with this setting at this value; NULL if there is none */
const struct boot *boots_with(const struct boots *b, const char *setting, const char *value);

/* boots_distribution - a distribution's on one vCPU; NULL if there is none */
const struct boot *boots_distribution(const struct boots *b);

/* boot_name - what is special about it, for readers; to be freed */
char *boot_name(const struct boot *b);

/* boot_factor - exits of it with shadow paging over those with nested paging */
double boot_factor(const struct boot *b);

void boots_free(struct boots *b);

#endif
