// SPDX-License-Identifier: GPL-2.0
/* exitreport report: write REPORT.md. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "folder.h"
#include "memory.h"
#include "outfile.h"
#include "report.h"

static const char doc[] =
	"Write a report of a run in Markdown: what was run, the findings in words, all workloads "
	"in both paging modes, and what was checked.  It links to the charts of \"exitreport "
	"charts\".  Without -o: RUN/REPORT.md.\v"
	"EXAMPLES:\n"
	"  exitreport charts RUN && exitreport report RUN\n"
	"  exitreport report data/reference -o REPORT.md\n";

static void (*const sections[])(const struct report *r) = {
	report_summary, report_overview, report_reasons, report_frequency, report_repeats,
	report_workloads, report_laws, report_expectations, report_published, report_limits,
};

static void write_platform(struct report *r)
{
	size_t i;

	pairs_of_run(&r->pairs, r->run, r->platform);
	pairs_keep_first_seeds(&r->pairs);
	pairs_of_run(&r->all, r->run, r->platform);
	for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		sections[i](r);
	pairs_free(&r->pairs);
	pairs_free(&r->all);
}

static void write_report(struct report *r)
{
	const char **platforms;
	size_t nr = platforms_of_run(r->run, &platforms), i;
	char *suffix;

	fprintf(r->f, "# VM exits with nested and with shadow paging\n\n"
		"Where a virtual machine's exits and cycles go, and how that changes when the "
		"CPU's nested paging is turned off. Generated from the records by `exitreport "
		"report`; do not edit.\n\n");
	report_run(r);
	for (i = 0; i < nr; i++) {
		suffix = nr > 1 ? memory_printf(" (%s)", platforms[i]) : memory_printf("%s", "");
		r->platform = platforms[i];
		r->suffix = suffix;
		write_platform(r);
		free(suffix);
	}
	if (!nr)
		fprintf(r->f, "No cell was measured%s: there is nothing to report.\n",
			pairs_observed(r->run) ? " without an observer" : "");
	free(platforms);
}

/* The folder that a file is in. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_printf(".");
	return memory_printf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

static int report_to(struct report *r, const char *path)
{
	char *charts = memory_printf("%s/charts", r->run->folder), *folder = folder_of(path);
	char *relative = folder_relative(folder, charts);
	struct outfile out;
	int err = outfile_open(&out, path);

	if (!err) {
		r->f = out.file;
		r->charts = relative;
		write_report(r);
		err = outfile_close(&out);
	}
	free(relative);
	free(folder);
	free(charts);
	return err;
}

int command_report(int argc, char *argv[])
{
	struct command_arguments args = {
		.name = "report",
		.usage = "RUN",
		.doc = doc,
		.min = 1,
		.max = 1,
		.has_output = true,
	};
	struct report report = { .f = NULL };
	struct run run;
	char *path;
	int err = -1;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	report.run = &run;
	if (published_load(&report.exits, "exits.csv"))
		goto out_run;
	if (published_load(&report.timings, "timings.csv"))
		goto out_exits;
	path = args.output ? memory_printf("%s", args.output) :
			     memory_printf("%s/REPORT.md", run.folder);
	err = report_to(&report, path);
	free(path);
	published_free(&report.timings);
out_exits:
	published_free(&report.exits);
out_run:
	run_free(&run);
out:
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
