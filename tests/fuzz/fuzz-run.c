// SPDX-License-Identifier: GPL-2.0
/* run.json, by exitreport's reader. */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "mutate-json.h"
#include "record/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char record[] = "{}";
	char path[PATH_MAX];
	struct run run;

	fuzz_file("run/records/a.json", (const uint8_t *)record, strlen(record));
	strcpy(path, fuzz_file("run/run.json", data, size));
	if (!run_load(&run, dirname(path)))
		run_free(&run);
	return 0;
}
