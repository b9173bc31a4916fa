// SPDX-License-Identifier: GPL-2.0
#include "record-table.h"

#include <string.h>

void table_add_record(struct table *t, const struct record *r)
{
	table_text(t, "%s", r->platform);
	table_text(t, "%s", r->workload);
	table_int(t, r->seed);
	table_text(t, r->shadow ? "shadow" : "tdp");
	table_text(t, "%s", r->parameter);
	table_text(t, "%s", r->variant);
}

bool workload_is_wanted(const char *workload, char *const workloads[])
{
	size_t i;

	for (i = 0; workloads && workloads[i]; i++)
		if (!strcmp(workloads[i], workload))
			return true;
	return !workloads || !workloads[0];
}
