// SPDX-License-Identifier: GPL-2.0
/* exitreport report: write REPORT.md and its appendices, or all of them as pages. */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/folder.h"
#include "page/page.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "parts/document.h"
#include "parts/report.h"
#include "topic.h"
#include "write.h"

static const char doc[] =
	"Write a report of a run, and its appendices into RUN/report: the report has the answer and "
	"why; each appendix looks at one subject in full. They are Markdown, and link to the charts "
	"that \"exitreport charts\" drew; without -o the report is RUN/REPORT.md. With --html all of "
	"them are pages in FOLDER instead, index.html and the appendices, with the charts in them: a "
	"folder that needs no other files, no network and no scripts. With both -o and --html, "
	"both are written.  "
	"What the settings change, what the exits are, a boot over time, what measuring costs, how "
	"the ledger was verified and the kernel's own tests are taken from folders beside RUN.\v"
	"EXAMPLES:\n"
	"  exitreport charts RUN && exitreport report RUN\n"
	"  exitreport report RUN --html RUN/html\n"
	"  exitreport report data/reference -o REPORT.md\n"
	"  exitreport report RUN -o RUN/REPORT.md --html RUN/html\n";

/* Of the appendices' files. */
#define SUFFIX		".md"
#define SUFFIX_PAGE	".html"
/* The report among the pages. */
#define INDEX		"index.html"

#define KEY_HTML	(COMMAND_KEY + MAX_COMPANIONS)

/* Sections about a folder beside the run, at most. */
#define MAX_COMPANIONS	16

/* The folder that a file is in. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_printf(".");
	return memory_printf("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

/**
 * struct destination - where the documents go to
 * @report: path of the report
 * @appendices: folder of the others
 * @suffix: of their files
 * @written: names of those that were written
 * @pages: those that are to be pages, with the report; NULL for Markdown
 */
struct destination {
	const char *report;
	const char *appendices;
	const char *suffix;
	char **written;
	size_t nr_written;
	struct page *pages;
	size_t nr_pages;
};

static int write_file(const char *path, const char *markdown, size_t size)
{
	struct outfile out;
	int err = outfile_open(&out, path);

	if (err)
		return err;
	fwrite(markdown, 1, size, out.file);
	return outfile_close(&out);
}

static void note_written(struct destination *to, const char *file)
{
	to->written = memory_grow(to->written, to->nr_written, sizeof(char *));
	to->written[to->nr_written++] = memory_printf("%s", file);
}

static int put_document(void *context, const char *file, const char *markdown, size_t size)
{
	struct destination *to = context;
	char *path = file ? memory_printf("%s/%s", to->appendices, file) :
			    memory_printf("%s", to->report);
	int err = write_file(path, markdown, size);

	if (file)
		note_written(to, file);
	free(path);
	return err;
}

/* Pages lead to each other: they are made when all are there. The report is the first. */
static int put_page(void *context, const char *file, const char *markdown, size_t size)
{
	struct destination *to = context;
	struct page page = {
		memory_printf("%s", file ? file : INDEX), memory_printf("%s", markdown), size,
	};

	to->pages = memory_grow(to->pages, to->nr_pages, sizeof(page));
	if (file) {
		to->pages[to->nr_pages] = page;
		note_written(to, file);
	} else {
		memmove(to->pages + 1, to->pages, to->nr_pages * sizeof(page));
		to->pages[0] = page;
	}
	to->nr_pages++;
	return 0;
}

/* Is it an appendix, of whatever platform? */
static bool is_appendix(const char *file, const char *suffix)
{
	size_t length = strlen(file), name;
	enum document d;

	if (length < strlen(suffix) || strcmp(file + length - strlen(suffix), suffix))
		return false;
	for (d = DOCUMENT_REPORT + 1; d < DOCUMENT_NR; d++) {
		name = strlen(documents[d].name);
		if (!strncmp(file, documents[d].name, name) &&
		    (file[name] == '-' || !strcmp(file + name, suffix)))
			return true;
	}
	return false;
}

static bool was_written(const struct destination *to, const char *file)
{
	size_t i;

	for (i = 0; i < to->nr_written; i++)
		if (!strcmp(to->written[i], file))
			return true;
	return false;
}

/* Appendices of an earlier report that this one has not would be taken for its own. */
static int remove_stale(const struct destination *to)
{
	DIR *folder = opendir(to->appendices);
	const struct dirent *entry;
	int err = 0;

	if (!folder) {
		warn("%s", to->appendices);
		return -1;
	}
	while ((entry = readdir(folder))) {
		if (!is_appendix(entry->d_name, to->suffix) || was_written(to, entry->d_name))
			continue;
		if (unlinkat(dirfd(folder), entry->d_name, 0)) {
			warn("%s/%s: can't remove it; it is of an earlier report", to->appendices,
			     entry->d_name);
			err = -1;
		}
	}
	closedir(folder);
	return err;
}

static void free_written(struct destination *to)
{
	size_t i;

	for (i = 0; i < to->nr_pages; i++) {
		free(to->pages[i].file);
		free(to->pages[i].markdown);
	}
	free(to->pages);
	for (i = 0; i < to->nr_written; i++)
		free(to->written[i]);
	free(to->written);
}

static int report_to(struct report *r, const struct sections *sections, const char *path)
{
	char *charts = memory_printf("%s/charts", r->run->folder), *folder = folder_of(path);
	char *appendices = memory_printf("%s/report", r->run->folder);
	struct destination to = { .report = path, .appendices = appendices, .suffix = SUFFIX };
	const char *slash = strrchr(path, '/');
	char *back, *home;
	int err = outfile_folder(appendices);

	if (err)
		goto out;
	outfile_remove_left(path);
	back = folder_relative(appendices, folder);
	home = memory_printf("%s%s%s", back, *back && back[strlen(back) - 1] == '/' ? "" : "/",
			     slash ? slash + 1 : path);
	err = report_write(r, sections, &(struct report_place) {
		folder, home, appendices, charts, SUFFIX,
	}, put_document, &to);
	if (!err)
		err = remove_stale(&to);
	free_written(&to);
	free(home);
	free(back);
out:
	free(appendices);
	free(folder);
	free(charts);
	return err;
}

static int pages_to(struct report *r, const struct sections *sections, const char *folder)
{
	char *charts = memory_printf("%s/charts", r->run->folder);
	struct destination to = { .appendices = folder, .suffix = SUFFIX_PAGE };
	int err = outfile_folder(folder);

	if (!err)
		err = report_write(r, sections, &(struct report_place) {
			folder, INDEX, folder, charts, SUFFIX_PAGE,
		}, put_page, &to);
	if (!err)
		err = pages_write(folder, to.pages, to.nr_pages);
	if (!err)
		err = remove_stale(&to);
	free_written(&to);
	free(charts);
	return err;
}

/* Where it is, and whether there is something in it. */
static int find_companion(const struct run *run, struct companion *c, const char *named)
{
	char *file;
	int missing;

	c->folder = named ? memory_printf("%s", named) : folder_beside(run->folder, c->topic->name);
	file = memory_printf("%s/%s", c->folder, c->topic->file ? c->topic->file : "records");
	missing = access(file, R_OK);
	c->exists = !missing;
	/* What was named must be there; what is beside the run may be. */
	if (missing && named)
		warnx("%s: %s; it should tell %s", file, strerror(errno), c->topic->what);
	free(file);
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
	const char *html;
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
	static const struct argp_option html = {
		"html", KEY_HTML, "FOLDER", 0, "write pages into FOLDER", 0,
	};
	struct argp_option *options = memory_zalloc((MAX_COMPANIONS + 3) * sizeof(*options));
	const struct topic_companion *c;
	struct sections s;
	size_t i, nr = 0;

	options[nr++] = output;
	options[nr++] = html;
	sections_collect(&s);
	for (i = 0; i < s.nr && nr <= MAX_COMPANIONS + 1; i++) {
		c = s.section[i]->companion;
		if (!c)
			continue;
		options[nr] = (struct argp_option) {
			c->name, COMMAND_KEY + nr - 2, c->file ? "FOLDER" : "RUN", 0, c->help, 0,
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
	case KEY_HTML:
		o->html = arg;
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
	int err = 0;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	report.run = &run;
	sections_collect(&sections);
	err = load_companions(&report, &sections, o);
	if (!err && (o->output || !o->html)) {
		path = o->output ? memory_printf("%s", o->output) :
				   memory_printf("%s/REPORT.md", run.folder);
		err = report_to(&report, &sections, path);
		free(path);
	}
	if (!err && o->html)
		err = pages_to(&report, &sections, o->html);
	free_companions(&report);
	free(sections.section);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_report = {
	.name = "report",
	.summary = "write REPORT.md and appendices, or pages of HTML",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.make_options = make_options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_report,
};
