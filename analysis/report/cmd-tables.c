// SPDX-License-Identifier: GPL-2.0
/* exitreport tables: write the derived tables. */
#include <stdlib.h>

#include "record/memory.h"
#include "record/outfile.h"
#include "record/run.h"
#include "wanted.h"

static const char doc[] =
	"Write what is derived from the records of a run as CSV in long form into RUN/tables: "
	"everything, or what belongs to each TOPIC that is named.\v"
	"EXAMPLES:\n"
	"  exitreport tables data/reference\n"
	"  exitreport tables data/detail detail\n";

static int write_table(const struct run *run, const char *folder, const struct topic_table *table)
{
	char *path = memory_printf("%s/%s", folder, table->file);
	struct outfile out;
	int err = outfile_open(&out, path);

	if (!err) {
		err = table->print(run, out.file);
		if (err)
			outfile_discard(&out);
		else
			err = outfile_close(&out);
	}
	free(path);
	return err;
}

static int write_topic(const struct run *run, const char *folder, const struct topic *topic)
{
	const struct topic_table *const *table;
	int err = 0;

	for (table = topic->tables; table && *table && !err; table++)
		if (!(*table)->exists || (*table)->exists(run))
			err = write_table(run, folder, *table);
	return err;
}

static int run_tables(char *words[], const void *options)
{
	char *folder;
	struct run run;
	size_t i;
	int err = -1;

	(void)options;
	if (topics_check(words + 1) || run_load(&run, words[0]))
		return EXIT_FAILED;
	folder = memory_printf("%s/tables", run.folder);
	err = outfile_folder(folder);
	for (i = 0; topics[i] && !err; i++)
		if (topic_is_wanted(topics[i], words + 1))
			err = write_topic(&run, folder, topics[i]);
	free(folder);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_tables = {
	.name = "tables",
	.summary = "write RUN/tables/*.csv",
	.usage = "RUN [TOPIC...]",
	.doc = doc,
	.min = 1,
	.run = run_tables,
};
