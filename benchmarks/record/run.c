// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "util/memory.h"

/* Bytes of a record in memory for each of its file: 14.6 over a thousand of those of the reference run. */
#define MEMORY_BY_FILE	15

/* Of the whole program. */
static unsigned int seen;

/* Some commands load a run twice: is this the first time that a record is named? */
static bool is_news(const char *path)
{
	static json_t *named;

	if (!named)
		named = json_object();
	if (json_object_get(named, path))
		return false;
	json_object_set_new(named, path, json_true());
	return true;
}

static void add_invalid(struct run *run, const char *id, const char *path, struct record *r,
			char *why)
{
	struct run_invalid *invalid;

	run->invalid = memory_grow(run->invalid, run->nr_invalid, sizeof(*run->invalid));
	invalid = &run->invalid[run->nr_invalid++];
	*invalid = (struct run_invalid) { id, why, r };
	seen |= RUN_SEEN_INVALID;
	if (is_news(path))
		warnx(r ? "%s: not used: %s; run the cell again" : "%s: %s", path, why);
}

static void add_record(struct run *run, struct record *r)
{
	char *text = record_warning(r);

	if (text && is_news(r->path))
		warnx("warning: %s: %s", r->path, text);
	free(text);
	run->records = memory_grow(run->records, run->nr_records, sizeof(*run->records));
	run->records[run->nr_records++] = r;
	if (record_is_good(r))
		seen |= RUN_SEEN_GOOD;
}

/* What is wrong with a record, or with its being in this run; NULL if nothing is. */
static char *fault_of(const struct run *run, struct record *r)
{
	const struct check *failed = checks_first_failed(record_check(r));
	const char *has = json_string_value(json_object_get(r->identity, "image"));
	/* Not in a run.json of earlier, and then nobody knows. */
	const char *wanted = json_string_value(json_object_get(run->json, "image"));

	if (failed)
		return check_text(failed);
	if (!has || !wanted || !strcmp(has, wanted))
		return NULL;
	return memory_printf("measured with the image %.12s, but the run's is %.12s", has, wanted);
}

static void load_file(struct run *run, const struct run_entry *e)
{
	char *path = memory_printf("%s/records/%s.json", run->folder, e->id), *why;
	struct record *r = record_read(path, &why);

	if (r)
		why = fault_of(run, r);
	if (why)
		add_invalid(run, e->id, path, r, why);
	else
		add_record(run, r);
	free(path);
}

static void load_entry(struct run *run, const struct run_entry *e)
{
	if (e->has_file) {
		load_file(run, e);
		return;
	}
	run->missing = memory_grow(run->missing, run->nr_missing, sizeof(*run->missing));
	run->missing[run->nr_missing++] = e->id;
}

static void load(struct run *run, struct run_list *list, size_t from, size_t to)
{
	size_t i;

	run->folder = memory_printf("%s", list->folder);
	run->matrix = list->matrix;
	run->json = json_incref(list->json);
	run->list = list;
	for (i = from; i < to; i++)
		load_entry(run, &list->entry[i]);
	seen |= RUN_SEEN_ANY;
}

/* Bytes that can be had without harm to others, or up to this process's own limit (ulimit -v). */
static uint64_t memory_available(void)
{
	FILE *f = fopen("/proc/meminfo", "r");
	uint64_t kib, all = UINT64_MAX;
	struct rlimit limit;
	char line[128];

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, "MemAvailable: %" SCNu64, &kib) == 1)
			all = kib << 10;
	if (f)
		fclose(f);
	/* No limit is the largest of all numbers. */
	if (!getrlimit(RLIMIT_AS, &limit) && limit.rlim_cur < all)
		all = limit.rlim_cur;
	return all;
}

/* To be told before is better than to be killed in the middle, or another in our place. */
static int check_room(const struct run_list *list)
{
	uint64_t wanted = 0, there = memory_available();
	struct stat st;
	char *path;
	size_t i;

	for (i = 0; i < list->nr; i++) {
		path = memory_printf("%s/records/%s.json", list->folder, list->entry[i].id);
		if (list->entry[i].has_file && !stat(path, &st) && S_ISREG(st.st_mode))
			wanted += st.st_size * MEMORY_BY_FILE;
		free(path);
	}
	if (wanted <= there)
		return 0;
	warnx("%s: its %zu cells take some %" PRIu64 " MB of memory at once, and there are %" PRIu64
	      "; check, delta, tables, and compare of one run read any number; for all else, link "
	      "the records that it is to be about into a run of its own", list->folder, list->nr,
	      wanted / 1000000, there / 1000000);
	return -1;
}

int run_load(struct run *run, const char *folder)
{
	struct run_list *list = memory_zalloc(sizeof(*list));

	memset(run, 0, sizeof(*run));
	if (run_list_read(list, folder)) {
		free(list);
		return -1;
	}
	if (check_room(list)) {
		run_list_free(list);
		free(list);
		return -1;
	}
	load(run, list, 0, list->nr);
	return 0;
}

void run_load_part(struct run *run, struct run_list *list, size_t from, size_t to)
{
	memset(run, 0, sizeof(*run));
	run->is_part = true;
	load(run, list, from, to);
}

void run_note(unsigned int more)
{
	seen |= more;
}

unsigned int run_seen(void)
{
	return seen;
}

void run_free(struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		record_free(run->records[i]);
	for (i = 0; i < run->nr_invalid; i++) {
		if (run->invalid[i].record)
			record_free(run->invalid[i].record);
		free(run->invalid[i].why);
	}
	free(run->records);
	free(run->invalid);
	free(run->missing);
	free(run->folder);
	json_decref(run->json);
	if (run->is_part || !run->list)
		return;
	run_list_free(run->list);
	free(run->list);
}

const struct record *run_readable(const struct run *run, size_t i)
{
	size_t k;

	if (i < run->nr_records)
		return run->records[i];
	i -= run->nr_records;
	for (k = 0; k < run->nr_invalid; k++)
		if (run->invalid[k].record && !i--)
			return run->invalid[k].record;
	return NULL;
}

bool run_is_invalid(const struct run *run, const char *id)
{
	size_t i;

	for (i = 0; i < run->nr_invalid; i++)
		if (!strcmp(run->invalid[i].id, id))
			return true;
	return false;
}

const struct record *run_find(const struct run *run, const char *id)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (!strcmp(run->records[i]->id, id))
			return run->records[i];
	return NULL;
}

static bool has_workload(const struct run *run, const char *workload)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (run->records[i]->ok && !strcmp(run->records[i]->workload, workload))
			return true;
	return false;
}

int run_check_workloads(const struct run *run, char *const workloads[])
{
	size_t i;

	for (i = 0; workloads[i]; i++) {
		if (has_workload(run, workloads[i]))
			continue;
		warnx("%s: no measurements of a workload \"%s\"", run->folder, workloads[i]);
		return -1;
	}
	return 0;
}
