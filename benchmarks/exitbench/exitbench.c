// SPDX-License-Identifier: GPL-2.0
/* exitbench: runs a matrix of cells, each in a machine of its own. */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "util/standard-streams.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{ "run", cmd_run, "run the cells of a matrix, write a record for each" },
	{ "exec", cmd_exec, "a command of your own in both paging modes, and what came of it" },
	{ "list", cmd_list, "platforms, matrices and workloads; the cells of a matrix" },
	{ "doctor", cmd_doctor, "which platforms work on this machine, and what the others lack" },
	{ "submit", cmd_submit, "hand the cells of a matrix to a cluster with Slurm" },
	{ "collect", cmd_collect, "gather and check what a cluster measured" },
	{ "status", cmd_status, "what a run has measured so far, and what failed" },
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void usage(FILE *to)
{
	size_t i;

	fprintf(to, "usage: exitbench COMMAND [ARGUMENT...]\n\ncommands:\n");
	for (i = 0; i < NR_COMMANDS; i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fprintf(to, "\n'exitbench COMMAND --help' tells more.\n"
		"\nEXAMPLES\n"
		"  exitbench exec -- ./my-program         # a command of your own, in both modes\n"
		"  exitbench run default -o data/local   # everything, about 8 minutes on 2 cores\n"
		"  exitbench run quick -o /tmp/quick     # a few cells\n"
		"  exitbench submit default -o /nfs/run   # on a cluster with Slurm\n"
		"  exitbench status data/local           # from another terminal\n");
}

int main(int argc, char **argv)
{
	size_t i;

	standard_streams_begin(EXIT_UNUSABLE);
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		usage(stdout);
		return 0;
	}
	for (i = 0; argc > 1 && i < NR_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	if (argc > 1)
		warnx("no command \"%s\"", argv[1]);
	usage(stderr);
	return EXIT_UNUSABLE;
}
