// SPDX-License-Identifier: GPL-2.0
/* exitbench: runs a matrix of cells, each in a machine of its own. */
#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "util/memory.h"
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

static const char before_commands[] =
	"Measure the VM exits of workloads, or of a command of your own, with the CPU's nested paging "
	"and with KVM's shadow paging: each on a machine of its own, emulated if need be. What is "
	"measured is kept as records, of which exitreport tells.\v"
	"COMMANDS:\n";

static const char after_commands[] =
	"\n"
	"EXAMPLES:\n"
	"  exitbench doctor                      what works on this machine?\n"
	"  exitbench exec -- ./my-program        a command of your own, in both modes\n"
	"  exitbench run default -o data/local   all, some 8 minutes on 2 cores\n"
	"  exitbench run quick -o /tmp/quick     a few cells\n"
	"  exitbench submit default -o /nfs/run  on a cluster with Slurm\n"
	"  exitbench status data/local           from another terminal\n"
	"\n"
	"Each command has a --help of its own. Exit status: 0 all went well, 1 some of it did not, "
	"2 bad usage or nothing could be done.";

/* What main() learns from the command line. */
struct chosen {
	size_t command;
	int argc;
	char **argv;
};

static char *make_doc(void)
{
	char *doc = memory_printf("%s", before_commands), *line;
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++) {
		line = memory_printf("  %-8s %s\n", commands[i].name, commands[i].summary);
		memory_append(&doc, "", line);
		free(line);
	}
	memory_append(&doc, "", after_commands);
	return doc;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct chosen *chosen = state->input;
	size_t i;

	switch (key) {
	case ARGP_KEY_ARG:
		for (i = 0; i < NR_COMMANDS && strcmp(arg, commands[i].name); i++)
			;
		if (i == NR_COMMANDS)
			argp_error(state, "no command \"%s\"; 'exitbench --help' lists them", arg);
		chosen->command = i;
		/* The rest is the command's. */
		chosen->argv = &state->argv[state->next - 1];
		chosen->argc = state->argc - (state->next - 1);
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which command? 'exitbench --help' lists them");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int main(int argc, char **argv)
{
	char *doc = make_doc();
	const struct argp argp = {
		.parser = parse, .args_doc = "COMMAND [ARGUMENT...]", .doc = doc,
	};
	struct chosen chosen = { 0 };

	standard_streams_begin(EXIT_UNUSABLE);
	argp_program_version = "exitbench " EXITMETER_VERSION;
	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &chosen);
	free(doc);
	return commands[chosen.command].run(chosen.argc, chosen.argv);
}
