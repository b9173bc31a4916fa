// SPDX-License-Identifier: GPL-2.0
/* The report's sections about the run as a whole. */
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "format.h"
#include "memory.h"
#include "platform.h"
#include "report.h"
#include "table.h"

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

static size_t count_ok(const struct run *run)
{
	size_t n = 0, i;

	for (i = 0; i < run->nr_records; i++)
		n += run->records[i]->ok;
	return n;
}

static void print_failures(const struct report *r)
{
	static const char *const columns[] = { "<cell", "<status", "<error", NULL };
	const struct record *record;
	struct table *t;
	size_t i;

	if (count_ok(r->run) == r->run->nr_records && !r->run->nr_missing)
		return;
	fprintf(r->f, "Not measured, and in none of the numbers below:\n\n");
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < r->run->nr_records; i++) {
		record = r->run->records[i];
		if (record->ok)
			continue;
		table_text(t, "%s", record->id);
		table_text(t, "%s", record->status);
		table_text(t, "%s", record->error);
	}
	for (i = 0; i < r->run->nr_missing; i++) {
		table_text(t, "%s", r->run->missing[i]);
		table_text(t, "skipped");
		table_text(t, "in the matrix, without a record");
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static const char *identity_value(const struct record *record, const char *key)
{
	const char *s = json_string_value(json_object_get(record->identity, key));

	return s ? s : "";
}

/* The values of a key with how many cells have each, unless all have one. */
static char *identity_text(const struct run *run, const char *key)
{
	char *text = memory_printf("%s", ""), *longer;
	const char *value;
	size_t i, k, cells;

	for (i = 0; i < run->nr_records; i++) {
		value = identity_value(run->records[i], key);
		for (k = 0; k < i; k++)
			if (!strcmp(identity_value(run->records[k], key), value))
				break;
		if (k < i)
			continue;
		for (cells = 0, k = i; k < run->nr_records; k++)
			cells += !strcmp(identity_value(run->records[k], key), value);
		if (cells == run->nr_records)
			longer = memory_printf("%s", value);
		else
			longer = memory_printf("%s%s%s (%zu cells)", text, *text ? "; " : "",
					       *value ? value : "none", cells);
		free(text);
		text = longer;
	}
	return text;
}

static void print_identity(const struct report *r)
{
	static const char *const columns[] = { "<part", "<identity", NULL };
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct record *first = r->run->records[0];
	const char *key;
	json_t *value;
	char *text;

	json_object_foreach(first->identity, key, value) {
		text = identity_text(r->run, key);
		if (*text) {
			table_text(t, "%s", key);
			table_text(t, "%s", text);
		}
		free(text);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static void print_platforms(const struct report *r)
{
	const char **names;
	size_t nr = platforms_of_run(r->run, &names), i;

	for (i = 0; i < nr; i++)
		fprintf(r->f, "- Platform `%s`: %s\n", names[i], platform_find(names[i])->text);
	free(names);
}

void report_run(const struct report *r)
{
	const struct record *first = r->run->records[0];
	const struct run *run = r->run;
	size_t ok = count_ok(run);

	fprintf(r->f, "## What was run\n\n");
	print_platforms(r);
	fprintf(r->f, "- The measured guest, L2: %s vCPU%s, %s MiB.\n",
		format_int(first->vcpus).text, first->vcpus == 1 ? "" : "s",
		format_int(first->memory).text);
	fprintf(r->f, "- A cell is one workload in one paging mode, in exactly one window: latch, "
		"command, latch. The numbers are net: what an empty window costs is taken off.\n");
	if (*run->matrix)
		fprintf(r->f, "- Matrix `%s`: ", run->matrix);
	else
		fprintf(r->f, "- Records: ");
	fprintf(r->f, "%zu cells; %zu measured, %zu failed, %zu skipped.\n\n",
		run->nr_records + run->nr_missing, ok, run->nr_records - ok, run->nr_missing);
	print_failures(r);
	print_identity(r);
}

void report_glossary(const struct report *r)
{
	size_t i;

	fprintf(r->f, "Every cycle of a window is charged to one account:\n\n");
	for (i = 0; i < ACCOUNT_NR; i++)
		fprintf(r->f, "- %s\n", accounts[i].text);
	fprintf(r->f, "\nBusy cycles are the window less blocked. Changes are always from nested "
		"to shadow paging: \u00d72 is twice as many with shadow paging; a reason appears "
		"or disappears if one of the modes has no exits of it.\n\n");
}
