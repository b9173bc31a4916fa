// SPDX-License-Identifier: GPL-2.0
#include "cell-facts.h"

#include <string.h>

/*
 * A variant is "NAME-VALUE.NAME-VALUE".  It says what is not at its default where the cell ran,
 * which of some settings, as the CPU, the platform decides.
 */
static bool is_in_variant(const char *variant, const char *name)
{
	size_t length = strlen(name);
	const char *at;

	for (at = variant; *at; at += strcspn(at, "."), at += *at == '.')
		if (!strncmp(at, name, length) && at[length] == '-')
			return true;
	return false;
}

size_t record_changed(const struct record *r, const struct setting *changed[SETTING_NR])
{
	size_t nr = 0, i;

	for (i = 0; i < SETTING_NR; i++)
		if (is_in_variant(r->variant, settings[i].name))
			changed[nr++] = &settings[i];
	return nr;
}

const char *mode_prose(unsigned int vendor, bool shadow)
{
	if (vendor == KVM_EXITMETER_VENDOR_SVM)
		return shadow ? "NPT off" : "NPT on";
	return shadow ? "EPT off" : "EPT on";
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

size_t record_largest_point(const struct record *r)
{
	size_t largest = 0, i;

	for (i = 1; i < r->nr_points; i++)
		if (r->points[i].operations > r->points[largest].operations)
			largest = i;
	return largest;
}
