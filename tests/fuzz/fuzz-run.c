// SPDX-License-Identifier: GPL-2.0
/* run.json, by exitreport's reader; and by the runner's, who writes it anew. */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mutate-json.h"
#include "record/run-json.h"
#include "record/run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char record[] = "{}";
	static const char *const ids[] = { "bochs-vmx.ept1.idle.s1" };
	struct run_json again = { .matrix = "m", .ids = ids, .nr = 1, .jobs = 1 };
	char path[PATH_MAX];
	struct run run;

	fuzz_file("run/records/a.json", (const uint8_t *)record, strlen(record));
	strcpy(path, fuzz_file("run/run.json", data, size));
	if (!run_load(&run, dirname(path)))
		run_free(&run);
	again.folder = path;
	run_json_begin(&again);
	if (run_json_write(&again, 0))
		abort();
	run_json_end(&again);
	return 0;
}
