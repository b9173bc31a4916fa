// SPDX-License-Identifier: GPL-2.0
#include "host.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "options.h"

static const struct {
	const char *name;
	const char *title;
	int (*run)(struct host *h, int argc, char **argv);
} commands[] = {
	{ "stat", "exitmeter --host stat", host_stat },
	{ "top", "exitmeter --host top", host_top },
	{ "watch", "exitmeter --host watch", host_watch },
	{ "record", "exitmeter --host record", host_record },
	{ "export", "exitmeter --host export", host_export },
	{ "info", "exitmeter --host info", host_info },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(commands[0]))

/* The first that can work here is taken. */
static const struct backend *const backends[] = { &backend_ledger, &backend_bpf };

#define NR_BACKENDS	(sizeof(backends) / sizeof(backends[0]))

static const char doc[] =
	"Where do the exits and cycles of this host's virtual machines go? Looks at running VMs "
	"from the outside, all of them or one, and needs root. With the modules of 'make "
	"modules-load' it reads KVM's ledger, which is exact; on any other kernel since 5.17 it "
	"loads BPF programs, which cost more and see more. Each output says which, what it costs "
	"and what it can't see.\v"
	"COMMANDS:\n"
	"  stat      run a command, or wait, and show each VM's exits by reason\n"
	"  top       live: rates and cycles by reason\n"
	"  watch     a line each second for each VM, for logs\n"
	"  record    run a command, or wait, and keep one VM's window in a file\n"
	"  export    counters of all VMs for Prometheus: a file, or over HTTP\n"
	"  info      which VMs are there, and what looks at them\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter --host info\n"
	"  exitmeter --host stat -t 10\n"
	"  exitmeter --host --vm web1 top\n"
	"  exitmeter --host --backend bpf stat -t 10 --than 1ms --by rip\n"
	"  exitmeter --host stat --help\n"
	"\n"
	"Exit status: 0 ok, 1 failed, 2 bad usage, no root, no KVM or no such VM; of stat and "
	"record, the command's.";

enum { OPTION_VM = 256, OPTION_BACKEND };

static const struct argp_option options[] = {
	{ "vm", OPTION_VM, "PID|NAME", 0, "of the VMs, only this: its VMM's process, or the name "
	  "that QEMU was given", 0 },
	{ "backend", OPTION_BACKEND, "NAME", 0, "ledger, or bpf (the first that works here)", 0 },
	{ 0 }
};

/* What cmd_host() learns from the command line. */
struct choice {
	struct host host;
	size_t command;
	int argc;
	char **argv;
};

static const struct backend *find_backend(const char *name)
{
	size_t i;

	for (i = 0; i < NR_BACKENDS; i++)
		if (!strcmp(backends[i]->name, name))
			return backends[i];
	return NULL;
}

static size_t find_command(const char *name)
{
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			break;
	return i;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct choice *choice = state->input;

	switch (key) {
	case OPTION_VM:
		choice->host.options.vm = arg;
		return 0;
	case OPTION_BACKEND:
		choice->host.backend = find_backend(arg);
		if (!choice->host.backend)
			argp_error(state, "no backend \"%s\": ledger or bpf", arg);
		return 0;
	case ARGP_KEY_ARG:
		choice->command = find_command(arg);
		if (choice->command == NR_COMMANDS)
			argp_error(state, "no command \"%s\" for a host; 'exitmeter --host --help' "
				   "lists them", arg);
		choice->argv = options_command(state);
		choice->argc = state->argc - (choice->argv - state->argv);
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a command is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int cmd_host(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .args_doc = "COMMAND [ARG...]",
	};
	static struct choice choice;

	if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &choice))
		return STATUS_UNUSABLE;
	choice.argv[0] = (char *)commands[choice.command].title;
	return commands[choice.command].run(&choice.host, choice.argc, choice.argv);
}

enum { OPTION_THAN = 300, OPTION_BY, OPTION_COST };

static const struct argp_option bpf_options[] = {
	{ "than", OPTION_THAN, "TIME", 0,
	  "list exits that take as long or longer, such as 500us or 1ms, halts left out "
	  "(BPF)", 10 },
	{ "by", OPTION_BY, "WHAT[,...]", 0,
	  "tell exits apart by rip, mode, leaf, port, msr or page (BPF)", 10 },
	{ "cost", OPTION_COST, NULL, 0,
	  "let the kernel time the BPF programs, which makes them slower, and say what they took "
	  "per exit (BPF)", 10 },
	{ 0 }
};

static uint64_t parse_time(const char *arg, struct argp_state *state)
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = { { "ns", 1 }, { "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 } };
	char *end;
	double n = strtod(arg, &end);
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (end != arg && !strcmp(end, units[i].unit) && n * units[i].ns >= 1 &&
		    n * units[i].ns <= 1e12)
			return n * units[i].ns;
	argp_error(state, "--than %s: give a time such as 500us, 1ms or 0.5s", arg);
	return 0;
}

static unsigned int parse_by(char *arg, struct argp_state *state)
{
	unsigned int by, bits = 0;
	char *word;

	while ((word = strsep(&arg, ","))) {
		for (by = EXIT_BY_RIP; by < EXIT_BY_NR && strcmp(exit_by_name(by), word); by++)
			;
		if (by == EXIT_BY_NR)
			argp_error(state, "--by %s: give rip, mode, leaf, port, msr or page", word);
		bits |= 1 << by;
	}
	return bits;
}

static error_t parse_bpf(int key, char *arg, struct argp_state *state)
{
	struct host *h = state->input;

	switch (key) {
	case OPTION_THAN:
		h->options.than = parse_time(arg, state);
		return 0;
	case OPTION_BY:
		h->options.by |= parse_by(arg, state);
		return 0;
	case OPTION_COST:
		h->options.cost = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp host_argp = { .options = bpf_options, .parser = parse_bpf };

/* What only BPF can do chooses it. */
static const struct backend *choose(const struct host *h)
{
	if (h->backend)
		return h->backend;
	if (!h->facts.meter || h->options.than || h->options.by || h->options.cost)
		return &backend_bpf;
	return &backend_ledger;
}

int host_open(struct host *h)
{
	const struct backend *chosen;

	if (geteuid()) {
		fprintf(stderr, "exitmeter: --host looks into KVM of the whole host and needs "
			"root: sudo exitmeter --host ...\n");
		return STATUS_UNUSABLE;
	}
	if (kvm_facts_read(&h->facts, "/sys")) {
		fprintf(stderr, "exitmeter: this host has no KVM: neither kvm_intel nor kvm_amd is "
			"loaded; modprobe one of them\n");
		return STATUS_UNUSABLE;
	}
	chosen = choose(h);
	h->backend = NULL;
	if (chosen->open(&h->options, &h->facts))
		return STATUS_UNUSABLE;
	h->backend = chosen;
	return STATUS_OK;
}

void host_close(struct host *h)
{
	if (h->backend)
		h->backend->close();
	h->backend = NULL;
}
