// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "exitbench/matrix/matrix.h"
#include "util/memory.h"
#include "util/place.h"
#include "record/facts/platform-facts.h"

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
			argp_error(state, "too many arguments, beginning with \"%s\"", arg);
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
		printf("  %-16s %s\n", (*p)->name, platform_facts((*p)->name)->summary);
	printf("  %-16s the first of these that works here; 'exitbench doctor' tells which do\n",
	       PLATFORM_AUTO);
}

static void list_cpus(void)
{
	const struct platform *const *p;
	const struct cpu *cpu;

	puts("\nCPUs, the default of a platform first:");
	for (p = platforms; *p; p++)
		for (cpu = (*p)->cpus; cpu && cpu->name; cpu++)
			printf("  %-16s %-16s %s\n", (*p)->name, cpu->name, cpu->summary);
}

static void list_settings(void)
{
	const char *const *v;
	int i;

	puts("\nsettings that a matrix may vary, the default first:");
	for (i = 0; i < SETTING_NR; i++) {
		printf("  %-16s %s", settings[i].name, settings[i].initial);
		for (v = settings[i].values; v && *v; v++)
			if (strcmp(*v, settings[i].initial))
				printf(" %s", *v);
		if (settings[i].max)
			printf(" %ld...%ld", settings[i].min, settings[i].max);
		printf("\n  %-16s %s\n", "", settings[i].text);
	}
}

static int list_matrices(const char *workloads)
{
	char dir[PATH_MAX], *path, **names;
	struct matrix m;
	int n = config_list(place_find(MATRIX_DIR, dir), MATRIX_SUFFIX, &names), i, failed = 0;

	if (n < 0) {
		warnx("the project's files are not found: call build/exitbench of the project, or "
		      "install it ('make install')");
		return -1;
	}
	puts("\nmatrices:");
	for (i = 0; i < n; i++) {
		path = memory_printf("%s/%s" MATRIX_SUFFIX, dir, names[i]);
		if (matrix_read(&m, path, workloads, NULL))
			failed = -1;
		else
			printf("  %-16s %zu cells\n", m.name, m.nr_cells);
		matrix_free(&m);
		free(path);
		free(names[i]);
	}
	free(names);
	return failed;
}

static int list_workloads(const char *dir)
{
	char usual[PATH_MAX], **names;
	struct workload w;
	int n, i, failed = 0;

	if (!dir)
		dir = place_find(WORKLOAD_DIR, usual);
	n = config_list(dir, WORKLOAD_SUFFIX, &names);
	if (n < 0)
		return -1;
	puts("\nworkloads:");
	for (i = 0; i < n; i++) {
		if (workload_read(&w, dir, names[i]))
			failed = -1;
		else
			printf("  %-16s %-9s %s\n", w.name, w.group, w.summary);
		workload_free(&w);
		free(names[i]);
	}
	free(names);
	return failed;
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
	struct arguments a = { 0 };
	int failed;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench list";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (a.matrix)
		return list_cells(&a);
	list_platforms();
	list_cpus();
	list_settings();
	failed = list_matrices(a.workloads);
	return list_workloads(a.workloads) || failed ? EXIT_UNUSABLE : 0;
}
