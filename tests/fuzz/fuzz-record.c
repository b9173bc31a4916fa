// SPDX-License-Identifier: GPL-2.0
/* A record in a run, by exitreport's reader, with all that checks it. */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "record/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[PATH_MAX], error[256];
	struct run run;
	size_t i;

	strcpy(path, fuzz_file("run/records/bochs-vmx.ept1.idle.s1.json", data, size));
	if (run_load(&run, dirname(dirname(path))))
		return 0;
	for (i = 0; i < run.nr_records; i++)
		checks_free(checks_of_tracepoint(run.records[i], error, sizeof(error)));
	run_free(&run);
	return 0;
}
