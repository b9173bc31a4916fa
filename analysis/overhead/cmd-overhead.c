// SPDX-License-Identifier: GPL-2.0
/* exitreport overhead: what measuring itself costs. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "overhead-table.h"

static const char doc[] =
	"From the workloads " OVERHEAD_EXIT ", " OVERHEAD_METER " and " OVERHEAD_WINDOW ": what "
	"an exit takes on an unpatched KVM, and how much more with the patch and the meter off, "
	"with the meter on, and with each of the other ways to count exits; what a window and "
	"reading a snapshot cost in exits; the meter's memory; and whether the targets are met.\v"
	"Cycles are medians. The targets are judged where a cycle is an instruction, of exits that "
	"KVM handles by itself. Exit status 1: a target is missed, or could not be judged.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport overhead data/overhead\n"
	"  exitreport overhead data/overhead --csv\n";

static bool print(const struct overhead *o)
{
	if (o->nr_rows) {
		printf("Round trip of an exit: median cycles, and how many more with each way to "
		       "observe it\n");
		if (!overhead_has_settings(o) && *o->rows[0].cell->settings)
			printf("(all with the settings %s)\n", o->rows[0].cell->settings);
		overhead_table_exits(TABLE_TEXT, o, stdout);
		putchar('\n');
	}
	if (overhead_has(o, OVERHEAD_METER)) {
		printf("The meter's own CPUIDs: median cycles by number of vCPUs\n");
		overhead_table_meter(TABLE_TEXT, o, stdout);
		putchar('\n');
	}
	if (overhead_has(o, OVERHEAD_WINDOW)) {
		printf("Exits\n");
		overhead_table_windows(TABLE_TEXT, o, stdout);
		putchar('\n');
	}
	if (o->nr_memory) {
		printf("Memory of the ledgers\n");
		overhead_table_memory(TABLE_TEXT, o, stdout);
		putchar('\n');
	}
	printf("Targets\n");
	return overhead_table_targets(TABLE_TEXT, o, stdout);
}

static int run_overhead(char *words[], const void *options)
{
	const bool *csv = options;
	struct overhead o;
	bool good = false;
	struct run run;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	if (overhead_load(&o, &run))
		goto out;
	if (*csv) {
		overhead_table_csv(&o, stdout);
		good = overhead_table_targets(TABLE_TEXT, &o, NULL);
	} else {
		good = print(&o);
	}
	overhead_free(&o);
out:
	run_free(&run);
	return good ? EXIT_OK : EXIT_FAILED;
}

const struct command command_overhead = {
	.name = "overhead",
	.summary = "what measuring itself costs",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.options = command_csv_options,
	.options_size = sizeof(bool),
	.parse = command_csv_parse,
	.run = run_overhead,
};
