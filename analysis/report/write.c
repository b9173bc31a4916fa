// SPDX-License-Identifier: GPL-2.0
#include "write.h"

#include <stdlib.h>
#include <string.h>

#include "output/folder.h"
#include "parts/document.h"
#include "util/memory.h"
#include "util/strfile.h"

static int in_order(const void *a, const void *b)
{
	const struct topic_section *const *x = a, *const *y = b;

	return (*x)->document != (*y)->document ? (int)(*x)->document - (int)(*y)->document :
						  (*x)->weight - (*y)->weight;
}

void sections_collect(struct sections *s)
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

static void view_begin(struct view *v, const struct report *r, const char *platform,
		       const char *suffix)
{
	const struct companion *settings = report_companion(r, COMPANION_SETTINGS);
	struct pairs others;

	v->platform = platform;
	v->suffix = suffix;
	pairs_of_run(&v->pairs, r->run, platform);
	pairs_keep_plain(&v->pairs, &others);
	pairs_free(&others);
	pairs_keep_first_seeds(&v->pairs);
	pairs_of_jobs(&v->jobs, &v->pairs);
	pairs_of_run(&v->all, r->run, platform);
	pairs_keep_plain(&v->all, &v->varied);
	if (!settings)
		return;
	pairs_of_run(&others, settings->run, platform);
	pairs_append(&v->varied, &others);
}

static void view_end(struct view *v)
{
	free(v->jobs.pair);
	pairs_free(&v->pairs);
	pairs_free(&v->all);
	pairs_free(&v->varied);
	free((char *)v->suffix);
}

/* Return: an array, even of no platform at all. */
static struct view *views_begin(const struct report *r, size_t *nr)
{
	const char **names;
	struct view *views;
	size_t i;

	*nr = platforms_of_run(r->run, &names);
	views = memory_zalloc((*nr + 1) * sizeof(*views));
	for (i = 0; i < *nr; i++)
		view_begin(&views[i], r, names[i],
			   *nr > 1 ? memory_printf(" (%s)", names[i]) : memory_printf("%s", ""));
	free(names);
	return views;
}

static void views_end(struct view *views, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		view_end(&views[i]);
	free(views);
}

/* A section, about the platform that @r is about. */
static int write_section(struct report *r, const struct topic_section *one)
{
	r->companion = one->companion ? report_companion(r, one->companion->name) : NULL;
	return r->companion || !one->companion ? one->write(r) : 0;
}

static int write_section_everywhere(const struct report *r, const struct topic_section *one)
{
	struct report about;
	int err = 0;
	size_t i;

	for (i = 0; i < r->nr_platforms; i++) {
		about = report_view(r, i);
		err |= write_section(&about, one);
	}
	return err;
}

static int write_sections(struct report *r, const struct sections *s, enum document d)
{
	bool of_platform = documents[d].scope == TOPIC_EACH_PLATFORM;
	const struct topic_section *one;
	int err = 0;
	size_t i;

	for (i = 0; i < s->nr; i++) {
		one = s->section[i];
		if (one->document != d)
			continue;
		if (one->scope == TOPIC_ONCE || of_platform)
			err |= write_section(r, one);
		else
			err |= write_section_everywhere(r, one);
	}
	return err;
}

static void write_head(const struct report *r, enum document d)
{
	fprintf(r->f, "# %s", documents[d].title);
	if (documents[d].scope == TOPIC_EACH_PLATFORM && r->nr_platforms > 1)
		fputs(r->suffix, r->f);
	fprintf(r->f, "\n\n");
	if (d == DOCUMENT_REPORT)
		return;
	fprintf(r->f, "%s An appendix of ", documents[d].adds);
	report_link(r, DOCUMENT_REPORT, "the report");
	fprintf(r->f, ".\n\n");
}

/**
 * struct done - a document that is written, but not yet where it belongs
 * @file: see report_put; to be freed
 * @text: to be freed
 */
struct done {
	char *file;
	struct strfile text;
};

static char *file_of(const struct report *r, enum document d, const char *suffix)
{
	if (documents[d].scope == TOPIC_EACH_PLATFORM)
		return memory_printf("%s-%s%s", documents[d].name, r->platform, suffix);
	return memory_printf("%s%s", documents[d].name, suffix);
}

/**
 * struct writing - a report being written
 * @r: that sections are given; see struct report
 * @done: documents so far
 */
struct writing {
	struct report *r;
	const struct sections *sections;
	const struct report_place *place;
	struct done *done;
	size_t nr_done;
};

/* What was written, with a head before it. */
static void add_document(struct writing *w, struct report *r, const struct strfile *body)
{
	const char *file = report_file(r, r->document);
	struct done *done;

	w->done = memory_grow(w->done, w->nr_done, sizeof(*done));
	done = &w->done[w->nr_done++];
	done->file = file ? memory_printf("%s", file) : NULL;
	strfile_open(&done->text);
	r->f = done->text.file;
	write_head(r, r->document);
	fwrite(body->text, 1, body->size, r->f);
	strfile_close(&done->text);
}

/* @platform: that the document is of, or the first */
static int write_document(struct writing *w, enum document d, size_t platform)
{
	struct report r = w->r->nr_platforms ? report_view(w->r, platform) : *w->r;
	const char *folder = d == DOCUMENT_REPORT ? w->place->folder : w->place->appendices_folder;
	char *charts = folder_relative(folder, w->place->charts);
	struct strfile body;
	int err;

	r.document = d;
	r.folder = folder;
	r.charts = charts;
	strfile_open(&body);
	r.f = body.file;
	err = write_sections(&r, w->sections, d);
	strfile_close(&body);
	if (d != DOCUMENT_REPORT && body.size)
		w->r->files[platform][d] = file_of(&r, d, w->place->suffix);
	if (body.size)
		add_document(w, &r, &body);
	free(body.text);
	free(charts);
	return err;
}

/* The report comes last: its links are to appendices that are there. */
static int write_documents(struct writing *w)
{
	size_t nr = w->r->nr_platforms, i;
	enum document d;
	int err = 0;

	for (d = DOCUMENT_REPORT + 1; d < DOCUMENT_NR; d++) {
		if (documents[d].scope == TOPIC_ONCE)
			err |= write_document(w, d, 0);
		else
			for (i = 0; i < nr; i++)
				err |= write_document(w, d, i);
	}
	return err | write_document(w, DOCUMENT_REPORT, 0);
}

static void free_files(char *(*files)[DOCUMENT_NR], size_t nr)
{
	size_t i, d;

	for (i = 0; i < nr; i++)
		for (d = 0; d < DOCUMENT_NR; d++)
			free(files[i][d]);
	free(files);
}

static int put_documents(const struct writing *w, report_put put, void *context)
{
	const struct done *done;
	size_t i;
	int err = 0;

	for (i = 0; i < w->nr_done && !err; i++) {
		done = &w->done[i];
		err = put(context, done->file, done->text.text, done->text.size);
	}
	return err;
}

static void free_documents(struct writing *w)
{
	size_t i;

	for (i = 0; i < w->nr_done; i++) {
		free(w->done[i].file);
		free(w->done[i].text.text);
	}
	free(w->done);
}

int report_write(struct report *r, const struct sections *s, const struct report_place *place,
		 report_put put, void *context)
{
	struct writing w = { r, s, place, NULL, 0 };
	struct view *views = views_begin(r, &r->nr_platforms);
	char *appendices = folder_relative(place->folder, place->appendices_folder);
	int err;

	r->views = views;
	r->home = place->home;
	r->appendices = appendices;
	r->files = memory_zalloc((r->nr_platforms + 1) * sizeof(*r->files));
	err = write_documents(&w);
	if (!err)
		err = put_documents(&w, put, context);
	free_documents(&w);
	free_files(r->files, r->nr_platforms + 1);
	free(appendices);
	views_end(views, r->nr_platforms);
	return err;
}
