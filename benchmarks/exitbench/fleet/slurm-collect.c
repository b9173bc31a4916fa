// SPDX-License-Identifier: GPL-2.0
#include "slurm-collect.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/memory.h"
#include "record/run-dir.h"
#include "record/run-json.h"
#include "exitbench/runner/runner.h"
#include "slurm-record.h"

#define WHY_SIZE	1024

/* A task that has a cell: one for each submission of it. */
struct holder {
	const char *id;
	const struct slurm_plan *plan;
	const struct slurm_array *array;
	size_t task;
};

struct collecting {
	struct slurm_collection *result;
	const char *run;
	const struct slurm_queue *queue;
	/* Sorted by id, the newest submission first. */
	struct holder *holders;
	size_t nr_holders;
	/* All cells of all submissions, each once, as the newest one has it; sorted by id. */
	const struct cell **cells;
	const char **images;
	bool *good;
	size_t nr_cells;
	/* For each platform on hardware, the first record's identity. */
	json_t *machines;
};

/* What is known of one cell while its attempts are looked at. */
struct look {
	const struct cell *cell;
	json_t *identity;
	enum slurm_verdict verdict;
	struct record *record;
	/* Run folder that @record is of. */
	char *folder;
	char why[WHY_SIZE];
};

static int compare_holders(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	return order ? order : (x->plan < y->plan) - (x->plan > y->plan);
}

static void add_holders(struct collecting *c, const struct slurm_plan *plan)
{
	size_t i, t, n;

	for (i = 0; i < plan->nr_arrays; i++) {
		const struct slurm_array *a = &plan->arrays[i];

		for (t = 0; t < a->nr_tasks; t++) {
			for (n = 0; n < a->tasks[t].nr; n++) {
				c->holders = memory_grow(c->holders, c->nr_holders,
							 sizeof(*c->holders));
				c->holders[c->nr_holders++] = (struct holder) {
					a->tasks[t].cells[n]->id, plan, a, t };
			}
		}
	}
}

/* The first holder of a cell; NULL if no task has it. */
static const struct holder *find_holders(const struct collecting *c, const char *id)
{
	size_t low = 0, high = c->nr_holders;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(c->holders[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->nr_holders && !strcmp(c->holders[low].id, id) ? &c->holders[low] : NULL;
}

static const struct holder *next_holder(const struct collecting *c, const struct holder *h)
{
	const struct holder *next = h + 1;

	return next < c->holders + c->nr_holders && !strcmp(next->id, h->id) ? next : NULL;
}

static enum slurm_state state_of(const struct collecting *c, const struct holder *h)
{
	char script[PATH_MAX];

	slurm_plan_script(h->plan, h->array, script);
	return slurm_queue_find(c->queue, script, h->task);
}

/* --- the cells of a run ---------------------------------------------------------- */

/* A cell as a submission has it, for putting them in order. */
struct version {
	const struct cell *cell;
	const struct slurm_plan *plan;
	size_t place;
};

static int compare_versions(const void *a, const void *b)
{
	const struct version *x = a, *y = b;
	int order = strcmp(x->cell->id, y->cell->id);

	return order ? order : (x->plan < y->plan) - (x->plan > y->plan);
}

static int compare_places(const void *a, const void *b)
{
	const struct version *x = a, *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

static struct version *all_versions(const struct slurm_plan *plans, long nr_plans, size_t *nr)
{
	struct version *v = NULL;
	size_t i;
	long p;

	*nr = 0;
	for (p = 0; p < nr_plans; p++) {
		const struct matrix *m = &plans[p].selection.cells;

		for (i = 0; i < m->nr_cells; i++) {
			v = memory_grow(v, *nr, sizeof(*v));
			v[*nr] = (struct version) { &m->cells[i], &plans[p], *nr };
			++*nr;
		}
	}
	return v;
}

/* Of several versions the newest, at the first one's place in the run. */
static void choose_versions(struct version *v, size_t *nr)
{
	size_t i, kept = 0;

	qsort(v, *nr, sizeof(*v), compare_versions);
	for (i = 0; i < *nr; i++) {
		if (kept && !strcmp(v[kept - 1].cell->id, v[i].cell->id))
			v[kept - 1].place = v[i].place;
		else
			v[kept++] = v[i];
	}
	*nr = kept;
}

/* run.json has the cells in the order of the matrices. */
static int write_run_json(const char *run, const struct slurm_plan *plans, long nr_plans,
			  struct version *v, size_t nr)
{
	const struct slurm_plan *newest = &plans[nr_plans - 1];
	const char **ids = memory_zalloc((nr + 1) * sizeof(*ids));
	struct run_json json = {
		.folder = run, .matrix = newest->selection.cells.name, .ids = ids, .nr = nr,
		.jobs = newest->jobs,
	};
	size_t i;
	int err;

	qsort(v, nr, sizeof(*v), compare_places);
	for (i = 0; i < nr; i++)
		ids[i] = v[i].cell->id;
	run_json_begin(&json);
	err = run_json_write(&json, 0);
	run_json_end(&json);
	free(ids);
	return err;
}

static int find_cells(struct collecting *c, const struct slurm_plan *plans, long nr_plans)
{
	struct version *v;
	size_t i;
	int err;

	v = all_versions(plans, nr_plans, &c->nr_cells);
	choose_versions(v, &c->nr_cells);
	c->cells = memory_zalloc((c->nr_cells + 1) * sizeof(*c->cells));
	c->images = memory_zalloc((c->nr_cells + 1) * sizeof(*c->images));
	c->good = memory_zalloc(c->nr_cells + 1);
	for (i = 0; i < c->nr_cells; i++) {
		c->cells[i] = v[i].cell;
		c->images[i] = v[i].plan->image;
	}
	err = write_run_json(c->run, plans, nr_plans, v, c->nr_cells);
	free(v);
	return err;
}

static bool is_good(const struct collecting *c, const char *id)
{
	size_t low = 0, high = c->nr_cells;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(c->cells[middle]->id, id);

		if (!order)
			return c->good[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* --- one cell ---------------------------------------------------------------------- */

/* Cycles of two kinds of machine are no comparison: all of a platform must be of one. */
static bool is_of_same_machine(struct collecting *c, struct look *l, const struct record *record)
{
	const char *platform = l->cell->platform->name, *key;
	json_t *identity = record->identity, *value, *other;
	const json_t *first = json_object_get(c->machines, platform);

	if (!platform_is_native(l->cell->platform))
		return true;
	if (!first) {
		json_object_set(c->machines, platform, identity);
		return true;
	}
	json_object_foreach(identity, key, value) {
		other = json_object_get(first, key);
		if (json_equal(other, value))
			continue;
		snprintf(l->why, sizeof(l->why), "it was measured on another kind of machine than "
			 "others of the run: %.64s is \"%.200s\" there, \"%.200s\" here", key,
			 json_is_string(other) ? json_string_value(other) : "",
			 json_is_string(value) ? json_string_value(value) : "");
		return false;
	}
	return true;
}

static void drop(struct record *record)
{
	if (record)
		record_free(record);
}

/* Look at the record of a run folder; what is better than what there was is kept. */
static void look_at(struct collecting *c, struct look *l, const char *folder)
{
	char path[PATH_MAX], why[WHY_SIZE];
	enum slurm_verdict verdict;
	struct record *record;

	run_dir_record(folder, l->cell->id, path);
	verdict = slurm_record_look(path, l->cell, l->identity, &record, why, sizeof(why));
	if (verdict == SLURM_GOOD && !is_of_same_machine(c, l, record)) {
		verdict = SLURM_INVALID;
		strcpy(why, l->why);
	}
	if (verdict == SLURM_INVALID)
		printf("%s: %s; not gathered\n", path, why);
	if (verdict > l->verdict) {
		l->verdict = verdict;
		strcpy(l->why, why);
		drop(l->record);
		l->record = record;
		free(l->folder);
		l->folder = memory_printf("%s", folder);
	} else {
		drop(record);
	}
}

static void look_at_attempts(struct collecting *c, struct look *l, const struct holder *h)
{
	size_t nr, i;
	char **paths;

	nr = slurm_plan_attempts(h->plan, h->array, h->task, &paths);
	for (i = 0; i < nr; i++) {
		if (l->verdict != SLURM_GOOD)
			look_at(c, l, paths[i]);
		free(paths[i]);
	}
	free(paths);
}

/* First the logs: with its record a cell is gathered. */
static int gather(struct collecting *c, const struct look *l)
{
	char from[PATH_MAX], to[PATH_MAX];

	run_dir_logs(l->folder, l->cell->id, from);
	run_dir_logs(c->run, l->cell->id, to);
	if (!access(from, F_OK)) {
		run_dir_remove(to);
		if (rename(from, to)) {
			warnx("move %s to %s: %s", from, to, strerror(errno));
			return -1;
		}
	}
	run_dir_record(c->run, l->cell->id, to);
	return record_write(l->record, to);
}

static void count_node(struct slurm_collection *r, const struct record *record)
{
	const char *name = record->host.node;
	struct slurm_node *node;
	size_t i;

	name = name ? name : "";
	for (i = 0; i < r->nr_nodes; i++)
		if (!strcmp(r->nodes[i].name, name))
			break;
	if (i == r->nr_nodes) {
		r->nodes = memory_grow(r->nodes, r->nr_nodes, sizeof(*r->nodes));
		r->nodes[r->nr_nodes++].name = memory_printf("%s", name);
	}
	node = &r->nodes[i];
	node->cells++;
	node->seconds += record->host.seconds;
}

static enum slurm_outcome outcome_of(struct collecting *c, const struct look *l,
				     const struct holder *holders)
{
	enum slurm_state state = SLURM_GONE, s;
	const struct holder *h;

	if (l->verdict == SLURM_GOOD)
		return SLURM_CELL_GOOD;
	for (h = holders; h; h = next_holder(c, h)) {
		s = state_of(c, h);
		state = s > state ? s : state;
	}
	/* What went wrong is being tried again. */
	if (state != SLURM_GONE)
		return state == SLURM_RUNNING ? SLURM_CELL_RUNNING : SLURM_CELL_QUEUED;
	if (l->verdict == SLURM_FAILED)
		return SLURM_CELL_FAILED;
	return l->verdict == SLURM_INVALID ? SLURM_CELL_INVALID : SLURM_CELL_MISSING;
}

static void print_trouble(const struct look *l, enum slurm_outcome outcome,
			  const struct holder *h)
{
	const char *node = l->record ? l->record->host.node : NULL;
	const char *id = l->cell->id;

	if (outcome == SLURM_CELL_FAILED)
		printf("%s: %s%s%s\n", id, l->why, node ? ", on " : "", node ? node : "");
	else if (outcome == SLURM_CELL_INVALID)
		printf("%s: invalid: %s\n", id, l->why);
	else if (outcome == SLURM_CELL_MISSING && h)
		printf("%s: missing: its task ended without a record; see %s/%s/%zu.log\n", id,
		       h->plan->folder, h->array->name, h->task);
	else if (outcome == SLURM_CELL_MISSING)
		printf("%s: missing: its record is no longer in the run\n", id);
}

static int collect_cell(struct collecting *c, size_t i)
{
	struct look l = { .cell = c->cells[i], .verdict = SLURM_MISSING };
	const struct holder *holders = find_holders(c, l.cell->id), *h;
	enum slurm_outcome outcome;
	bool before;
	int err = 0;

	l.identity = runner_identity(l.cell, c->images[i]);
	if (!l.identity)
		return -1;
	look_at(c, &l, c->run);
	before = l.verdict == SLURM_GOOD;
	for (h = holders; h && l.verdict != SLURM_GOOD; h = next_holder(c, h))
		look_at_attempts(c, &l, h);
	/* A failed one is gathered, too: the run's status and report show why. */
	if (l.record && strcmp(l.folder, c->run))
		err = gather(c, &l);
	if (!err) {
		outcome = outcome_of(c, &l, holders);
		c->result->outcomes[outcome]++;
		c->result->gathered += l.verdict == SLURM_GOOD && !before;
		c->good[i] = l.verdict == SLURM_GOOD;
		print_trouble(&l, outcome, holders);
		if (c->good[i])
			count_node(c->result, l.record);
	}
	json_decref(l.identity);
	drop(l.record);
	free(l.folder);
	return err;
}

/* --- the whole ---------------------------------------------------------------------- */

/* Remove what a task left if all of it is in the run and nothing of it runs. */
static void clean_task(const struct collecting *c, const struct holder *h)
{
	const struct slurm_task *t = &h->array->tasks[h->task];
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < t->nr; i++)
		if (!is_good(c, t->cells[i]->id))
			return;
	if (state_of(c, h) != SLURM_GONE)
		return;
	snprintf(path, sizeof(path), "%s/%s/%zu", h->plan->folder, h->array->name, h->task);
	run_dir_remove(path);
	snprintf(path, sizeof(path), "%s/%s/%zu.log", h->plan->folder, h->array->name, h->task);
	unlink(path);
}

static int compare_nodes(const void *a, const void *b)
{
	const struct slurm_node *x = a, *y = b;

	return strverscmp(x->name, y->name);
}

int slurm_collect(struct slurm_collection *result, const char *run,
		  const struct slurm_plan *plans, long nr_plans, const struct slurm_queue *queue)
{
	struct collecting c = { .result = result, .run = run, .queue = queue };
	size_t i;
	long p;
	int err;

	memset(result, 0, sizeof(*result));
	c.machines = json_object();
	for (p = 0; p < nr_plans; p++)
		add_holders(&c, &plans[p]);
	if (c.nr_holders)
		qsort(c.holders, c.nr_holders, sizeof(*c.holders), compare_holders);
	err = find_cells(&c, plans, nr_plans);
	for (i = 0; i < c.nr_cells && !err; i++)
		err = collect_cell(&c, i);
	for (i = 0; i < c.nr_holders && !err; i++)
		clean_task(&c, &c.holders[i]);
	if (result->nr_nodes)
		qsort(result->nodes, result->nr_nodes, sizeof(*result->nodes), compare_nodes);
	json_decref(c.machines);
	free(c.holders);
	free(c.cells);
	free(c.images);
	free(c.good);
	return err;
}

void slurm_collection_free(struct slurm_collection *c)
{
	size_t i;

	for (i = 0; i < c->nr_nodes; i++)
		free(c->nodes[i].name);
	free(c->nodes);
	memset(c, 0, sizeof(*c));
}
