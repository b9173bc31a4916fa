// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <glob.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "matrix.h"

static const char doc[] =
	"Without MATRIX: the platforms, matrices and workloads that there are. With it: its "
	"cells.\v"
	"EXAMPLES\n"
	"  exitbench list\n"
	"  exitbench list default\n";

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **matrix = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*matrix)
		argp_usage(state);
	*matrix = arg;
	return 0;
}

static void list_platforms(void)
{
	const struct platform *const *p;

	puts("platforms:");
	for (p = platforms; *p; p++)
		printf("  %-16s %s\n", (*p)->name, (*p)->summary);
}

static void list_matrices(void)
{
	glob_t found;
	size_t i;

	puts("\nmatrices:");
	if (glob(MATRIX_DIR "/*" MATRIX_SUFFIX, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		struct matrix m;
		int err = matrix_read(&m, found.gl_pathv[i], WORKLOAD_DIR);

		if (!err)
			printf("  %-16s %zu cells\n", m.name, m.nr_cells);
		matrix_free(&m);
	}
	globfree(&found);
}

static int list_workloads(void)
{
	struct workload w;
	char **names;
	int n = workload_list(WORKLOAD_DIR, &names), i, err = 0;

	if (n < 0)
		return EXIT_UNUSABLE;
	puts("\nworkloads:");
	for (i = 0; i < n; i++) {
		if (workload_read(&w, WORKLOAD_DIR, names[i]))
			err = EXIT_UNUSABLE;
		else
			printf("  %-16s %-9s %s\n", w.name, w.group, w.summary);
		free(names[i]);
	}
	free(names);
	return err;
}

static int list_cells(const char *file)
{
	struct matrix m;
	int err = matrix_read(&m, file, WORKLOAD_DIR);
	size_t i;

	for (i = 0; !err && i < m.nr_cells; i++)
		puts(m.cells[i].id);
	matrix_free(&m);
	return err ? EXIT_UNUSABLE : 0;
}

int cmd_list(int argc, char **argv)
{
	static const struct argp argp = { NULL, parse, "[MATRIX]", doc, NULL, NULL, NULL };
	const char *matrix = NULL;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench list";
	argp_parse(&argp, argc, argv, 0, NULL, &matrix);
	if (matrix)
		return list_cells(matrix);
	list_platforms();
	list_matrices();
	return list_workloads();
}
