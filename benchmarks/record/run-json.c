// SPDX-License-Identifier: GPL-2.0
#include "run-json.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run-dir.h"
#include "exitbench/runner.h"

static bool has_cell(const struct matrix *m, const char *id)
{
	size_t i;

	for (i = 0; i < m->nr_cells; i++)
		if (!strcmp(m->cells[i].id, id))
			return true;
	return false;
}

static json_t *earlier_cells(const struct run_json *run)
{
	json_t *cells = json_array(), *cell;
	char path[PATH_MAX];
	const char *id;
	size_t i;

	json_array_foreach(json_object_get(run->earlier, "cells"), i, cell) {
		id = json_string_value(cell);
		if (!id || has_cell(run->matrix, id))
			continue;
		run_dir_record(run->folder, id, path);
		if (!access(path, R_OK))
			json_array_append(cells, cell);
	}
	return cells;
}

/* Is a name, its first @length characters, among "default+smp"? */
static bool is_among(const char *names, const char *name, size_t length)
{
	const char *at;

	for (at = names; at; at = strchr(at, '+')) {
		at += *at == '+';
		if (!strncmp(at, name, length) && (!at[length] || at[length] == '+'))
			return true;
	}
	return false;
}

static json_t *matrix_names(const struct run_json *run, const json_t *others)
{
	const char *names = json_string_value(json_object_get(run->earlier, "matrix"));
	const char *name = run->matrix->name;
	char all[sizeof(run->matrix->name) * 2];
	int length;

	if (!names || !json_array_size(others))
		return json_string(name);
	snprintf(all, sizeof(all), "%s", names);
	for (; *name; name += length + (name[length] == '+')) {
		length = strcspn(name, "+");
		if (!is_among(all, name, length))
			snprintf(all + strlen(all), sizeof(all) - strlen(all), "+%.*s", length,
				 name);
	}
	return json_string(all);
}

void run_json_begin(struct run_json *run, const char *folder, const struct matrix *matrix,
		    int jobs)
{
	char path[PATH_MAX];

	*run = (struct run_json) { folder, matrix, jobs, time(NULL), NULL };
	snprintf(path, sizeof(path), "%s/run.json", folder);
	run->earlier = json_load_file(path, 0, NULL);
}

int run_json_write(const struct run_json *run, double seconds)
{
	json_t *cells = earlier_cells(run), *json;
	size_t others = json_array_size(cells), i;
	char path[PATH_MAX], started[32];
	int err;

	json = json_pack("{s:s, s:o}", "schema", RUN_SCHEMA, "matrix", matrix_names(run, cells));
	for (i = 0; i < run->matrix->nr_cells; i++)
		json_array_append_new(cells, json_string(run->matrix->cells[i].id));
	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", gmtime(&run->started));
	json_object_set_new(json, "started", json_string(started));
	json_object_set_new(json, "jobs", json_integer(run->jobs));
	json_object_set_new(json, "cells", cells);
	if (seconds && !others)
		json_object_set_new(json, "seconds", json_integer(seconds));
	snprintf(path, sizeof(path), "%s/run.json", run->folder);
	err = run_dir_write_json(path, json);
	json_decref(json);
	return err;
}

void run_json_end(struct run_json *run)
{
	json_decref(run->earlier);
}
