// SPDX-License-Identifier: GPL-2.0
/* exitmeter: reads KVM's exit meter from inside of the guest. */
#include <argp.h>
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
	{ "info", "exitmeter info", cmd_info },
	{ "reasons", "exitmeter reasons", cmd_reasons },
	{ "read", "exitmeter read", cmd_read },
	{ "run", "exitmeter run", cmd_run },
};

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
	"  info      is there a meter, and what does it say of itself\n"
	"  reasons   all exit reasons: number, name, defined, enabled\n"
	"  read      counts and cycles of each reason since the vCPUs' creation\n"
	"  run       run a command and show what it cost, reason by reason\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter info\n"
	"  exitmeter run -- ls -l /\n"
	"  exitmeter run -o window.json -- fio job.fio\n"
	"  exitmeter reasons --vendor svm\n"
	"  exitmeter COMMAND --help\n"
	"\n"
	"Exit status: 0 ok, 1 failed, 2 bad usage or no meter; of run, the command's.";

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
	case ARGP_KEY_ARG:
		choice->command = find(arg);
		if (!choice->command)
			argp_error(state, "no command \"%s\"; there are info, reasons, read, run",
				   arg);
		/* The rest is the command's. */
		choice->argv = &state->argv[state->next - 1];
		choice->argc = state->argc - (state->next - 1);
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a command is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
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
	status = choice.command->run(choice.argc, choice.argv);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "exitmeter: write to standard output failed; "
			"is the disk full or the reader gone?\n");
		if (status == STATUS_OK)
			status = STATUS_FAILED;
	}
	return status;
}
