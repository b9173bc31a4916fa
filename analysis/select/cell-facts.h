/* SPDX-License-Identifier: GPL-2.0 */
/* What is asked of one cell in many places. */
#ifndef EXITREPORT_CELL_FACTS_H
#define EXITREPORT_CELL_FACTS_H

#include <string.h>

#include "record/record.h"
#include "record/facts/settings.h"

/**
 * record_changed - the settings of a cell that are not at their default
 * @changed: receives them, in the order of settings[]
 *
 * Return: how many.
 */
size_t record_changed(const struct record *r, const struct setting *changed[SETTING_NR]);

/* mode_prose - a paging mode in a sentence: "EPT on", "NPT off" */
const char *mode_prose(unsigned int vendor, bool shadow);

/* record_has_only - is a setting of that name off its default, and no other? */
bool record_has_only(const struct record *r, const char *setting);

/* Does L2's kernel keep its page tables apart: "on", "off"; NULL if the record does not tell. */
static inline const char *record_pti(const struct record *r)
{
	return r->pti;
}

/* The image that was run; "" if the record does not tell. */
static inline const char *record_image(const struct record *r)
{
	const char *image = json_string_value(json_object_get(r->identity, "image"));

	return image ? image : "";
}

/* record_same_image - was the same run in both?  Otherwise it may be that which differs. */
static inline bool record_same_image(const struct record *a, const struct record *b)
{
	return !strcmp(record_image(a), record_image(b));
}

/* Was the VM's boot measured, and not a workload in it? */
bool record_is_boot(const struct record *r);

/* Was it the boot of a distribution, up to its prompt? */
bool record_is_distribution(const struct record *r);

/* The point with most operations, of which the least is noise; of several the first. */
size_t record_largest_point(const struct record *r);

#endif
