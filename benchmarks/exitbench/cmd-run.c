// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd.h"
#include "util/place.h"
#include "exitbench/runner/runner.h"
#include "exitbench/matrix/selection.h"

#define DEFAULT_IMAGE	"build/image"
#define DEFAULT_RUN	"data/local"

enum {
	KEY_AGAIN = 256, KEY_KEEP_WORK, KEY_VERIFY, KEY_WORKLOADS, KEY_MODULES,
	KEY_ONLY, KEY_NODE
};

static const char doc[] =
	"Run the cells of one or more matrices and write a record for each.\v"
	"MATRIX is a file, or the name of one in " MATRIX_DIR ". Cells that have a good "
	"record of the same image are kept. Exit status: 0 all cells are good, 1 some "
	"failed and are recorded so, 2 the run could not be made, 128+N it was ended by signal N."
	"\n\nA run that was cut off, by whatever it was, goes on with the same command.\n\n"
	"EXAMPLES\n"
	"  exitbench run default\n"
	"  exitbench run quick -o data/mine --jobs 1\n"
	"  exitbench run default --cells '*.fio-*'\n"
	"  exitbench run default --platform tcg-svm -o data/svm\n"
	"  sudo exitbench run quick --platform host -o data/host\n"
	"  exitbench run quick -o RUN --verify && exitreport verify RUN\n"
	"  exitbench run my.matrix --workloads my-workloads --again\n";

static const struct argp_option options[] = {
	{ "output", 'o', "RUN", 0, "folder of the run (" DEFAULT_RUN ")", 0 },
	{ "jobs", 'j', "N", 0, "emulators at a time (one for each core)", 0 },
	{ "image", 'i', "DIR", 0, "folder of the image (" DEFAULT_IMAGE ")", 0 },
	{ "workloads", KEY_WORKLOADS, "DIR", 0, "folder of the workloads (" WORKLOAD_DIR ")", 0 },
	{ "platform", 'p', "NAME", 0,
	  "instead of the platforms that the matrices name; " PLATFORM_AUTO " takes the best "
	  "that works here", 0 },
	{ "modules", KEY_MODULES, "DIR", 0,
	  "the meter's modules for platform host (those of 'make modules' for this kernel)", 0 },
	{ "cells", 'c', "PATTERN", 0, "only cells whose name fits, such as '*.ept0.*'", 0 },
	{ "only", KEY_ONLY, "FILE", 0, "only the cells that FILE names; - is standard input", 0 },
	{ "node", KEY_NODE, "NAME", 0, "name of this machine in a fleet, for the records", 0 },
	{ "verify", KEY_VERIFY, NULL, 0,
	  "count exits by KVM's tracepoint too, for 'exitreport verify'", 0 },
	{ "again", KEY_AGAIN, NULL, 0, "measure anew what has a good record", 0 },
	{ "keep-work", KEY_KEEP_WORK, NULL, 0, "keep the emulator's files of each cell", 0 },
	{ 0 },
};

struct arguments {
	struct runner_options runner;
	struct selection selection;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'o':
		a->runner.run = arg;
		break;
	case 'j':
		a->runner.jobs = config_number("command line", "--jobs", arg, 1, 256);
		if (a->runner.jobs < 0)
			exit(EXIT_UNUSABLE);
		break;
	case 'i':
		a->runner.image = arg;
		break;
	case 'p':
		a->selection.platforms = arg;
		break;
	case KEY_MODULES:
		machine_set_modules(arg);
		break;
	case KEY_WORKLOADS:
		a->selection.workloads = arg;
		break;
	case KEY_ONLY:
		a->selection.only = arg;
		break;
	case KEY_NODE:
		a->runner.node = arg;
		break;
	case KEY_AGAIN:
		a->runner.again = true;
		break;
	case KEY_KEEP_WORK:
		a->runner.keep_work = true;
		break;
	case KEY_VERIFY:
		a->selection.verify = true;
		break;
	case 'c':
		a->selection.pattern = arg;
		break;
	case ARGP_KEY_ARGS:
		a->selection.files = state->argv + state->next;
		a->selection.nr_files = state->argc - state->next;
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which matrix? 'exitbench list' names those that there are");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static int check_platforms(const struct matrix *m, struct runner_options *o)
{
	size_t i;

	for (i = 0; i < m->nr_cells; i++) {
		const struct platform *p = m->cells[i].platform;

		if ((!i || p != m->cells[i - 1].platform) && platform_check(p))
			return -1;
		if (p->alone)
			o->jobs = 1;
	}
	return 0;
}

int cmd_run(int argc, char **argv)
{
	static const struct argp argp = { options, parse, "MATRIX...", doc, NULL, NULL, NULL };
	struct arguments a = {
		.runner = { .run = DEFAULT_RUN, .jobs = sysconf(_SC_NPROCESSORS_ONLN) },
	};
	char image[PATH_MAX];
	int failed = -1;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench run";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (!a.runner.image)
		a.runner.image = place_find(DEFAULT_IMAGE, image);
	if (!selection_read(&a.selection) && !check_platforms(&a.selection.cells, &a.runner))
		failed = runner_run(&a.selection.cells, &a.runner);
	selection_free(&a.selection);
	if (failed < -RUNNER_SIGNALLED)
		return EXIT_SIGNALLED - RUNNER_SIGNALLED - failed;
	return failed < 0 ? EXIT_UNUSABLE : failed ? EXIT_CELLS_FAILED : 0;
}
