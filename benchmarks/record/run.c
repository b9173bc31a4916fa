// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

static bool damaged;

static void append(struct record ***records, size_t *nr, struct record *r)
{
	*records = memory_grow(*records, *nr, sizeof(struct record *));
	(*records)[(*nr)++] = r;
}

static void add_record(struct run *run, struct record *r)
{
	char *text = record_warning(r);

	if (text)
		warnx("warning: %s: %s", r->path, text);
	free(text);
	record_check(r);
	append(&run->records, &run->nr_records, r);
}

static void load_entry(struct run *run, const struct run_entry *e)
{
	char *path = memory_printf("%s/records/%s.json", run->folder, e->id);
	struct record *r = e->has_file ? record_load(path) : NULL;

	if (r) {
		add_record(run, r);
	} else if (e->in_matrix) {
		run->missing = memory_grow(run->missing, run->nr_missing, sizeof(*run->missing));
		run->missing[run->nr_missing++] = e->id;
	}
	run->nr_bad += e->has_file && !r;
	free(path);
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
	damaged |= run->nr_bad || run->nr_invalid;
}

int run_load(struct run *run, const char *folder)
{
	struct run_list *list = memory_zalloc(sizeof(*list));

	memset(run, 0, sizeof(*run));
	if (run_list_read(list, folder)) {
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

void run_note_damage(void)
{
	damaged = true;
}

bool run_was_damaged(void)
{
	return damaged;
}

void run_free(struct run *run)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		record_free(run->records[i]);
	for (i = 0; i < run->nr_invalid; i++)
		record_free(run->invalid[i]);
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
