// SPDX-License-Identifier: GPL-2.0
/* exitreport compare: nested against shadow paging. */
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "compare.h"
#include "run.h"
#include "tables.h"

static const char doc[] =
	"Print both paging modes of each workload side by side: exits and cycles by reason, "
	"cycles by account, and how many times more there are without nested paging.  A reason "
	"appears or disappears if it has no exits in the other mode.  Cells with an observer are "
	"left out: its cycles are in theirs.\v"
	"EXAMPLES:\n"
	"  exitreport compare data/reference\n"
	"  exitreport compare data/reference --csv > compare.csv\n";

static void print_pair(const struct pair *p)
{
	printf("%s, %s\n", p->label, p->platform);
	if (!pair_is_whole(p))
		printf("no measurement with %s\n", record_mode_name(p->vendor, p->tdp));
	compare_reasons(TABLE_TEXT, p, stdout);
	putchar('\n');
	compare_accounts(TABLE_TEXT, p, stdout);
	putchar('\n');
}

static void print_platform(const struct run *run, const char *platform)
{
	struct pairs pairs;
	size_t i;

	pairs_of_run(&pairs, run, platform);
	printf("All workloads, %s; busy = window less blocked\n", platform);
	compare_overview(TABLE_TEXT, &pairs, stdout);
	putchar('\n');
	for (i = 0; i < pairs.nr; i++)
		print_pair(&pairs.pair[i]);
	pairs_free(&pairs);
}

int command_compare(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "compare",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
		.has_csv = true,
	};
	const char **platforms;
	struct run run;
	int status = EXIT_FAILED;
	size_t nr, i;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	pairs_tell_observed(&run);
	if (args.csv) {
		tables_compare(&run, stdout);
	} else {
		nr = platforms_of_run(&run, &platforms);
		for (i = 0; i < nr; i++)
			print_platform(&run, platforms[i]);
		free(platforms);
	}
	run_free(&run);
	status = EXIT_OK;
out:
	free(args.words);
	return status;
}
