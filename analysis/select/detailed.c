// SPDX-License-Identifier: GPL-2.0
#include "detailed.h"

#include <string.h>

#include "record/facts/settings.h"

/* All settings but that of what is kept beside the ledger. */
static bool has_same_settings(const struct record *a, const struct record *b)
{
	enum setting_index i;

	for (i = 0; i < SETTING_NR; i++)
		if (i != SETTING_detail && strcmp(record_setting(a, settings[i].name),
						  record_setting(b, settings[i].name)))
			return false;
	return true;
}

static bool is_same(const struct record *a, const struct record *b)
{
	return a->shadow == b->shadow && !strcmp(a->platform, b->platform) &&
	       !strcmp(a->workload, b->workload) && has_same_settings(a, b);
}

const struct record *detailed_find(const struct run *detail, const struct record *r,
				   bool (*tells)(const struct record *r))
{
	const struct record *found = NULL, *one;
	size_t i;

	if (tells(r))
		return r;
	for (i = 0; detail && i < detail->nr_records; i++) {
		one = detail->records[i];
		if (!record_is_comparable(one) || !is_same(one, r) || !tells(one))
			continue;
		if (!found || one->seed == r->seed)
			found = one;
	}
	return found;
}
