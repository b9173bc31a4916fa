// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "output/folder.h"
#include "output/table.h"
#include "util/memory.h"

struct report report_view(const struct report *r, size_t platform)
{
	const struct view *v = &r->views[platform];
	struct report other = *r;

	other.platform = v->platform;
	other.suffix = v->suffix;
	other.pairs = v->pairs;
	other.jobs = v->jobs;
	other.all = v->all;
	other.varied = v->varied;
	return other;
}

const char *report_file(const struct report *r, enum document d)
{
	size_t i = 0;

	if (documents[d].scope == TOPIC_EACH_PLATFORM && r->platform)
		while (strcmp(r->views[i].platform, r->platform))
			i++;
	return r->files[i][d];
}

void report_link(const struct report *r, enum document to, const char *text)
{
	const char *file = report_file(r, to);

	if (to == DOCUMENT_REPORT)
		fprintf(r->f, "[%s](%s)", text, r->home);
	else if (!file)
		fputs(text, r->f);
	else if (r->document == DOCUMENT_REPORT)
		fprintf(r->f, "[%s](%s/%s)", text, r->appendices, file);
	else
		fprintf(r->f, "[%s](%s)", text, file);
}

const char *report_mode(const struct report *r, bool shadow)
{
	return record_mode_name(r->pairs.pair[0].vendor, shadow);
}

void report_chart(const struct report *r, const char *name, const char *workload,
		  const char *text)
{
	fprintf(r->f, "![%s](%s/%s.%s%s%s.svg)\n\n", text, r->charts, r->platform, name,
		workload ? "." : "", workload ? workload : "");
}

const struct companion *report_companion(const struct report *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nr_companions; i++)
		if (!strcmp(r->companions[i].topic->name, name))
			return r->companions[i].exists ? &r->companions[i] : NULL;
	return NULL;
}

char *report_path(const struct report *r, const struct companion *c, const char *file)
{
	char *folder, *path;

	if (!file)
		return memory_printf("%s", c->folder);
	folder = folder_relative(r->folder, c->folder);
	path = memory_printf("%s/%s", folder, file);
	free(folder);
	return path;
}

static bool has_failures(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (!record_is_good(run->records[i]))
			return true;
	return run->nr_missing || run->nr_invalid;
}

static void report_warnings(const struct report *r, const struct run *run)
{
	bool any = false;
	char *text;
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		text = record_warning(run->records[i]);
		if (text)
			fprintf(r->f, "- **Warning**, `%s`: %s.\n", run->records[i]->id, text);
		any |= !!text;
		free(text);
	}
	if (any)
		fputc('\n', r->f);
}

void report_failures(const struct report *r, const struct run *run)
{
	static const char *const columns[] = { "<cell", "<status", "<error", NULL };
	const struct record *record;
	struct table *t;
	size_t i;

	report_warnings(r, run);
	if (!has_failures(run))
		return;
	fprintf(r->f, "Not measured, and in none of the numbers below:\n\n");
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < run->nr_records; i++) {
		record = run->records[i];
		if (record_is_good(record))
			continue;
		table_text(t, "%s", record->id);
		table_plain(t, record->status);
		table_plain(t, record->error);
	}
	for (i = 0; i < run->nr_missing; i++) {
		table_text(t, "%s", run->missing[i]);
		table_text(t, "skipped");
		table_text(t, "in the matrix, without a record");
	}
	for (i = 0; i < run->nr_invalid; i++) {
		table_text(t, "%s", run->invalid[i].id);
		table_text(t, "invalid");
		table_plain(t, run->invalid[i].why);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}
