// SPDX-License-Identifier: GPL-2.0
/* exitmeter --host export: counters of all VMs for Prometheus. */
#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "export-page.h"
#include "host/host.h"
#include "http.h"
#include "options.h"
#include "util/clock.h"

/* More than the page of a hundred VMs takes as a rule; what is reserved costs nothing. */
#define ROOM	(1 << 20)

static const char doc[] =
	"Print counters of the host's VMs for Prometheus, in its text format: once, again and again "
	"into a file for the node exporter's textfile collector, or to whoever asks over HTTP.\v"
	"exitmeter_exits_total has the exits by reason, exitmeter_exit_seconds_total the time behind "
	"them by reason and account (kernel, user, blocked, offcpu), exitmeter_vcpu_seconds_total all "
	"of the vCPUs' time by account, guest included; with BPF, exitmeter_vmm_entries_total says why "
	"the VMM was entered. Each VM has the labels vm (its name), pid and number; two VMs have "
	"never all three the same. Counters are those of the vCPUs since their creation; BPF counts from when this "
	"program begins, so that it can't print them once. A file is replaced as a whole, by a "
	"rename. Without an address, a port is open to this machine only; there is no encryption "
	"and no password.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter --host export\n"
	"  cd /var/lib/prometheus/node-exporter\n"
	"  exitmeter --host export -I 15000 -o exitmeter.prom\n"
	"  exitmeter --host export --listen 9793 &\n"
	"  curl -s localhost:9793/metrics | promtool check metrics\n"
	"  exitmeter --host --vm web1 export --per-vcpu\n"
	"\n"
	"In Prometheus, exits per second of each VM by reason, and the share of its vCPUs' time that "
	"KVM takes:\n"
	"\n"
	"  sum by (vm, reason) (rate(exitmeter_exits_total[1m]))\n"
	"  sum by (vm) (rate(exitmeter_vcpu_seconds_total{account=\"kernel\"}[1m]))\n"
	"    / sum by (vm) (rate(exitmeter_vcpu_seconds_total[1m]))\n"
	"\n"
	"Exit status: 0 ok, a signal to end included; 1 looking or writing failed, 2 bad usage, no root "
	"or no KVM.";

enum { OPTION_PER_VCPU = 256, OPTION_LISTEN };

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "print every MS milliseconds, until a signal; with -o", 0 },
	{ "listen", OPTION_LISTEN, "[ADDR:]PORT", 0, "serve http://ADDR:PORT/metrics (127.0.0.1)", 0 },
	{ "output", 'o', "FILE", 0, "print into FILE; - is standard output", 0 },
	{ "per-vcpu", OPTION_PER_VCPU, NULL, 0,
	  "a series for each vCPU, with the label vcpu, in place of one for the VM", 0 },
	{ 0 }
};

struct arguments {
	struct host *host;
	const char *output;
	const char *listen;
	unsigned int interval_ms;
	bool per_vcpu;
};

static void check(const struct arguments *args, struct argp_state *state)
{
	if (args->listen && (args->interval_ms || args->output))
		argp_error(state, "--listen prints when it is asked to: without --interval and "
			   "--output");
	if (args->interval_ms && !args->output)
		argp_error(state, "--interval wants a file to replace: --output");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'I':
		args->interval_ms = options_number(state, "--interval", arg, 100, 86400000);
		return 0;
	case OPTION_LISTEN:
		args->listen = arg;
		if (!http_is_address(arg))
			argp_error(state, "--listen %s: give PORT, ADDRESS:PORT or "
				   "[ADDRESS]:PORT, in numbers", arg);
		return 0;
	case 'o':
		args->output = arg;
		return 0;
	case OPTION_PER_VCPU:
		args->per_vcpu = true;
		return 0;
	case ARGP_KEY_END:
		check(args, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Looks, and prints what it sees. */
static int print_page(FILE *f, void *data)
{
	const struct arguments *args = data;
	const struct backend *backend = args->host->backend;
	const double begin = clock_seconds();
	struct vm_sample sample;
	int err = backend->look(&sample);
	const struct export_page page = {
		.backend = backend, .info = &args->host->facts.info, .sample = &sample,
		.per_vcpu = args->per_vcpu, .took = clock_seconds() - begin,
	};

	if (!err)
		export_page_print(f, &page);
	vm_sample_free(&sample);
	return err;
}

static int render(FILE *f, const void *data)
{
	return print_page(f, (void *)data) ? -1 : 0;
}

static int print_once(void *data)
{
	const struct arguments *args = data;
	struct output out = { .fd = -1 };
	int err = output_open(&out, args->output, ROOM);

	if (!err)
		err = output_render(&out, render, args);
	if (!err)
		err = output_commit(&out);
	output_close(&out);
	return err;
}

/* Until a signal. */
static int print_again(struct arguments *args)
{
	struct subject wait = {
		.interval_ms = args->interval_ms, .tick = print_once, .data = args,
	};
	int err;

	subject_prepare();
	err = print_once(args);
	if (!err)
		err = subject_inside(&wait);
	subject_restore();
	return err;
}

static int serve(struct arguments *args)
{
	const struct http_page page = { .render = print_page, .data = args };
	struct subject wait = { 0 };
	int fd = http_listen(args->listen), err = fd;
	struct http *http;

	if (fd < 0)
		return err;
	subject_prepare();
	http = http_start(fd, &page);
	err = http ? subject_inside(&wait) : -EIO;
	if (http)
		http_stop(http);
	subject_restore();
	return err;
}

static int export(struct arguments *args)
{
	const struct backend *backend = args->host->backend;
	int err;

	if (!backend->since_creation && !args->interval_ms && !args->listen) {
		fprintf(stderr, "exitmeter: %s begins to count when this program does, so that "
			"there is nothing to print yet: give --interval and --output, or "
			"--listen\n", backend->name);
		return STATUS_UNUSABLE;
	}
	err = args->listen ? serve(args) : args->interval_ms ? print_again(args) : print_once(args);
	if (backend->warn)
		backend->warn();
	return err ? STATUS_FAILED : STATUS_OK;
}

int host_export(struct host *h, int argc, char **argv)
{
	static const struct argp argp = { .options = options, .parser = parse, .doc = doc };
	struct arguments args = { .host = h };
	int status;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	status = host_open(h);
	if (!status)
		status = export(&args);
	host_close(h);
	return status;
}
