// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "run-dir.h"

static bool damaged;

static int is_record(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return e->d_name[0] != '.' && len > 5 && !strcmp(e->d_name + len - 5, ".json");
}

static int load_run_json(struct run *run)
{
	char *path = memory_printf("%s/run.json", run->folder);
	const char *schema = NULL;
	json_error_t error;
	json_t *cells = NULL;
	int err = -1;

	run->matrix = "";
	/* A few records copied together are a run too. */
	if (access(path, F_OK)) {
		free(path);
		return 0;
	}
	run->json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!run->json)
		warnx("%s:%d: not valid JSON: %s; restore the file or remove it", path,
			error.line, error.text);
	else if (json_unpack_ex(run->json, &error, 0, "{s:s, s?s, s:o}", "schema", &schema,
				"matrix", &run->matrix, "cells", &cells))
		warnx("%s: %s; restore the file or remove it", path, error.text);
	else if (strcmp(schema, RUN_SCHEMA) || !json_is_array(cells))
		warnx("%s: schema is \"%s\", wanted \"" RUN_SCHEMA "\" with a list of cells",
			path, schema);
	else
		err = 0;
	free(path);
	return err;
}

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

static int load_records(struct run *run)
{
	char *folder = memory_printf("%s/records", run->folder), *path;
	struct dirent **entries;
	struct record *r;
	int n, i;

	n = scandir(folder, &entries, is_record, versionsort);
	if (n < 0)
		warnx("%s: %s; a run is a folder with records/ in it, as exitbench makes it",
			folder, strerror(errno));
	for (i = 0; i < n; i++) {
		path = memory_printf("%s/%s", folder, entries[i]->d_name);
		r = record_load(path);
		if (r)
			add_record(run, r);
		else
			run->nr_bad++;
		free(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	if (!n)
		warnx("%s: no records; run the matrix first", folder);
	free(folder);
	return n > 0 ? 0 : -1;
}

static size_t position(const struct run *run, const char *id)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (!strcmp(run->records[i]->id, id))
			break;
	return i;
}

static bool is_invalid(const struct run *run, const char *id)
{
	size_t i;

	for (i = 0; i < run->nr_invalid; i++)
		if (!strcmp(run->invalid[i]->id, id))
			return true;
	return false;
}

/* Bring the records into the order of the matrix, and see what is missing. */
static void apply_matrix(struct run *run)
{
	json_t *cells = json_object_get(run->json, "cells"), *cell;
	size_t i, at, sorted = 0;
	struct record *r;
	const char *id;

	json_array_foreach(cells, i, cell) {
		id = json_string_value(cell);
		if (!id)
			continue;
		at = position(run, id);
		if (at == run->nr_records && is_invalid(run, id)) {
			continue;
		} else if (at == run->nr_records) {
			run->missing = memory_grow(run->missing, run->nr_missing,
						   sizeof(char *));
			run->missing[run->nr_missing++] = id;
		} else if (at >= sorted) {
			r = run->records[at];
			memmove(&run->records[sorted + 1], &run->records[sorted],
				(at - sorted) * sizeof(struct record *));
			run->records[sorted++] = r;
		}
	}
}

int run_load(struct run *run, const char *folder)
{
	size_t len = strlen(folder);

	memset(run, 0, sizeof(*run));
	while (len > 1 && folder[len - 1] == '/')
		len--;
	run->folder = memory_printf("%.*s", (int)len, folder);
	if (load_run_json(run) || load_records(run)) {
		run_free(run);
		return -1;
	}
	damaged |= run->nr_bad || run->nr_invalid;
	apply_matrix(run);
	return 0;
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
}

const struct record *run_find(const struct run *run, const char *id)
{
	size_t at = position(run, id);

	return at < run->nr_records ? run->records[at] : NULL;
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
