// SPDX-License-Identifier: GPL-2.0
#include "slurm-plan.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/json-file.h"
#include "exitbench/launch/qemu-l1.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"

#define PLAN_SCHEMA	"exitmeter-fleet/1"
#define PLAN_FILE	"plan.json"

struct slurm_plan_values {
	json_t *json;
	char **files;
	char *workloads;
};

/* CPUs of a node that one cell takes: TCG has a thread for each CPU of L1. */
static long cpus_of(const struct cell *c)
{
	if (c->platform->l1)
		return atol(c->settings[SETTING_vcpus]);
	return 1;
}

/* Do the two differ in the paging mode alone? They are neighbours in the matrix. */
static bool is_pair(const struct cell *a, const struct cell *b)
{
	return a->platform == b->platform && a->workload == b->workload && a->seed == b->seed &&
	       a->paging != b->paging && !strcmp(a->variant, b->variant);
}

static bool must_stay_together(const struct cell *a, const struct cell *b)
{
	return !platform_facts(a->platform->name)->is_instruction && is_pair(a, b);
}

/* The array that takes the cell, if there is one with room for a task. */
static struct slurm_array *find_array(const struct slurm_plan *plan, const struct cell *c,
				      long max_array)
{
	size_t i;

	for (i = plan->nr_arrays; i > 0; i--) {
		struct slurm_array *a = &plan->arrays[i - 1];
		const struct slurm_task *last = &a->tasks[a->nr_tasks - 1];

		if (a->platform != c->platform || a->cpus != cpus_of(c))
			continue;
		if ((long)a->nr_tasks < max_array || (long)last->nr < plan->group ||
		    must_stay_together(last->cells[last->nr - 1], c))
			return a;
	}
	return NULL;
}

static struct slurm_array *add_array(struct slurm_plan *plan, const struct cell *c)
{
	struct slurm_array *a;

	plan->arrays = memory_grow(plan->arrays, plan->nr_arrays, sizeof(*a));
	a = &plan->arrays[plan->nr_arrays++];
	a->name = memory_printf("%s-%zu", c->platform->name, plan->nr_arrays);
	a->platform = c->platform;
	a->cpus = cpus_of(c);
	a->job = memory_printf("%s", "");
	return a;
}

static struct slurm_task *add_task(struct slurm_array *a)
{
	a->tasks = memory_grow(a->tasks, a->nr_tasks, sizeof(*a->tasks));
	return &a->tasks[a->nr_tasks++];
}

static void add_cell(struct slurm_task *t, const struct cell *c)
{
	t->cells = memory_grow(t->cells, t->nr, sizeof(*t->cells));
	t->cells[t->nr++] = c;
}

void slurm_plan_divide(struct slurm_plan *plan, const struct cell **cells, size_t nr,
		       long max_array)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		struct slurm_array *a = find_array(plan, cells[i], max_array);
		struct slurm_task *t;

		if (!a)
			a = add_array(plan, cells[i]);
		t = a->nr_tasks ? &a->tasks[a->nr_tasks - 1] : NULL;
		if (!t || ((long)t->nr >= plan->group &&
			   !must_stay_together(t->cells[t->nr - 1], cells[i])))
			t = add_task(a);
		add_cell(t, cells[i]);
	}
}

static json_t *task_json(const struct slurm_task *t)
{
	json_t *json = json_array();
	size_t i;

	for (i = 0; i < t->nr; i++)
		json_array_append_new(json, json_string(t->cells[i]->id));
	return json;
}

static json_t *array_json(const struct slurm_array *a)
{
	json_t *tasks = json_array();
	size_t i;

	for (i = 0; i < a->nr_tasks; i++)
		json_array_append_new(tasks, task_json(&a->tasks[i]));
	return json_pack("{s:s, s:s, s:I, s:s, s:o}", "name", a->name, "platform",
			 a->platform->name, "cpus", (json_int_t)a->cpus, "job", a->job,
			 "tasks", tasks);
}

int slurm_plan_write(const struct slurm_plan *plan)
{
	const struct selection *s = &plan->selection;
	json_t *json, *matrices = json_array(), *arrays = json_array();
	char path[PATH_MAX];
	size_t i;
	int err;

	for (i = 0; i < (size_t)s->nr_files; i++)
		json_array_append_new(matrices, json_string(s->parts[i].name));
	for (i = 0; i < plan->nr_arrays; i++)
		json_array_append_new(arrays, array_json(&plan->arrays[i]));
	json = json_pack("{s:s, s:o, s:s*, s:s*, s:b, s:s, s:I, s:o}", "schema", PLAN_SCHEMA,
			 "matrices", matrices, "platforms", s->platforms, "pattern", s->pattern,
			 "verify", s->verify, "image", plan->image,
			 "jobs", (json_int_t)plan->jobs, "arrays", arrays);
	snprintf(path, sizeof(path), "%s/" PLAN_FILE, plan->folder);
	err = json && !json_file_write(path, json) ? 0 : -1;
	if (!json)
		warnx("%s: a name in it is not UTF-8", path);
	json_decref(json);
	return err;
}

/* A word that is part of a path must not lead out of the folder. */
static bool is_name(const char *text)
{
	return text && *text && *text != '.' && !strchr(text, '/') && !strchr(text, '\n');
}

static int refuse(const struct slurm_plan *plan, const char *what)
{
	warnx("%s/" PLAN_FILE ": %s; it is damaged: remove the folder, "
	      "and submit again what is then missing",
	      plan->folder, what);
	return -1;
}

static int read_selection(struct slurm_plan *plan, const json_t *matrices)
{
	struct selection *s = &plan->selection;
	struct slurm_plan_values *v = plan->values;
	size_t i, nr = json_array_size(matrices);
	const char *name;

	v->files = memory_zalloc(nr * sizeof(char *) + 1);
	v->workloads = memory_printf("%s/workloads", plan->folder);
	for (i = 0; i < nr; i++) {
		name = json_string_value(json_array_get(matrices, i));
		if (!is_name(name))
			return refuse(plan, "\"matrices\" has something else than names");
		v->files[i] = memory_printf("%s/matrices/%zu/%s" MATRIX_SUFFIX, plan->folder, i,
					    name);
		s->nr_files++;
	}
	s->files = v->files;
	s->workloads = v->workloads;
	return selection_read(s);
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(const struct cell *const *)a)->id, (*(const struct cell *const *)b)->id);
}

static const struct cell **sort_cells(const struct matrix *m)
{
	const struct cell **sorted = memory_zalloc(m->nr_cells * sizeof(*sorted) + 1);
	size_t i;

	for (i = 0; i < m->nr_cells; i++)
		sorted[i] = &m->cells[i];
	qsort(sorted, m->nr_cells, sizeof(*sorted), compare_ids);
	return sorted;
}

static const struct cell *find_cell(const struct cell **sorted, size_t nr, const char *id)
{
	struct cell key;
	const struct cell *at = &key, **found;

	if (!id || snprintf(key.id, sizeof(key.id), "%s", id) >= (int)sizeof(key.id))
		return NULL;
	found = bsearch(&at, sorted, nr, sizeof(*sorted), compare_ids);
	return found ? *found : NULL;
}

static int read_tasks(struct slurm_plan *plan, struct slurm_array *a, const json_t *json,
		      const struct cell **sorted)
{
	size_t nr = plan->selection.cells.nr_cells, i, j;
	const struct cell *c;
	json_t *task, *id;

	json_array_foreach((json_t *)json, i, task) {
		add_task(a);
		json_array_foreach(task, j, id) {
			c = find_cell(sorted, nr, json_string_value(id));
			if (!c)
				return refuse(plan, "a task has a cell that no matrix has");
			add_cell(&a->tasks[i], c);
		}
	}
	return 0;
}

static int read_array(struct slurm_plan *plan, json_t *json, const struct cell **sorted)
{
	const char *name, *platform, *job;
	struct slurm_array *a;
	json_t *tasks;
	json_int_t cpus;

	if (json_unpack(json, "{s:s, s:s, s:I, s:s, s:o}", "name", &name, "platform", &platform,
			"cpus", &cpus, "job", &job, "tasks", &tasks) || !is_name(name) ||
	    !platform_find(platform))
		return refuse(plan, "an array can't be read");
	plan->arrays = memory_grow(plan->arrays, plan->nr_arrays, sizeof(*a));
	a = &plan->arrays[plan->nr_arrays++];
	a->name = memory_printf("%s", name);
	a->job = memory_printf("%s", job);
	a->platform = platform_find(platform);
	a->cpus = cpus;
	return read_tasks(plan, a, tasks, sorted);
}

static int read_arrays(struct slurm_plan *plan, const json_t *arrays)
{
	const struct cell **sorted = sort_cells(&plan->selection.cells);
	json_t *array;
	size_t i;
	int err = 0;

	json_array_foreach((json_t *)arrays, i, array)
		if (!err)
			err = read_array(plan, array, sorted);
	free(sorted);
	return err;
}

int slurm_plan_read(struct slurm_plan *plan, const char *folder)
{
	struct selection *s = &plan->selection;
	json_t *matrices, *arrays;
	const char *schema;
	json_error_t error;
	char path[PATH_MAX];
	json_int_t jobs;
	int verify;

	memset(plan, 0, sizeof(*plan));
	plan->folder = memory_printf("%s", folder);
	plan->values = memory_zalloc(sizeof(*plan->values));
	snprintf(path, sizeof(path), "%s/" PLAN_FILE, folder);
	plan->values->json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!plan->values->json)
		return refuse(plan, error.text);
	if (json_unpack_ex(plan->values->json, &error, 0,
			   "{s:s, s:o, s?s, s?s, s:b, s:s, s:I, s:o}", "schema", &schema,
			   "matrices", &matrices, "platforms", &s->platforms, "pattern",
			   &s->pattern, "verify", &verify, "image", &plan->image, "jobs", &jobs,
			   "arrays", &arrays))
		return refuse(plan, error.text);
	if (strcmp(schema, PLAN_SCHEMA))
		return refuse(plan, "its schema is not \"" PLAN_SCHEMA "\"");
	s->verify = verify;
	plan->jobs = jobs;
	if (read_selection(plan, matrices))
		return -1;
	return read_arrays(plan, arrays);
}

static void free_array(struct slurm_array *a)
{
	size_t i;

	for (i = 0; i < a->nr_tasks; i++)
		free(a->tasks[i].cells);
	free(a->tasks);
	free(a->name);
	free(a->job);
}

void slurm_plan_free(struct slurm_plan *plan)
{
	struct slurm_plan_values *v = plan->values;
	size_t i;

	for (i = 0; i < plan->nr_arrays; i++)
		free_array(&plan->arrays[i]);
	free(plan->arrays);
	for (i = 0; v && v->files && i < (size_t)plan->selection.nr_files; i++)
		free(v->files[i]);
	selection_free(&plan->selection);
	if (v) {
		free(v->files);
		free(v->workloads);
		json_decref(v->json);
	}
	free(v);
	free(plan->folder);
	memset(plan, 0, sizeof(*plan));
}

void slurm_plan_script(const struct slurm_plan *plan, const struct slurm_array *array,
		       char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%s/%s.sh", plan->folder, array->name);
}

/* Submissions and attempts are named by their number. */
static int is_number(const struct dirent *e)
{
	return *e->d_name && !e->d_name[strspn(e->d_name, "0123456789")];
}

size_t slurm_plan_attempts(const struct slurm_plan *plan, const struct slurm_array *array,
			   size_t task, char ***paths)
{
	char *folder = memory_printf("%s/%s/%zu", plan->folder, array->name, task);
	struct dirent **entries;
	int n = scandir(folder, &entries, is_number, versionsort), i;

	*paths = memory_zalloc((n > 0 ? n : 1) * sizeof(char *));
	for (i = 0; i < n; i++) {
		(*paths)[i] = memory_printf("%s/%s", folder, entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	free(folder);
	return n > 0 ? n : 0;
}

/* What has no plan was cut off before anything was submitted. */
static long read_plans(struct slurm_plan **plans, const char *fleet, struct dirent **entries, int n)
{
	char *folder, *file;
	long nr = 0;
	int i, err = 0;

	for (i = 0; i < n && !err; i++) {
		folder = memory_printf("%s/%s", fleet, entries[i]->d_name);
		file = memory_printf("%s/" PLAN_FILE, folder);
		if (!access(file, F_OK)) {
			*plans = memory_grow(*plans, nr, sizeof(**plans));
			err = slurm_plan_read(&(*plans)[nr++], folder);
		}
		free(file);
		free(folder);
	}
	if (!err)
		return nr;
	slurm_plans_free(*plans, nr);
	*plans = NULL;
	return -1;
}

long slurm_plans_read(struct slurm_plan **plans, const char *run)
{
	char fleet[PATH_MAX], absolute[PATH_MAX];
	struct dirent **entries;
	long nr = -1;
	int n, i;

	*plans = NULL;
	snprintf(fleet, sizeof(fleet), "%s/" SLURM_FLEET, run);
	n = scandir(fleet, &entries, is_number, versionsort);
	if (n < 0 && errno == ENOENT)
		return 0;
	if (n < 0 || !realpath(fleet, absolute))
		warnx("%s: %s", fleet, strerror(errno));
	else
		nr = read_plans(plans, absolute, entries, n);
	for (i = 0; i < n; i++)
		free(entries[i]);
	if (n >= 0)
		free(entries);
	return nr;
}

void slurm_plans_free(struct slurm_plan *plans, long nr)
{
	long i;

	for (i = 0; i < nr; i++)
		slurm_plan_free(&plans[i]);
	free(plans);
}
