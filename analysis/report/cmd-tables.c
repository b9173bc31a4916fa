// SPDX-License-Identifier: GPL-2.0
/* exitreport tables: write the derived tables. */
#include <stdlib.h>

#include "command.h"
#include "record/run.h"
#include "tables.h"

static const char doc[] =
	"Write everything that is derived from the records as CSV in long form into RUN/tables.\v"
	"EXAMPLES:\n"
	"  exitreport tables data/reference\n";

int command_tables(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "tables",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
	};
	struct run run;
	int err = -1;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	err = tables_write(&run, NULL);
	run_free(&run);
out:
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
