// SPDX-License-Identifier: GPL-2.0
/* exitreport report: write REPORT.md, or report.html. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "output/folder.h"
#include "page/html-page.h"
#include "record/memory.h"
#include "record/message.h"
#include "record/outfile.h"
#include "report.h"
#include "record/strfile.h"

static const char doc[] =
	"Write a report of a run: what was run, the findings in words, all workloads in both "
	"paging modes, and what was checked.  A FILE that ends in .html is one page with the "
	"charts in it, which needs no other file and no network; any other is Markdown and links "
	"to them.  The charts are those of \"exitreport charts\".  Without -o: RUN/REPORT.md.  "
	"What the settings change, what the exits are, a boot over time, what measuring costs, how "
	"the ledger was verified and the kernel's own tests are taken from folders beside RUN.\v"
	"EXAMPLES:\n"
	"  exitreport charts RUN && exitreport report RUN\n"
	"  exitreport report RUN -o RUN/report.html\n"
	"  exitreport report data/reference -o REPORT.md\n";

/* A report of this name is a page. */
#define SUFFIX_PAGE	".html"

/**
 * struct part - of the report, with sections of each platform
 * @sections: in their order
 * @last: behind them, one that has more to read than records; may be NULL.  Return: 0, or -1
 *	with a message
 */
struct part {
	void (*sections[10])(const struct report *r);
	int (*last)(const struct report *r);
};

static const struct part answer = { { report_answer }, NULL };
static const struct part limits = { { report_limits }, NULL };

/* From the general to the particular. */
static const struct part results = {
	{
		report_summary, report_advice, report_overview, report_reasons, report_frequency,
		report_page_tables, report_mechanisms, report_repeats, report_expectations,
		report_published,
	},
	report_model,
};

/* To look things up. */
static const struct part appendix = { { report_workloads, report_laws }, NULL };

/**
 * struct companion - a folder beside the run
 * @name: of the folder
 * @file: that shows that there is something in it
 * @what: it is, for readers
 * @section: writes about it
 * @is_extra: its absence goes without saying
 */
static const struct companion {
	const char *name;
	const char *file;
	const char *what;
	int (*section)(const struct report *r);
	bool is_extra;
} companions[COMPANION_NR] = {
	[COMPANION_SETTINGS] = { "settings", "records", "what the settings change",
				 report_settings },
	[COMPANION_DETAIL] = { "detail", "records", "what the exits are", report_detail, true },
	[COMPANION_TIMELINE] = { "timeline", "records", "a boot over time", report_timeline, true },
	[COMPANION_VERIFY] = { "verify", "records", "the check against KVM's own tracepoint",
			       report_verify },
	[COMPANION_OVERHEAD] = { "overhead", "records", "what measuring costs", report_overhead },
	[COMPANION_KERNEL_TESTS] = { "kernel-tests", "results.csv", "the kernel's own tests",
				     report_kernel_tests },
};

/**
 * struct view - what the sections of one platform are about; see struct report
 */
struct view {
	const char *platform;
	char *suffix;
	struct pairs pairs;
	struct pairs jobs;
	struct pairs all;
	struct pairs varied;
};

static struct view *begin_views(const struct report *r, size_t *nr)
{
	const char **names;
	struct view *views, *v;
	size_t i;

	*nr = platforms_of_run(r->run, &names);
	views = memory_zalloc((*nr + 1) * sizeof(*views));
	for (i = 0; i < *nr; i++) {
		v = &views[i];
		v->platform = names[i];
		v->suffix = *nr > 1 ? memory_printf(" (%s)", names[i]) : memory_printf("%s", "");
		pairs_of_run(&v->pairs, r->run, v->platform);
		pairs_keep_first_seeds(&v->pairs);
		pairs_of_jobs(&v->jobs, &v->pairs);
		pairs_of_run(&v->all, r->run, v->platform);
		if (r->settings)
			pairs_of_run(&v->varied, r->settings, v->platform);
	}
	free(names);
	return views;
}

static void end_views(struct view *views, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		free(views[i].jobs.pair);
		pairs_free(&views[i].pairs);
		pairs_free(&views[i].all);
		pairs_free(&views[i].varied);
		free(views[i].suffix);
	}
	free(views);
}

static int write_part(struct report *r, const struct view *views, size_t nr,
		      const struct part *part)
{
	size_t i, k;
	int err = 0;

	for (i = 0; i < nr; i++) {
		r->platform = views[i].platform;
		r->suffix = views[i].suffix;
		r->pairs = views[i].pairs;
		r->jobs = views[i].jobs;
		r->all = views[i].all;
		r->varied = views[i].varied;
		for (k = 0; k < sizeof(part->sections) / sizeof(part->sections[0]); k++)
			if (part->sections[k])
				part->sections[k](r);
		if (part->last)
			err |= part->last(r);
	}
	return err;
}

static int write_companions(const struct report *r)
{
	size_t i;
	int err = 0;

	for (i = 0; i < COMPANION_NR; i++)
		if (r->has_companion[i])
			err |= companions[i].section(r);
	return err;
}

/* One line about what is not there. */
static void say_absent(const struct report *r)
{
	const char *separator = "Not in this report, for there is no such folder: ";
	char *path;
	size_t i;

	for (i = 0; i < COMPANION_NR; i++) {
		if (r->has_companion[i] || companions[i].is_extra)
			continue;
		path = report_path(r, i, NULL);
		fprintf(r->f, "%s%s (`%s`)", separator, companions[i].what, path);
		free(path);
		separator = ", ";
	}
	if (*separator == ',')
		fprintf(r->f, ".\n\n");
}

static int write_report(struct report *r)
{
	struct view *views;
	size_t nr;
	int err;

	views = begin_views(r, &nr);
	report_question(r);
	err = write_part(r, views, nr, &answer);
	if (!nr)
		fprintf(r->f, "No cell was measured%s: there is nothing to report.\n\n",
			pairs_observed(r->run) ? " without an observer" : "");
	report_run(r);
	say_absent(r);
	report_method(r);
	report_threats(r);
	err |= write_part(r, views, nr, &limits);
	err |= write_part(r, views, nr, &results);
	report_sides(r);
	if (nr)
		report_page_counters(r);
	err |= write_companions(r);
	err |= write_part(r, views, nr, &appendix);
	end_views(views, nr);
	return err;
}

/* The folder that a file is in. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_printf(".");
	return memory_printf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

char *report_path(const struct report *r, enum command_companion which, const char *file)
{
	char *folder = folder_relative(r->folder, r->companions[which]), *path;

	path = memory_printf("%s%s%s", folder, file ? "/" : "", file ? file : "");
	free(folder);
	return path;
}

static bool is_page(const char *path)
{
	size_t len = strlen(path);

	return len >= strlen(SUFFIX_PAGE) && !strcmp(path + len - strlen(SUFFIX_PAGE), SUFFIX_PAGE);
}

/* The report in Markdown, as the file or as what the page is made of. */
static int write_to(const struct report *r, const char *path, const struct strfile *markdown)
{
	struct outfile out;
	int err = outfile_open(&out, path);

	if (err)
		return err;
	if (is_page(path))
		err = html_page(out.file, markdown->text, markdown->size, r->folder);
	else
		fwrite(markdown->text, 1, markdown->size, out.file);
	if (err)
		outfile_discard(&out);
	else
		err = outfile_close(&out);
	return err;
}

static int report_to(struct report *r, const char *path)
{
	char *charts = memory_printf("%s/charts", r->run->folder), *folder = folder_of(path);
	char *relative = folder_relative(folder, charts);
	struct strfile markdown;
	int err;

	strfile_open(&markdown);
	r->f = markdown.file;
	r->folder = folder;
	r->charts = relative;
	err = write_report(r);
	strfile_close(&markdown);
	if (!err)
		err = write_to(r, path, &markdown);
	free(markdown.text);
	free(relative);
	free(folder);
	free(charts);
	return err;
}

/* What was named must be there; what is beside the run may be. */
static int find_companion(struct report *r, size_t i, const char *named)
{
	char *beside = folder_of(r->run->folder), *file;
	int missing;

	if (named)
		r->companions[i] = memory_printf("%s", named);
	else if (!strcmp(beside, "."))
		r->companions[i] = memory_printf("%s", companions[i].name);
	else
		r->companions[i] = memory_printf("%s/%s", beside, companions[i].name);
	file = memory_printf("%s/%s", r->companions[i], companions[i].file);
	missing = access(file, R_OK);
	r->has_companion[i] = !missing;
	if (missing && named)
		message("%s: %s; it should tell %s", file, strerror(errno), companions[i].what);
	free(file);
	free(beside);
	return missing && named ? -1 : 0;
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
		.has_companions = true,
	};
	struct report report = { .f = NULL };
	struct run run, settings;
	char *path;
	int err = -1;
	size_t i;

	command_parse(&args, argc, argv);
	if (run_load_whole(&run, args.words[0]))
		goto out;
	report.run = &run;
	for (i = 0; i < COMPANION_NR; i++)
		if (find_companion(&report, i, args.companions[i]))
			goto out_run;
	if (report.has_companion[COMPANION_SETTINGS]) {
		if (run_load_whole(&settings, report.companions[COMPANION_SETTINGS]))
			goto out_run;
		report.settings = &settings;
	}
	if (published_load(&report.exits, "exits.csv"))
		goto out_settings;
	if (published_load(&report.timings, "timings.csv"))
		goto out_exits;
	path = args.output ? memory_printf("%s", args.output) :
			     memory_printf("%s/REPORT.md", run.folder);
	err = report_to(&report, path);
	free(path);
	published_free(&report.timings);
out_exits:
	published_free(&report.exits);
out_settings:
	if (report.settings)
		run_free(&settings);
out_run:
	for (i = 0; i < COMPANION_NR; i++)
		free(report.companions[i]);
	run_free(&run);
out:
	free(args.words);
	return err ? EXIT_FAILED : EXIT_OK;
}
