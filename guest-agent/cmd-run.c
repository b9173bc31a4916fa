// SPDX-License-Identifier: GPL-2.0
/* exitmeter run: a command in a window of its own. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "commands.h"
#include "detail-table.h"
#include "ledger/json-file.h"
#include "meter.h"
#include "options.h"
#include "ledger/window-json.h"
#include "capture.h"
#include "window-table.h"

static const char doc[] =
	"Run a command and show on stderr what exits it caused and where their cycles went, "
	"with the cost of measuring taken off. Everything that happens in the VM meanwhile is "
	"measured, not the command alone.\v"
	"Accounts, in cycles of the host's TSC: guest, in the guest; kernel, in KVM; user, in the "
	"VMM; blocked, halted; offcpu, scheduled out. Figures are sums over the vCPUs; for several "
	"of them a second table has each by itself, what measuring costs included.\n"
	"With --detail, what the exits were about and a histogram of how long they took in KVM, "
	"as far as the host keeps these: kvm.exitmeter_detail=3.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter run -- ls -l /\n"
	"  exitmeter run --detail=30 -- cat /proc/cpuinfo\n"
	"  exitmeter run -q -o window.json -- sh -c 'make -j2 > make.log'\n"
	"\n"
	"Exit status: the command's; 128 + N if signal N killed it, 127 if it could not be "
	"started; 1 if measuring or writing FILE failed, 2 bad usage or no meter.";

struct arguments {
	const char *output;
	bool quiet;
	size_t detail;
	char **command;
};

static const struct argp_option options[] = {
	{ "detail", 'd', "N", OPTION_ARG_OPTIONAL,
	  "show the N most frequent keys and histograms (15)", 0 },
	{ "output", 'o', "FILE", 0, "write the whole window, raw latches included, as JSON", 0 },
	{ "quiet", 'q', NULL, 0, "do not print the table", 0 },
	{ 0 }
};

static size_t parse_detail(const char *arg, struct argp_state *state)
{
	char *end;
	long n;

	if (!arg)
		return 15;
	n = strtol(arg, &end, 10);
	if (*end || end == arg || n < 1 || n > 100000)
		argp_error(state, "--detail=%s is not a number from 1 to 100000", arg);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'o':
		args->output = arg;
		return 0;
	case 'd':
		args->detail = parse_detail(arg, state);
		return 0;
	case 'q':
		args->quiet = true;
		return 0;
	case ARGP_KEY_ARG:
		/* argv[argc] is NULL, as exec wants it. */
		args->command = &state->argv[state->next - 1];
		state->next = state->argc;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "the command to run is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static void ignore(int signal)
{
	(void)signal;
}

/*
 * What the terminal sends on Ctrl-C is for the command, whose measurement must
 * not be lost.  A handler, because unlike SIG_IGN it does not outlive exec.
 */
static void survive_terminal_signals(void)
{
	static const int signals[] = { SIGINT, SIGQUIT };
	struct sigaction old, new = { .sa_handler = ignore };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &new, NULL);
}

static void print_detail(const struct window *w, size_t top)
{
	if (w->details)
		detail_table_print(stderr, &w->details->net, &w->net, w->info.vendor, top);
	else
		fprintf(stderr, "exitmeter: the host keeps neither histograms nor keys; its kvm.ko "
			"wants exitmeter_detail=3\n");
}

static void warn(uint32_t flags)
{
	if (flags & KVM_EXITMETER_LATCH_TORN)
		fprintf(stderr, "exitmeter: warning: a vCPU's ledger changed all the while it was "
			"copied and is left out, these figures are wrong; measure again\n");
	if (flags & KVM_EXITMETER_LATCH_TRUNCATED)
		fprintf(stderr, "exitmeter: warning: only the first %d vCPUs were measured; "
			"use a VM with no more\n", KVM_EXITMETER_MAX_VCPUS);
}

static int write_window(const struct window *w, char **command, const char *path)
{
	json_t *json = window_to_json(w, command);
	int err = -1;

	if (json)
		err = json_file_write(path, json);
	else
		fprintf(stderr, "exitmeter: write %s: out of memory\n", path);
	json_decref(json);
	return err;
}

static int status_of(int wait_status)
{
	return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) :
					  WEXITSTATUS(wait_status);
}

int cmd_run(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc,
		.args_doc = "-- COMMAND [ARG...]",
	};
	struct arguments args = { 0 };
	static struct window w;
	struct meter m;
	int status = STATUS_FAILED;

	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&m))
		return STATUS_UNUSABLE;
	if (args.output && json_file_check(args.output))
		return STATUS_FAILED;

	survive_terminal_signals();
	if (window_run(&w, args.command))
		goto out;

	if (!args.quiet)
		window_table_print(stderr, &w);
	if (!args.quiet && args.detail)
		print_detail(&w, args.detail);
	warn(w.flags);
	if (!args.output || !write_window(&w, args.command, args.output))
		status = status_of(w.status);
out:
	window_free(&w);
	return status;
}
