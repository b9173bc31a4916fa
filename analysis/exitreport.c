// SPDX-License-Identifier: GPL-2.0
/*
 * exitreport: what the records of a run say.
 */
#include <argp.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "record/message.h"

static const struct command commands[] = {
	{ "delta", command_delta },
	{ "compare", command_compare },
	{ "explain", command_explain },
	{ "detail", command_detail },
	{ "model", command_model },
	{ "tables", command_tables },
	{ "charts", command_charts },
	{ "report", command_report },
	{ "check", command_check },
	{ "reproduce", command_reproduce },
	{ "verify", command_verify },
	{ "overhead", command_overhead },
	{ "timeline", command_timeline },
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const char doc[] =
	"What the records of a run say: which VM exits a workload makes with the CPU's "
	"nested paging and with KVM's shadow paging, and where the cycles go.\v"
	"COMMANDS:\n"
	"  delta      what a workload cost, reason by reason\n"
	"  compare    nested against shadow paging, or one run against another\n"
	"  explain    what the exits for page tables were for\n"
	"  detail     ports, MSRs and pages that exits were for, and how long they took\n"
	"  model      what the exits would cost on hardware\n"
	"  tables     write RUN/tables/*.csv\n"
	"  charts     write RUN/charts/*.svg and *.png\n"
	"  report     write REPORT.md, or one page of HTML\n"
	"  check      recompute the laws of every record\n"
	"  reproduce  does one run reproduce another?\n"
	"  verify     the ledger against KVM's tracepoint and statistics\n"
	"  overhead   what measuring itself costs\n"
	"  timeline   exits over time, of cells whose ledger was looked at meanwhile\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport check data/reference\n"
	"  exitreport compare data/reference\n"
	"  exitreport compare before after --fail-above 2\n"
	"  exitreport delta data/reference boot --csv\n"
	"  exitreport charts RUN && exitreport report RUN\n"
	"\n"
	"Each command has a --help of its own.  Exit status: 0 ok, 1 failed or a check "
	"failed, 2 bad usage.";

struct chosen {
	const struct command *command;
	int first;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct chosen *chosen = state->input;
	size_t i;

	if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, "which command?");
	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;

	for (i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(arg, commands[i].name))
			chosen->command = &commands[i];
	if (!chosen->command)
		argp_error(state, "no command \"%s\"", arg);
	chosen->first = state->next - 1;
	state->next = state->argc;
	return 0;
}

int main(int argc, char *argv[])
{
	static const struct argp argp = {
		NULL, parse, "COMMAND RUN [ARGUMENT...]", doc, NULL, NULL, NULL,
	};
	struct chosen chosen = { NULL, 0 };
	int status;

	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &chosen);
	status = chosen.command->run(argc - chosen.first, argv + chosen.first);
	if (fflush(stdout) || ferror(stdout)) {
		message("write to standard output: %m");
		status = EXIT_FAILED;
	}
	return status;
}
