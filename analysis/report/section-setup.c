// SPDX-License-Identifier: GPL-2.0
/* The report's sections about the run as a whole. */
#include <stdlib.h>
#include <string.h>

#include "ledger/account.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "select/repeats.h"
#include "parts/report.h"
#include "output/table.h"

static size_t count_ok(const struct run *run)
{
	size_t n = 0, i;

	for (i = 0; i < run->nr_records; i++)
		n += run->records[i]->ok;
	return n;
}

static size_t count_failed(const struct run *run)
{
	size_t n = 0, i;

	for (i = 0; i < run->nr_records; i++)
		n += !record_is_good(run->records[i]);
	return n;
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
			table_plain(t, key);
			table_plain(t, text);
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
		fprintf(r->f, "- Platform `%s`: %s\n", names[i], platform_facts(names[i])->text);
	free(names);
}

/* What L2 was made of: one value, or the range of them. */
static void print_guest(const struct report *r)
{
	const struct record *record = r->run->records[0];
	int64_t vcpus[2] = { record->vcpus, record->vcpus };
	int64_t memory[2] = { record->memory, record->memory };
	size_t i;

	for (i = 0; i < r->run->nr_records; i++) {
		record = r->run->records[i];
		vcpus[0] = record->vcpus < vcpus[0] ? record->vcpus : vcpus[0];
		vcpus[1] = record->vcpus > vcpus[1] ? record->vcpus : vcpus[1];
		memory[0] = record->memory < memory[0] ? record->memory : memory[0];
		memory[1] = record->memory > memory[1] ? record->memory : memory[1];
	}
	fprintf(r->f, "- The measured guest, L2: %s", format_int(vcpus[0]).text);
	if (vcpus[1] > vcpus[0])
		fprintf(r->f, " to %s", format_int(vcpus[1]).text);
	fprintf(r->f, " vCPU%s, %s", vcpus[1] == 1 ? "" : "s", format_int(memory[0]).text);
	if (memory[1] > memory[0])
		fprintf(r->f, " to %s", format_int(memory[1]).text);
	fprintf(r->f, " MiB.\n");
}

static bool has_variants(const struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (*run->records[i]->variant)
			return true;
	return false;
}

static bool has_seeds(const struct repeats_list *list, const char *platform)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (list->repeats[i].nr > 1 && !strcmp(list->repeats[i].any->platform, platform))
			return true;
	return false;
}

/* Of a platform without repeats nothing is known of how far runs differ. */
static void print_seeds(const struct report *r)
{
	struct repeats_list list;
	const char **names;
	size_t nr = platforms_of_run(r->run, &names), i;

	repeats_of_run(&list, r->run);
	for (i = 0; i < nr; i++) {
		if (has_seeds(&list, names[i]))
			continue;
		fprintf(r->f, "- Each cell was run once on `%s`%s.\n", names[i],
			platform_facts(names[i])->is_exact ?
			"; the same seed gives the same again" :
			", so that nothing is known of how far its runs differ");
	}
	repeats_free(&list);
	free(names);
}

static int write_setup(const struct report *r)
{
	const struct run *run = r->run;
	size_t ok = count_ok(run), failed = count_failed(run), observed = pairs_observed(run);

	fprintf(r->f, "## What was run\n\n");
	print_platforms(r);
	if (run->nr_records)
		print_guest(r);
	if (has_variants(run))
		fprintf(r->f, "- A suffix, as in `boot.vcpus-2`, names the settings that differ "
			"from the default. Modes are compared with the same settings only.\n");
	if (*run->matrix)
		fprintf(r->f, "- Matrix `%s`: ", run->matrix);
	else
		fprintf(r->f, "- Records: ");
	fprintf(r->f, "%zu cells; %zu measured, %zu failed, %zu skipped",
		run->nr_records + run->nr_missing + run->nr_invalid, ok, failed, run->nr_missing);
	if (run->nr_invalid)
		fprintf(r->f, ", %zu **invalid**", run->nr_invalid);
	fprintf(r->f, ".\n");
	if (run->nr_records > ok + failed)
		fprintf(r->f, "- %zu cells have no window, as their workloads want it, and are not "
			"compared.\n", run->nr_records - ok - failed);
	print_seeds(r);
	if (observed)
		fprintf(r->f, "- %zu of the measured cells had an observer in L1, whose cycles are "
			"in theirs: they are left out below.\n", observed);
	fputc('\n', r->f);
	report_failures(r, run);
	if (run->nr_records)
		print_identity(r);
	return 0;
}

const struct topic_section section_setup = { DOCUMENT_CHECKS, 10, TOPIC_ONCE, NULL, write_setup };

/* One line about what is not there. */
static int write_absent(const struct report *r)
{
	const char *separator = "Not in this report, for there is no such folder: ";
	const struct companion *c;
	char *path;

	for (c = r->companions; c < r->companions + r->nr_companions; c++) {
		if (c->exists || c->topic->is_extra)
			continue;
		path = report_path(r, c, NULL);
		fprintf(r->f, "%s%s (`%s`)", separator, c->topic->what, path);
		free(path);
		separator = ", ";
	}
	if (*separator == ',')
		fprintf(r->f, ".\n\n");
	return 0;
}

const struct topic_section section_absent = {
	DOCUMENT_REPORT, 141, TOPIC_ONCE, NULL, write_absent
};

static int write_nothing(const struct report *r)
{
	if (!r->nr_platforms)
		fprintf(r->f, "No cell was measured%s: there is nothing to report.\n\n",
			pairs_observed(r->run) ? " without an observer" : "");
	return 0;
}

const struct topic_section section_nothing = {
	DOCUMENT_REPORT, 0, TOPIC_ONCE, NULL, write_nothing
};
