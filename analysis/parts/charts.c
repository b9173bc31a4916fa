// SPDX-License-Identifier: GPL-2.0
#include "charts.h"

#include "util/memory.h"

char *charts_path(const char *folder, const char *platform, const char *name,
		  const char *workload)
{
	return memory_printf("%s/%s.%s%s%s", folder, platform, name, workload ? "." : "",
			     workload ? workload : "");
}
