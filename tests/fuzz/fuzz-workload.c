// SPDX-License-Identifier: GPL-2.0
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <string.h>

#include "exitbench/matrix/workload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct workload w;
	char dir[PATH_MAX];

	strcpy(dir, fuzz_file("workloads/w.workload", data, size));
	workload_read(&w, dirname(dir), "w");
	workload_free(&w);
	return 0;
}
