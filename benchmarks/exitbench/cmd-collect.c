// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"
#include "record/run-dir.h"
#include "exitbench/runner/run-lock.h"
#include "exitbench/fleet/slurm.h"
#include "exitbench/fleet/slurm-collect.h"
#include "exitbench/fleet/slurm-plan.h"

#define POLL_SECONDS	10

enum { KEY_WAIT = 256 };

static const char doc[] =
	"Gather what the tasks of 'exitbench submit' measured into the run's folder.\v"
	"Each record is checked first: that it is whole, of this cell and this image, and that "
	"all laws hold when computed anew. May be called at any time, as often as you like.\n"
	"Exit status: 0 all cells are good, 1 some are failed, invalid, missing or not yet "
	"measured, 2 nothing could be gathered.\n\n"
	"EXAMPLES\n"
	"  exitbench collect /shared/run\n"
	"  exitbench collect /shared/run --wait && exitreport report /shared/run\n";

static const struct argp_option options[] = {
	{ "wait", KEY_WAIT, NULL, 0, "until no task of the run is in the queue any more", 0 },
	{ 0 },
};

struct arguments {
	const char *run;
	bool wait;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_WAIT:
		a->wait = true;
		return 0;
	case ARGP_KEY_ARG:
		if (a->run)
			argp_error(state, "too many arguments, beginning with \"%s\"", arg);
		a->run = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which run? Wanted: its folder");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static bool has_tasks(const struct slurm_queue *q, const struct slurm_plan *plans, long nr)
{
	char script[PATH_MAX];
	size_t i, t;
	long p;

	for (p = 0; p < nr; p++) {
		for (i = 0; i < plans[p].nr_arrays; i++) {
			slurm_plan_script(&plans[p], &plans[p].arrays[i], script);
			for (t = 0; t < plans[p].arrays[i].nr_tasks; t++)
				if (slurm_queue_find(q, script, t) != SLURM_GONE)
					return true;
		}
	}
	return false;
}

/* The queue as it is, or once nothing of the run is in it. */
static int read_queue(struct slurm_queue *q, const struct arguments *a,
		      const struct slurm_plan *plans, long nr)
{
	for (;;) {
		if (slurm_queue_read(q))
			return -1;
		if (!a->wait || !has_tasks(q, plans, nr))
			return 0;
		slurm_queue_free(q);
		sleep(POLL_SECONDS);
	}
}

static void print_nodes(const struct slurm_collection *c)
{
	const struct slurm_node *n;
	size_t i;

	printf("%-20s %8s %10s %14s\n", "node", "cells", "s/cell", "cells per hour");
	for (i = 0; i < c->nr_nodes; i++) {
		n = &c->nodes[i];
		printf("%-20s %8zu", *n->name ? n->name : "(no node)", n->cells);
		if (n->seconds > 0)
			printf(" %10.1f %14.0f", n->seconds / n->cells,
			       n->cells * 3600 / n->seconds);
		putchar('\n');
	}
}

static void print_outcomes(const struct slurm_collection *c)
{
	const size_t *nr = c->outcomes;

	printf("good: %zu, of them %zu gathered now; failed: %zu, invalid: %zu, running: %zu, "
	       "queued: %zu, missing: %zu\n", nr[SLURM_CELL_GOOD], c->gathered,
	       nr[SLURM_CELL_FAILED], nr[SLURM_CELL_INVALID], nr[SLURM_CELL_RUNNING],
	       nr[SLURM_CELL_QUEUED], nr[SLURM_CELL_MISSING]);
	if (nr[SLURM_CELL_FAILED] || nr[SLURM_CELL_INVALID] || nr[SLURM_CELL_MISSING])
		puts("'exitbench submit' with the same arguments submits these again");
}

static int collect(const struct arguments *a, const struct slurm_plan *plans, long nr)
{
	struct slurm_collection c = { 0 };
	struct slurm_queue queue;
	int i, status = EXIT_UNUSABLE;
	struct run_lock lock;

	if (read_queue(&queue, a, plans, nr))
		return status;
	/* Another exitbench that writes into the run would meet the same names. */
	if (run_dir_make(a->run) || run_lock_take(&lock, a->run)) {
		slurm_queue_free(&queue);
		return status;
	}
	if (!run_dir_make_parts(a->run) && !slurm_collect(&c, a->run, plans, nr, &queue)) {
		if (c.nr_nodes)
			print_nodes(&c);
		print_outcomes(&c);
		status = 0;
		for (i = SLURM_CELL_GOOD + 1; i < SLURM_OUTCOMES; i++)
			if (c.outcomes[i])
				status = EXIT_CELLS_FAILED;
		if (fflush(stdout))
			status = EXIT_UNUSABLE;
	}
	run_lock_release(&lock, false);
	slurm_collection_free(&c);
	slurm_queue_free(&queue);
	return status;
}

int cmd_collect(int argc, char **argv)
{
	static const struct argp argp = { options, parse, "RUN", doc, NULL, NULL, NULL };
	struct arguments a = { NULL, false };
	struct slurm_plan *plans;
	int status = EXIT_UNUSABLE;
	long nr;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench collect";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	nr = slurm_plans_read(&plans, a.run);
	if (nr > 0)
		status = collect(&a, plans, nr);
	else if (!nr)
		warnx("%s has no submission; 'exitbench submit' makes one", a.run);
	slurm_plans_free(plans, nr);
	return status;
}
