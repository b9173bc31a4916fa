// SPDX-License-Identifier: GPL-2.0
/* exitreport tables: write the derived tables. */
#include <stdlib.h>

#include "command.h"
#include "memory.h"
#include "outfile.h"
#include "run.h"
#include "tables.h"

static const char doc[] =
	"Write everything that is derived from the records as CSV in long form into RUN/tables.\v"
	"EXAMPLES:\n"
	"  exitreport tables data/reference\n";

static int write_table(const struct run *run, const char *folder,
		       const struct tables_kind *kind)
{
	struct outfile out;
	char *path;
	int err;

	if (kind->wanted && !kind->wanted(run))
		return 0;
	path = memory_printf("%s/%s", folder, kind->file);
	err = outfile_open(&out, path);
	if (!err) {
		kind->print(run, out.file);
		err = outfile_close(&out);
	}
	free(path);
	return err;
}

int command_tables(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "tables",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
	};
	char *folder;
	struct run run;
	int err = -1;
	size_t i;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	folder = memory_printf("%s/tables", run.folder);
	err = outfile_folder(folder);
	for (i = 0; i < tables_nr_kinds && !err; i++)
		if (!tables_kinds[i].wanted || tables_kinds[i].wanted(&run))
			err = write_table(&run, folder, &tables_kinds[i]);
	free(folder);
	run_free(&run);
out:
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
