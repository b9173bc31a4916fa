// SPDX-License-Identifier: GPL-2.0
/* exitreport vendors: an Intel and an AMD platform side by side. */
#include <err.h>
#include <stdio.h>

#include "command.h"
#include "vendors-table.h"

static const char doc[] =
	"Compare the exits of the jobs that a run has of an Intel and of an AMD platform, with "
	"KPTI in the guest alike: by kind, for the vendors give exits other names, and job by "
	"job. Exits are without starting the programs up. With --csv: each job and kind.\v"
	"EXAMPLES:\n"
	"  exitreport vendors data/reference\n"
	"  exitreport vendors RUN --csv > vendors.csv\n";

static int print(const struct run *run, bool csv)
{
	struct vendors s;
	int err = 0;

	vendors_of_run(&s, run);
	if (!vendors_any(&s)) {
		warnx("%s: no job was measured in both modes on a platform of either vendor, with "
			"the same settings", run->folder);
		err = -1;
	} else if (csv) {
		vendors_csv(&s, stdout);
	} else {
		printf("Exits of all jobs, %s (VMX) and %s (SVM)\n", s.side[SIDE_VMX].platform,
			s.side[SIDE_SVM].platform);
		vendors_table_kinds(TABLE_TEXT, &s, stdout);
		printf("\nAll exits, job by job\n");
		vendors_table_jobs(TABLE_TEXT, &s, stdout);
	}
	vendors_free(&s);
	return err;
}

static int run_vendors(char *words[], const void *options)
{
	const bool *csv = options;
	struct run run;
	int err;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	err = print(&run, *csv);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_vendors = {
	.name = "vendors",
	.summary = "an Intel and an AMD platform side by side",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.options = command_csv_options,
	.options_size = sizeof(bool),
	.parse = command_csv_parse,
	.run = run_vendors,
};
