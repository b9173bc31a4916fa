// SPDX-License-Identifier: GPL-2.0
/* plan.json of a submission, with all that collect asks of it. */
#include "fuzz.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exitbench/fleet/slurm-plan.h"
#include "mutate-json.h"

static void begin(void)
{
	static const char matrix[] = "platforms = bochs-vmx tcg-svm\npaging = tdp shadow\n"
				     "workloads = idle\n";
	char workloads[PATH_MAX];

	fuzz_file("run/fleet/1/matrices/0/quick.matrix", (const uint8_t *)matrix, strlen(matrix));
	if (!realpath("benchmarks/workloads", workloads) ||
	    symlink(workloads, fuzz_path("run/fleet/1/workloads")))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	struct slurm_plan *plans;
	char run[PATH_MAX], path[PATH_MAX], **attempts;
	size_t a, t, nr;
	long nr_plans;

	if (!begun)
		begin();
	begun = true;
	fuzz_file("run/fleet/1/plan.json", data, size);
	strcpy(run, fuzz_path("run"));
	nr_plans = slurm_plans_read(&plans, run);
	if (nr_plans < 0)
		return 0;
	for (a = 0; nr_plans && a < plans->nr_arrays; a++) {
		slurm_plan_script(plans, &plans->arrays[a], path);
		/* No name leads out of the folder. */
		if (strncmp(path, plans->folder, strlen(plans->folder)) || strstr(path, "/../"))
			abort();
		for (t = 0; t < plans->arrays[a].nr_tasks && t < 8; t++) {
			nr = slurm_plan_attempts(plans, &plans->arrays[a], t, &attempts);
			while (nr)
				free(attempts[--nr]);
			free(attempts);
		}
	}
	slurm_plans_free(plans, nr_plans);
	return 0;
}
