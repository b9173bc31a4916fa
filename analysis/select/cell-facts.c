// SPDX-License-Identifier: GPL-2.0
#include "cell-facts.h"

#include <string.h>

size_t record_changed(const struct record *r, const struct setting *changed[SETTING_NR])
{
	const char *value;
	size_t nr = 0, i;

	for (i = 0; i < SETTING_NR; i++) {
		value = record_setting(r, settings[i].name);
		/* A setting that is newer than the record was at its default. */
		if (*value && strcmp(value, settings[i].initial))
			changed[nr++] = &settings[i];
	}
	return nr;
}

bool record_has_only(const struct record *r, const char *setting)
{
	const struct setting *changed[SETTING_NR];

	return record_changed(r, changed) == 1 && !strcmp(changed[0]->name, setting);
}

bool record_is_boot(const struct record *r)
{
	return !strcmp(r->file.measure, "boot");
}

bool record_is_distribution(const struct record *r)
{
	return !strcmp(r->file.measure, "login");
}
