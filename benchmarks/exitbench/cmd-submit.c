// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "util/infile.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "util/place.h"
#include "record/run-dir.h"
#include "exitbench/runner/runner.h"
#include "exitbench/fleet/slurm.h"
#include "exitbench/fleet/slurm-feature.h"
#include "exitbench/fleet/slurm-plan.h"
#include "exitbench/fleet/slurm-record.h"
#include "exitbench/fleet/slurm-script.h"

#define DEFAULT_IMAGE	"build/image"
#define DEFAULT_RUN	"data/local"
#define MAX_OPTIONS	64

enum {
	KEY_VERIFY = 256, KEY_WORKLOADS, KEY_MODULES, KEY_GROUP, KEY_CONSTRAINT, KEY_SBATCH,
	KEY_DRY_RUN,
};

static const char doc[] =
	"Hand the cells of one or more matrices to Slurm, as arrays of tasks.\v"
	"Cells that have a good record, or that an earlier submission of the run still has in "
	"the queue, are left out: the same command once more submits what is missing. "
	"'exitbench collect' gathers what the tasks measured.\n"
	"The run's folder, the image and this program must be at the same paths on all nodes. "
	"Nodes are chosen by the features that 'exitbench doctor --features' prints there; "
	"an administrator gives them to Slurm.\n"
	"Exit status: 0 submitted, or nothing left to submit; 2 not.\n\n"
	"EXAMPLES\n"
	"  exitbench submit default -o /shared/run\n"
	"  exitbench submit default -o /shared/run --group 4 --dry-run\n"
	"  exitbench submit quick -o /nfs/run -p host --constraint cpu-epyc-7763\n"
	"  exitbench submit default -o /shared/run --sbatch --partition=long\n";

static const struct argp_option options[] = {
	{ "output", 'o', "RUN", 0, "folder of the run (" DEFAULT_RUN ")", 0 },
	{ "group", KEY_GROUP, "N", 0,
	  "cells in a task (1; both modes of a workload where cycles are the node's own)", 0 },
	{ "jobs", 'j', "N", 0, "of these, emulators at a time (1; on hardware always 1)", 0 },
	{ "image", 'i', "DIR", 0, "folder of the image (" DEFAULT_IMAGE ")", 0 },
	{ "workloads", KEY_WORKLOADS, "DIR", 0, "folder of the workloads (" WORKLOAD_DIR ")", 0 },
	{ "platform", 'p', "NAME", 0, "instead of the platforms that the matrices name", 0 },
	{ "modules", KEY_MODULES, "DIR", 0, "the meter's modules for platform host", 0 },
	{ "cells", 'c', "PATTERN", 0, "only cells whose name fits, such as '*.ept0.*'", 0 },
	{ "verify", KEY_VERIFY, NULL, 0,
	  "count exits by KVM's tracepoint too, for 'exitreport verify'", 0 },
	{ "constraint", KEY_CONSTRAINT, "EXPRESSION", 0,
	  "of nodes, instead of doctor's words; '' takes any node", 0 },
	{ "sbatch", KEY_SBATCH, "OPTION", 0, "for sbatch, such as --partition=long; several times",
	  0 },
	{ "dry-run", KEY_DRY_RUN, NULL, 0, "print the batch scripts and submit nothing", 0 },
	{ 0 },
};

struct arguments {
	struct slurm_plan plan;
	const char *sbatch[MAX_OPTIONS + 1];
	int nr_sbatch;
	const char *run;
	bool dry_run;
};

static long number(const char *option, const char *value)
{
	long n = config_number("command line", option, value, 1, 1000000);

	if (n < 0)
		exit(EXIT_UNUSABLE);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;
	struct selection *s = &a->plan.selection;

	switch (key) {
	case 'o':
		a->run = arg;
		break;
	case 'j':
		a->plan.jobs = number("--jobs", arg);
		break;
	case 'i':
		a->plan.image = arg;
		break;
	case 'p':
		s->platforms = arg;
		break;
	case 'c':
		s->pattern = arg;
		break;
	case KEY_WORKLOADS:
		s->workloads = arg;
		break;
	case KEY_MODULES:
		machine_set_modules(arg);
		a->plan.modules = arg;
		break;
	case KEY_GROUP:
		a->plan.group = number("--group", arg);
		break;
	case KEY_VERIFY:
		s->verify = true;
		break;
	case KEY_CONSTRAINT:
		a->plan.constraint = arg;
		break;
	case KEY_SBATCH:
		if (a->nr_sbatch == MAX_OPTIONS)
			argp_error(state, "more than %d options for sbatch", MAX_OPTIONS);
		if (*arg != '-' || strchr(arg, '\n'))
			argp_error(state, "--sbatch wants an option, such as --partition=long");
		a->sbatch[a->nr_sbatch++] = arg;
		break;
	case KEY_DRY_RUN:
		a->dry_run = true;
		break;
	case ARGP_KEY_ARGS:
		s->files = state->argv + state->next;
		s->nr_files = state->argc - state->next;
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which matrix? 'exitbench list' names those that there are");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* --- what is to be measured ----------------------------------------------------- */

/* A cell of an earlier submission that is not to be submitted again. */
struct known_cell {
	const char *id;
	bool queued;
};

/* They all, sorted by id. */
struct known {
	struct known_cell *cells;
	size_t nr;
};

/* What a look at all cells comes to. */
struct counts {
	size_t kept;
	size_t uncollected;
	size_t queued;
	size_t missing;
};

static int compare(const void *a, const void *b)
{
	const struct known_cell *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static void add_known(struct known *k, const char *id, bool queued)
{
	k->cells = memory_grow(k->cells, k->nr, sizeof(*k->cells));
	k->cells[k->nr++] = (struct known_cell) { id, queued };
}

static const struct known_cell *find_cell(const struct known *k, const char *id)
{
	const struct known_cell key = { .id = id };

	return k->nr ? bsearch(&key, k->cells, k->nr, sizeof(key), compare) : NULL;
}

static bool is_measured(const char *path, const struct cell *c, const json_t *identity)
{
	char why[1024];
	struct record *record;
	bool good = slurm_record_look(path, c, identity, &record, why, sizeof(why)) == SLURM_GOOD;

	if (record)
		record_free(record);
	return good;
}

/* Did one of the attempts at a task measure the cell? */
static bool has_good(const struct slurm_plan *plan, const struct slurm_array *a, size_t task,
		     const struct cell *c, const char *image)
{
	json_t *identity = runner_identity(c, image);
	char **attempts, path[PATH_MAX];
	size_t nr = slurm_plan_attempts(plan, a, task, &attempts), i;
	bool good = false;

	for (i = 0; i < nr; i++) {
		run_dir_record(attempts[i], c->id, path);
		good = good || (identity && is_measured(path, c, identity));
		free(attempts[i]);
	}
	free(attempts);
	json_decref(identity);
	return good;
}

static void add_task(struct known *k, const struct slurm_plan *plan, const struct slurm_array *a,
		     size_t task, enum slurm_state state, const char *image)
{
	const struct slurm_task *t = &a->tasks[task];
	size_t i;

	for (i = 0; i < t->nr; i++)
		if (state != SLURM_GONE || has_good(plan, a, task, t->cells[i], image))
			add_known(k, t->cells[i]->id, state != SLURM_GONE);
}

static int find_known(struct known *k, const struct slurm_plan *plans, long nr, const char *image)
{
	struct slurm_queue queue;
	char script[PATH_MAX];
	size_t i, t;
	long p;

	if (!nr)
		return 0;
	if (slurm_queue_read(&queue))
		return -1;
	for (p = 0; p < nr; p++) {
		for (i = 0; i < plans[p].nr_arrays; i++) {
			const struct slurm_array *a = &plans[p].arrays[i];

			slurm_plan_script(&plans[p], a, script);
			for (t = 0; t < a->nr_tasks; t++)
				add_task(k, &plans[p], a, t, slurm_queue_find(&queue, script, t),
					 image);
		}
	}
	slurm_queue_free(&queue);
	if (k->nr)
		qsort(k->cells, k->nr, sizeof(*k->cells), compare);
	return 0;
}

/* The cells that are to be submitted; NULL on an error. */
static const struct cell **find_missing(const struct arguments *a, const struct known *known,
					struct counts *nr)
{
	const struct matrix *m = &a->plan.selection.cells;
	const struct cell **missing = memory_zalloc((m->nr_cells + 1) * sizeof(*missing));
	const struct known_cell *earlier;
	char path[PATH_MAX];
	json_t *identity;
	size_t i;

	for (i = 0; i < m->nr_cells; i++) {
		const struct cell *c = &m->cells[i];

		identity = runner_identity(c, a->plan.image);
		if (!identity) {
			free(missing);
			return NULL;
		}
		run_dir_record(a->run, c->id, path);
		earlier = find_cell(known, c->id);
		if (is_measured(path, c, identity))
			nr->kept++;
		else if (earlier)
			++*(earlier->queued ? &nr->queued : &nr->uncollected);
		else
			missing[nr->missing++] = c;
		json_decref(identity);
	}
	return missing;
}

/* --- where ------------------------------------------------------------------------ */

static char *refuse_cpus(const char *feature, char *const cpus[], size_t nr)
{
	size_t i;

	fprintf(stderr, "exitbench: the nodes with %s have different CPUs, whose cycles are not "
		"comparable:", feature);
	for (i = 0; i < nr; i++)
		fprintf(stderr, " %s", cpus[i]);
	fprintf(stderr, "; choose one: --constraint '%s&%s'\n", feature, cpus[0]);
	return NULL;
}

/* What the nodes of a platform must have, to be freed; NULL with a message. */
static char *find_constraint(const struct arguments *a, const struct platform *p)
{
	char feature[64], **cpus = NULL, *constraint = NULL;
	size_t nr = 0, i;
	long nodes;

	if (a->plan.constraint)
		return memory_printf("%s", a->plan.constraint);
	slurm_feature(p, feature, sizeof(feature));
	nodes = slurm_cpus(feature, &cpus, &nr);
	if (!nodes)
		warnx("no node of the cluster has the feature %s; an "
		      "administrator gives a node its features with: scontrol update NodeName=NODE "
		      "AvailableFeatures=WORDS ActiveFeatures=WORDS, where WORDS are what 'exitbench "
		      "doctor --features' prints there; or choose nodes with --constraint",
		      feature);
	else if (nodes > 0 && platform_is_native(p) && nr > 1)
		refuse_cpus(feature, cpus, nr);
	else if (nodes > 0 && platform_is_native(p))
		constraint = memory_printf("%s&%s", feature, cpus[0]);
	else if (nodes > 0)
		constraint = memory_printf("%s", feature);
	for (i = 0; i < nr; i++)
		free(cpus[i]);
	free(cpus);
	return constraint;
}

/* One for each array; NULL with a message. */
static char **find_constraints(const struct arguments *a)
{
	char **constraints = memory_zalloc((a->plan.nr_arrays + 1) * sizeof(*constraints));
	size_t i;

	for (i = 0; i < a->plan.nr_arrays; i++) {
		constraints[i] = find_constraint(a, a->plan.arrays[i].platform);
		if (constraints[i])
			continue;
		while (i-- > 0)
			free(constraints[i]);
		free(constraints);
		return NULL;
	}
	return constraints;
}

static void free_constraints(const struct arguments *a, char **constraints)
{
	size_t i;

	for (i = 0; constraints && i < a->plan.nr_arrays; i++)
		free(constraints[i]);
	free(constraints);
}

/* --- the submission ----------------------------------------------------------------- */

static int make(const char *path)
{
	if (!mkdir(path, 0755) || errno == EEXIST)
		return 0;
	warnx("make %s: %s", path, strerror(errno));
	return -1;
}

/* The next number that no submission has; @make_it makes it ours. Returns 0 or -1. */
static int find_folder(struct arguments *a, bool make_it)
{
	char fleet[PATH_MAX], here[PATH_MAX], absolute[2 * PATH_MAX], path[2 * PATH_MAX + 32];
	struct stat st;
	long n;
	int err;

	snprintf(fleet, sizeof(fleet), "%s/" SLURM_FLEET, a->run);
	if (make_it && (run_dir_make(a->run) || make(fleet)))
		return -1;
	if (!realpath(fleet, absolute) && *fleet == '/')
		snprintf(absolute, sizeof(absolute), "%s", fleet);
	else if (access(fleet, F_OK))
		snprintf(absolute, sizeof(absolute), "%s/%s",
			 getcwd(here, sizeof(here)) ? here : ".", fleet);
	for (n = 1;; n++) {
		snprintf(path, sizeof(path), "%s/%ld", absolute, n);
		err = make_it ? mkdir(path, 0755) : stat(path, &st) ? 0 : (errno = EEXIST, -1);
		if (!err)
			break;
		if (errno != EEXIST) {
			warnx("make %s: %s", path, strerror(errno));
			return -1;
		}
	}
	a->plan.folder = memory_printf("%s", path);
	if (!strchr(path, '\n'))
		return 0;
	warnx("%s: a line break in a path is too much for sbatch", path);
	return -1;
}

static int copy(const char *from, const char *to)
{
	char *text = infile_read(from, "it was there a moment ago");
	struct outfile out;

	if (!text || outfile_open(&out, to)) {
		free(text);
		return -1;
	}
	fputs(text, out.file);
	free(text);
	return outfile_close(&out);
}

/* Matrices and workloads as they are now, so that nothing that is edited changes a task. */
static int copy_inputs(const struct arguments *a)
{
	const struct selection *s = &a->plan.selection;
	char from[PATH_MAX], to[PATH_MAX], usual[PATH_MAX];
	const char *workloads = s->workloads;
	const struct workload *w;
	size_t part, i;

	if (!workloads)
		workloads = place_find(WORKLOAD_DIR, usual);

	snprintf(to, sizeof(to), "%s/matrices", a->plan.folder);
	if (make(to))
		return -1;
	snprintf(to, sizeof(to), "%s/workloads", a->plan.folder);
	if (make(to))
		return -1;
	for (part = 0; part < (size_t)s->nr_files; part++) {
		snprintf(to, sizeof(to), "%s/matrices/%zu", a->plan.folder, part);
		if (make(to))
			return -1;
		snprintf(to, sizeof(to), "%s/matrices/%zu/%s" MATRIX_SUFFIX, a->plan.folder, part,
			 s->parts[part].name);
		if (copy(matrix_path(&s->parts[part]), to))
			return -1;
		for (i = 0; i < s->parts[part].nr_workloads; i++) {
			w = &s->parts[part].workloads[i];
			snprintf(from, sizeof(from), "%s/%s" WORKLOAD_SUFFIX, workloads,
				 w->name);
			snprintf(to, sizeof(to), "%s/workloads/%s" WORKLOAD_SUFFIX, a->plan.folder,
				 w->name);
			if (copy(from, to))
				return -1;
		}
	}
	return 0;
}

static int write_script(const struct arguments *a, const struct slurm_array *array,
			const char *constraint)
{
	char path[PATH_MAX];
	struct outfile out;

	snprintf(path, sizeof(path), "%s/%s", a->plan.folder, array->name);
	if (make(path))
		return -1;
	snprintf(path, sizeof(path), "%s/%s.tasks", a->plan.folder, array->name);
	if (outfile_open(&out, path))
		return -1;
	slurm_script_tasks(out.file, array);
	if (outfile_close(&out))
		return -1;
	slurm_plan_script(&a->plan, array, path);
	if (outfile_open(&out, path))
		return -1;
	slurm_script_print(out.file, &a->plan, array, constraint);
	return outfile_close(&out);
}

static size_t nr_cells(const struct slurm_array *a)
{
	size_t nr = 0, i;

	for (i = 0; i < a->nr_tasks; i++)
		nr += a->tasks[i].nr;
	return nr;
}

static int submit_array(struct arguments *a, struct slurm_array *array)
{
	char path[PATH_MAX], *job;

	slurm_plan_script(&a->plan, array, path);
	job = slurm_submit(path);
	if (!job)
		return -1;
	free(array->job);
	array->job = job;
	printf("job %s: %s, cells: %zu, tasks: %zu\n", job, array->platform->name,
	       nr_cells(array), array->nr_tasks);
	return slurm_plan_write(&a->plan);
}

static int submit(struct arguments *a, char *const constraints[])
{
	size_t i;

	if (find_folder(a, true) || copy_inputs(a))
		return -1;
	for (i = 0; i < a->plan.nr_arrays; i++)
		if (write_script(a, &a->plan.arrays[i], constraints[i]))
			return -1;
	/* Before the first is submitted, so that what is cut off is known later. */
	if (slurm_plan_write(&a->plan))
		return -1;
	for (i = 0; i < a->plan.nr_arrays; i++) {
		if (!submit_array(a, &a->plan.arrays[i]))
			continue;
		warnx("%zu of %zu arrays were submitted; the same command "
		      "submits what is missing",
		      i, a->plan.nr_arrays);
		if (!i)
			run_dir_remove(a->plan.folder);
		return -1;
	}
	printf("'exitbench collect %s' gathers the records\n", a->run);
	return 0;
}

static int print_scripts(struct arguments *a, char *const constraints[])
{
	size_t i;

	if (find_folder(a, false))
		return -1;
	for (i = 0; i < a->plan.nr_arrays; i++) {
		printf("%s# %s/%s.sh: cells: %zu, tasks: %zu\n", i ? "\n" : "", a->plan.folder,
		       a->plan.arrays[i].name, nr_cells(&a->plan.arrays[i]),
		       a->plan.arrays[i].nr_tasks);
		slurm_script_print(stdout, &a->plan, &a->plan.arrays[i], constraints[i]);
	}
	return fflush(stdout) || ferror(stdout) ? -1 : 0;
}

static int work(struct arguments *a, const struct slurm_plan *plans, long nr_plans)
{
	struct known known = { 0 };
	const struct cell **missing = NULL;
	char **constraints = NULL;
	struct counts nr = { 0 };
	long max_array;
	int err = -1;

	if (find_known(&known, plans, nr_plans, a->plan.image))
		goto out;
	missing = find_missing(a, &known, &nr);
	if (!missing)
		goto out;
	warnx("cells: %zu; measured before: %zu, not yet collected: %zu, "
	      "in the queue: %zu, to submit: %zu",
	      a->plan.selection.cells.nr_cells, nr.kept, nr.uncollected, nr.queued, nr.missing);
	err = 0;
	if (!nr.missing)
		goto out;
	err = -1;
	max_array = slurm_max_array();
	if (max_array < 0)
		goto out;
	slurm_plan_divide(&a->plan, missing, nr.missing, max_array);
	constraints = find_constraints(a);
	if (constraints)
		err = (a->dry_run ? print_scripts : submit)(a, constraints);
out:
	free_constraints(a, constraints);
	free(missing);
	free(known.cells);
	return err;
}

/* Nodes see no folder that this shell is in. */
static int make_absolute(struct arguments *a, char image[PATH_MAX], char modules[PATH_MAX])
{
	const char *path = a->plan.image;
	char usual[PATH_MAX];

	if (!path)
		path = place_find(DEFAULT_IMAGE, usual);
	if (realpath(path, image)) {
		a->plan.image = image;
		path = a->plan.modules;
		if (!path)
			return 0;
		a->plan.modules = modules;
		if (realpath(path, modules))
			return 0;
	}
	warnx("%s: %s; 'make image' and 'make modules' build it", path, strerror(errno));
	return -1;
}

int cmd_submit(int argc, char **argv)
{
	static const struct argp argp = { options, parse, "MATRIX...", doc, NULL, NULL, NULL };
	struct arguments a = {
		.run = DEFAULT_RUN,
		.plan = {
			.jobs = 1,
			.group = 1,
		},
	};
	char image[PATH_MAX], modules[PATH_MAX];
	struct slurm_plan *plans = NULL;
	long nr_plans = -1;
	int err = -1;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench submit";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	a.plan.options = a.sbatch;
	if (!make_absolute(&a, image, modules) && !selection_read(&a.plan.selection)) {
		nr_plans = slurm_plans_read(&plans, a.run);
		if (nr_plans >= 0)
			err = work(&a, plans, nr_plans);
	}
	slurm_plans_free(plans, nr_plans);
	slurm_plan_free(&a.plan);
	return err ? EXIT_UNUSABLE : 0;
}
