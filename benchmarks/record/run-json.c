// SPDX-License-Identifier: GPL-2.0
#include "run-json.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/json-file.h"
#include "util/memory.h"
#include "util/name.h"
#include "run-dir.h"

/* The cells of this call, for who asks often. */
static json_t *cell_set(const struct run_json *run)
{
	json_t *set = json_object();
	size_t i;

	for (i = 0; i < run->nr; i++)
		json_object_set_new(set, run->ids[i], json_true());
	return set;
}

static json_t *earlier_cells(const struct run_json *run)
{
	json_t *cells = json_array(), *cell, *ours = cell_set(run);
	char path[PATH_MAX];
	const char *id;
	size_t i;

	json_array_foreach(json_object_get(run->earlier, "cells"), i, cell) {
		id = json_string_value(cell);
		/* Nothing outside of the folder. */
		if (!id || !name_is_cell(id) || json_object_get(ours, id))
			continue;
		run_dir_record(run->folder, id, path);
		if (!access(path, R_OK))
			json_array_append(cells, cell);
	}
	json_decref(ours);
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
	const char *name = run->matrix;
	json_t *json;
	char *all, *more;
	int length;

	if (!names || !json_array_size(others))
		return json_string(name);
	all = memory_printf("%s", names);
	for (; *name; name += length + (name[length] == '+')) {
		length = strcspn(name, "+");
		if (is_among(all, name, length))
			continue;
		more = memory_printf("%.*s", length, name);
		memory_append(&all, "+", more);
		free(more);
	}
	json = json_string(all);
	free(all);
	return json;
}

void run_json_begin(struct run_json *run)
{
	char path[PATH_MAX];

	run->started = time(NULL);
	snprintf(path, sizeof(path), "%s/run.json", run->folder);
	run->earlier = json_load_file(path, 0, NULL);
}

int run_json_write(const struct run_json *run, double seconds)
{
	json_t *cells = earlier_cells(run), *json;
	size_t others = json_array_size(cells), i;
	char path[PATH_MAX], started[32];
	int err;

	json = json_pack("{s:s, s:o}", "schema", RUN_SCHEMA, "matrix", matrix_names(run, cells));
	for (i = 0; i < run->nr; i++)
		json_array_append_new(cells, json_string(run->ids[i]));
	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", gmtime(&run->started));
	json_object_set_new(json, "started", json_string(started));
	if (run->image)
		json_object_set_new(json, "image", json_string(run->image));
	if (run->packages)
		json_object_set(json, RUN_PACKAGES, run->packages);
	json_object_set_new(json, "jobs", json_integer(run->jobs));
	json_object_set_new(json, "cells", cells);
	if (seconds && !others)
		json_object_set_new(json, "seconds", json_integer(seconds));
	snprintf(path, sizeof(path), "%s/run.json", run->folder);
	err = json_file_write(path, json);
	json_decref(json);
	return err;
}

void run_json_end(struct run_json *run)
{
	json_decref(run->earlier);
}
