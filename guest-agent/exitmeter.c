// SPDX-License-Identifier: GPL-2.0
/* exitmeter: reads KVM's exit meter from inside of the guest. */
#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <asm/kvm_exitmeter.h>

#include "commands.h"

#define VERSION "1.0"

static const struct command {
	const char *name;
	const char *title;	/* argv[0] of the command, for its messages */
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "stat", "exitmeter stat", cmd_stat },
	{ "top", "exitmeter top", cmd_top },
	{ "watch", "exitmeter watch", cmd_watch },
	{ "record", "exitmeter record", cmd_record },
	{ "report", "exitmeter report", cmd_report },
	{ "diff", "exitmeter diff", cmd_diff },
	{ "info", "exitmeter info", cmd_info },
	{ "reasons", "exitmeter reasons", cmd_reasons },
	{ "read", "exitmeter read", cmd_read },
	{ "run", "exitmeter run", cmd_run },
};

#ifdef EXITMETER_HOST
static const struct command host = { "--host", "exitmeter --host", cmd_host };

static const struct argp_option options[] = {
	{ "host", 'H', NULL, 0,
	  "not of this virtual machine: of those that run on this host; see exitmeter --host --help",
	  0 },
	{ 0 }
};
#endif

/* What main() learns from the command line. */
struct choice {
	const struct command *command;
	int argc;
	char **argv;
};

static const char doc[] =
	"Where do this virtual machine's exits and cycles go? Reads the ledger that a KVM "
	"with the exit meter keeps of the guest that this program runs in. Needs no privileges "
	"unless the host asks for them.\v"
	"COMMANDS:\n"
	"  stat      run a command, or wait, and show the exits by reason\n"
	"  top       live: rates and cycles by reason\n"
	"  watch     a line each second, for logs\n"
	"  record    run a command, or wait, and keep the window in a file\n"
	"  report    show such a file\n"
	"  diff      show what is different between two\n"
	"  info      is there a meter, and what does it say of itself\n"
	"  reasons   all exit reasons: number, name, defined, enabled\n"
	"  read      counts and cycles of each reason since the vCPUs' creation\n"
	"  run       for scripts: stat on standard error, and the window in a file\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter info\n"
	"  exitmeter stat -- ls -l /\n"
	"  exitmeter stat -t 10\n"
	"  exitmeter reasons --vendor svm\n"
	"  exitmeter COMMAND --help\n"
	"\n"
	"Exit status: 0 ok, 1 failed, 2 bad usage or no meter; of stat, record and run, the "
	"command's.";

static void print_version(FILE *out, struct argp_state *state)
{
	(void)state;
	fprintf(out, "exitmeter %s, ABI version %d\n", VERSION, KVM_EXITMETER_ABI_VERSION);
}

static const struct command *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct choice *choice = state->input;

	switch (key) {
#ifdef EXITMETER_HOST
	case 'H':
		choice->command = &host;
		choice->argv = &state->argv[state->next - 1];
		choice->argc = state->argc - (state->next - 1);
		state->next = state->argc;
		return 0;
#endif
	case ARGP_KEY_ARG:
		choice->command = find(arg);
		if (!choice->command)
			argp_error(state, "no command \"%s\"; 'exitmeter --help' lists them", arg);
		/* The rest is the command's. */
		choice->argv = &state->argv[state->next - 1];
		choice->argc = state->argc - (state->next - 1);
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
#ifdef EXITMETER_HOST
		if (choice->command)
			return 0;
#endif
		argp_error(state, "a command is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
#ifdef EXITMETER_HOST
		.options = options,
#endif
		.parser = parse,
		.args_doc = "COMMAND [ARG...]",
		.doc = doc,
	};
	struct choice choice = { 0 };
	int status;

	argp_err_exit_status = STATUS_UNUSABLE;
	argp_program_version_hook = print_version;
	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &choice))
		return STATUS_UNUSABLE;

	choice.argv[0] = (char *)choice.command->title;
	/* A reader that is gone is an error to tell, not the end. */
	signal(SIGPIPE, SIG_IGN);
	status = choice.command->run(choice.argc, choice.argv);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "exitmeter: write to standard output failed; "
			"is the disk full or the reader gone?\n");
		if (status == STATUS_OK)
			status = STATUS_FAILED;
	}
	/* What was to be told there can be told nowhere else. */
	if (ferror(stderr) && status == STATUS_OK)
		status = STATUS_FAILED;
	return status;
}
