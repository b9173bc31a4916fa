// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <glob.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "matrix.h"

static const char doc[] =
	"Without MATRIX: the platforms, matrices and workloads that there are. With it: its "
	"cells.\v"
	"EXAMPLES\n"
	"  exitbench list\n"
	"  exitbench list default\n";

static const struct argp_option options[] = {
	{ "workloads", 'w', "DIR", 0, "folder of the workloads (" WORKLOAD_DIR ")", 0 },
	{ "platform", 'p', "NAME", 0, "instead of the platforms that the matrix names", 0 },
	{ 0 },
};

struct arguments {
	const char *matrix;
	const char *workloads;
	const char *platforms;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'w':
		a->workloads = arg;
		return 0;
	case 'p':
		a->platforms = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->matrix)
			argp_usage(state);
		a->matrix = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void list_platforms(void)
{
	const struct platform *const *p;

	puts("platforms:");
	for (p = platforms; *p; p++)
		printf("  %-16s %s\n", (*p)->name, (*p)->summary);
	printf("  %-16s the first of these that works here; 'exitbench doctor' tells which do\n",
	       PLATFORM_AUTO);
}

static void list_settings(void)
{
	const char *const *v;
	int i;

	puts("\nsettings that a matrix may vary, the default first:");
	for (i = 0; i < SETTING_NR; i++) {
		printf("  %-16s %-46s %s", settings[i].name, settings[i].summary,
		       settings[i].initial);
		for (v = settings[i].values; v && *v; v++)
			if (strcmp(*v, settings[i].initial))
				printf(" %s", *v);
		putchar('\n');
	}
}

static int list_matrices(const char *workloads)
{
	glob_t found;
	size_t i;
	int failed = 0;

	puts("\nmatrices:");
	if (glob(MATRIX_DIR "/*" MATRIX_SUFFIX, 0, NULL, &found))
		return 0;
	for (i = 0; i < found.gl_pathc; i++) {
		struct matrix m;
		int err = matrix_read(&m, found.gl_pathv[i], workloads, NULL);

		failed |= err;
		if (!err)
			printf("  %-16s %zu cells\n", m.name, m.nr_cells);
		matrix_free(&m);
	}
	globfree(&found);
	return failed;
}

static int list_workloads(const char *dir)
{
	struct workload w;
	char **names;
	int n = workload_list(dir, &names), i, err = 0;

	if (n < 0)
		return EXIT_UNUSABLE;
	puts("\nworkloads:");
	for (i = 0; i < n; i++) {
		if (workload_read(&w, dir, names[i]))
			err = EXIT_UNUSABLE;
		else
			printf("  %-16s %-9s %s\n", w.name, w.group, w.summary);
		free(names[i]);
	}
	free(names);
	return err;
}

static int list_cells(const struct arguments *a)
{
	struct matrix m;
	int err = matrix_read(&m, a->matrix, a->workloads, a->platforms);
	size_t i;

	for (i = 0; !err && i < m.nr_cells; i++)
		puts(m.cells[i].id);
	matrix_free(&m);
	return err ? EXIT_UNUSABLE : 0;
}

int cmd_list(int argc, char **argv)
{
	static const struct argp argp = { options, parse, "[MATRIX]", doc, NULL, NULL, NULL };
	struct arguments a = { .workloads = WORKLOAD_DIR };
	int failed;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench list";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (a.matrix)
		return list_cells(&a);
	list_platforms();
	list_settings();
	failed = list_matrices(a.workloads);
	return list_workloads(a.workloads) || failed ? EXIT_UNUSABLE : 0;
}
