// SPDX-License-Identifier: GPL-2.0
/* exitreport report: write REPORT.md, or report.html. */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/folder.h"
#include "page/page.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "parts/report.h"
#include "util/strfile.h"
#include "topic.h"

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

/* Sections about a folder beside the run, at most. */
#define MAX_COMPANIONS	16

static const enum topic_scope scopes[PART_NR] = {
	[PART_QUESTION] = TOPIC_ONCE,
	[PART_ANSWER] = TOPIC_EACH_PLATFORM,
	[PART_METHOD] = TOPIC_ONCE,
	[PART_LIMITS] = TOPIC_EACH_PLATFORM,
	[PART_RESULTS] = TOPIC_EACH_PLATFORM,
	[PART_ACROSS] = TOPIC_ONCE,
	[PART_COMPANIONS] = TOPIC_ONCE,
	[PART_APPENDIX] = TOPIC_EACH_PLATFORM,
};

/* All sections of all topics, in the order of the report. */
struct sections {
	const struct topic_section **section;
	size_t nr;
};

static int in_order(const void *a, const void *b)
{
	const struct topic_section *const *x = a, *const *y = b;

	return (*x)->part != (*y)->part ? (int)(*x)->part - (int)(*y)->part :
					  (*x)->weight - (*y)->weight;
}

static void sections_collect(struct sections *s)
{
	const struct topic_section *const *one;
	size_t i;

	memset(s, 0, sizeof(*s));
	for (i = 0; topics[i]; i++) {
		for (one = topics[i]->sections; one && *one; one++) {
			s->section = memory_grow(s->section, s->nr, sizeof(*one));
			s->section[s->nr++] = *one;
		}
	}
	qsort(s->section, s->nr, sizeof(*s->section), in_order);
}

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
	const struct companion *settings = report_companion(r, COMPANION_SETTINGS);
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
		if (settings)
			pairs_of_run(&v->varied, settings->run, v->platform);
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

/* The sections of a part, all of them about what @r is set to. */
static int write_sections(struct report *r, const struct sections *s, enum topic_part part)
{
	const struct topic_section *one;
	int err = 0;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		one = s->section[i];
		if (one->part != part)
			continue;
		r->companion = one->companion ? report_companion(r, one->companion->name) : NULL;
		if (r->companion || !one->companion)
			err |= one->write(r);
	}
	return err;
}

static int write_part(struct report *r, const struct sections *s, enum topic_part part,
		      const struct view *views)
{
	int err = 0;
	size_t i;

	if (scopes[part] == TOPIC_ONCE)
		return write_sections(r, s, part);
	for (i = 0; i < r->nr_platforms; i++) {
		r->platform = views[i].platform;
		r->suffix = views[i].suffix;
		r->pairs = views[i].pairs;
		r->jobs = views[i].jobs;
		r->all = views[i].all;
		r->varied = views[i].varied;
		err |= write_sections(r, s, part);
	}
	return err;
}

static int write_report(struct report *r, const struct sections *s)
{
	struct view *views = begin_views(r, &r->nr_platforms);
	enum topic_part part;
	int err = 0;

	for (part = 0; part < PART_NR; part++)
		err |= write_part(r, s, part, views);
	end_views(views, r->nr_platforms);
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
		err = page_write(out.file, markdown->text, markdown->size, r->folder);
	else
		fwrite(markdown->text, 1, markdown->size, out.file);
	if (err)
		outfile_discard(&out);
	else
		err = outfile_close(&out);
	return err;
}

static int report_to(struct report *r, const struct sections *sections, const char *path)
{
	char *charts = memory_printf("%s/charts", r->run->folder), *folder = folder_of(path);
	char *relative = folder_relative(folder, charts);
	struct strfile markdown;
	int err;

	strfile_open(&markdown);
	r->f = markdown.file;
	r->folder = folder;
	r->charts = relative;
	err = write_report(r, sections);
	strfile_close(&markdown);
	if (!err)
		err = write_to(r, path, &markdown);
	free(markdown.text);
	free(relative);
	free(folder);
	free(charts);
	return err;
}

/* Where it is, and whether there is something in it. */
static int find_companion(const struct run *run, struct companion *c, const char *named)
{
	char *beside = folder_of(run->folder), *file;
	int missing;

	if (named)
		c->folder = memory_printf("%s", named);
	else if (!strcmp(beside, "."))
		c->folder = memory_printf("%s", c->topic->name);
	else
		c->folder = memory_printf("%s/%s", beside, c->topic->name);
	file = memory_printf("%s/%s", c->folder, c->topic->file ? c->topic->file : "records");
	missing = access(file, R_OK);
	c->exists = !missing;
	/* What was named must be there; what is beside the run may be. */
	if (missing && named)
		warnx("%s: %s; it should tell %s", file, strerror(errno), c->topic->what);
	free(file);
	free(beside);
	return missing && named ? -1 : 0;
}

static int load_companion(struct companion *c)
{
	struct run *run;

	if (!c->exists || c->topic->file)
		return 0;
	run = memory_zalloc(sizeof(*run));
	if (run_load(run, c->folder)) {
		free(run);
		return -1;
	}
	c->run = run;
	return 0;
}

static void free_companions(struct report *r)
{
	struct companion *c;

	for (c = r->companions; c < r->companions + r->nr_companions; c++) {
		if (c->run) {
			run_free((struct run *)c->run);
			free((struct run *)c->run);
		}
		free(c->folder);
	}
	free(r->companions);
}

/* The folders that were named, by the companions in the order of the sections. */
struct options {
	const char *output;
	const char *named[MAX_COMPANIONS];
};

static int load_companions(struct report *r, const struct sections *s, const struct options *o)
{
	struct companion *c;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		if (!s->section[i]->companion)
			continue;
		r->companions = memory_grow(r->companions, r->nr_companions, sizeof(*c));
		c = &r->companions[r->nr_companions++];
		c->topic = s->section[i]->companion;
		if (find_companion(r->run, c, o->named[r->nr_companions - 1]) || load_companion(c))
			return -1;
	}
	return 0;
}

static struct argp_option *make_options(void)
{
	static const struct argp_option output = {
		"output", 'o', "FILE", 0, "write FILE; links are relative to its folder", 0,
	};
	struct argp_option *options = memory_zalloc((MAX_COMPANIONS + 2) * sizeof(*options));
	const struct topic_companion *c;
	struct sections s;
	size_t i, nr = 0;

	options[nr++] = output;
	sections_collect(&s);
	for (i = 0; i < s.nr && nr <= MAX_COMPANIONS; i++) {
		c = s.section[i]->companion;
		if (!c)
			continue;
		options[nr] = (struct argp_option) {
			c->name, COMMAND_KEY + nr - 1, c->file ? "FOLDER" : "RUN", 0, c->help, 0,
		};
		nr++;
	}
	free(s.section);
	return options;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'o':
		o->output = arg;
		return 0;
	case COMMAND_KEY ... COMMAND_KEY + MAX_COMPANIONS - 1:
		o->named[key - COMMAND_KEY] = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run_report(char *words[], const void *options)
{
	const struct options *o = options;
	struct report report = { .f = NULL };
	struct sections sections;
	struct run run;
	char *path;
	int err = -1;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	report.run = &run;
	sections_collect(&sections);
	if (load_companions(&report, &sections, o))
		goto out;
	path = o->output ? memory_printf("%s", o->output) :
			   memory_printf("%s/REPORT.md", run.folder);
	err = report_to(&report, &sections, path);
	free(path);
out:
	free_companions(&report);
	free(sections.section);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_report = {
	.name = "report",
	.summary = "write REPORT.md, or one page of HTML",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.make_options = make_options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_report,
};
