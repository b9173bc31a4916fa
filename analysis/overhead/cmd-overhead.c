// SPDX-License-Identifier: GPL-2.0
/* exitreport overhead: what measuring itself costs. */
#include <stdio.h>
#include <stdlib.h>

#include "chart-overhead.h"
#include "command.h"
#include "record/memory.h"
#include "record/outfile.h"
#include "overhead-table.h"

static const char doc[] =
	"From the workloads " OVERHEAD_EXIT ", " OVERHEAD_METER " and " OVERHEAD_WINDOW ": what "
	"an exit takes on an unpatched KVM, and how much more with the patch and the meter off, "
	"with the meter on, and with each of the other ways to count exits; what a window and "
	"reading a snapshot cost in exits; the meter's memory; and whether the targets are met.  "
	"Writes RUN/tables/overhead.csv and RUN/charts/overhead.svg and .png; needs gnuplot.\v"
	"Cycles are medians.  The targets are judged where a cycle is an instruction, of exits that "
	"KVM handles by itself.  Exit status 1: a target is missed, or could not be judged.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport overhead data/overhead\n"
	"  exitreport overhead data/overhead --csv\n";

static int write_table(const struct run *run, const struct overhead *o)
{
	char *folder = memory_printf("%s/tables", run->folder);
	char *path = memory_printf("%s/overhead.csv", folder);
	struct outfile out;
	int err = outfile_folder(folder);

	if (!err)
		err = outfile_open(&out, path);
	if (!err) {
		overhead_table_csv(o, out.file);
		err = outfile_close(&out);
	}
	free(path);
	free(folder);
	return err;
}

static int draw(const struct run *run, const struct overhead *o)
{
	char *folder = memory_printf("%s/charts", run->folder);
	struct gnuplot g;
	int err = outfile_folder(folder);

	if (!err)
		err = gnuplot_start(&g);
	if (!err) {
		err = chart_overhead(&g, folder, o);
		err |= gnuplot_finish(&g);
	}
	free(folder);
	return err;
}

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

int command_overhead(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "overhead",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
		.has_csv = true,
	};
	struct overhead o;
	bool good = false;
	struct run run;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	if (overhead_load(&o, &run))
		goto out_run;
	if (args.csv) {
		overhead_table_csv(&o, stdout);
		good = overhead_table_targets(TABLE_TEXT, &o, NULL);
	} else {
		good = print(&o);
	}
	good &= !write_table(&run, &o) && !draw(&run, &o);
	overhead_free(&o);
out_run:
	run_free(&run);
out:
	free(args.words);
	return good ? EXIT_OK : EXIT_FAILED;
}
