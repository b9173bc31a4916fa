// SPDX-License-Identifier: GPL-2.0
/* exitmeter report: what is in the file of exitmeter record. */
#include <stdio.h>

#include "commands.h"
#include "measure/measure.h"
#include "options.h"
#include "printer.h"
#include "show/window-file.h"

static const char doc[] =
	"Show the window that 'exitmeter record' left in FILE (" OPTIONS_RECORD "), as 'exitmeter "
	"stat' would have; - is standard input. Of several files, which are then windows of the same "
	"work, the medians. Takes records of 'exitbench' as well. Needs no meter.\v"
	"EXAMPLES:\n"
	"  exitmeter report\n"
	"  exitmeter report --detail run1.json run2.json run3.json\n"
	"  exitmeter report -j before.json | jq .vm.exits.median\n"
	"\n"
	"Exit status: 0 ok, 1 the file can't be read or the output not written, 2 bad usage.";

struct arguments {
	struct printer printer;
	char **files;
	int nr;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->printer;
		return 0;
	case ARGP_KEY_ARGS:
		args->files = state->argv + state->next;
		args->nr = state->argc - state->next;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* The command and status of the first stand for all. */
static int read_files(const struct arguments *args, struct windows *r, struct window *first)
{
	static struct window w;
	int err = 0, i;

	for (i = 0; i < args->nr && !err; i++) {
		err = window_file_read(&w, args->files[i]);
		if (!err && i && (w.info.vendor != first->info.vendor ||
				  w.info.paging != first->info.paging)) {
			fprintf(stderr, "exitmeter: %s is of another vendor or paging mode than "
				"%s; compare them: exitmeter diff\n", args->files[i],
				args->files[0]);
			err = -1;
		}
		if (!err)
			err = windows_add(r, &w);
		if (i || err)
			window_free(&w);
		else
			*first = w;
	}
	return err;
}

int cmd_report(int argc, char **argv)
{
	static const struct argp_child children[] = { { &printer_argp, 0, NULL, 0 }, { 0 } };
	static const struct argp argp = {
		.parser = parse, .doc = doc, .children = children, .args_doc = "[FILE...]",
	};
	static char *default_file = OPTIONS_RECORD;
	static struct arguments args = { .files = &default_file, .nr = 1 };
	static struct window first;
	struct windows r = { 0 };
	int status = STATUS_FAILED;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	args.printer.out.fd = -1;
	if (read_files(&args, &r, &first))
		goto out;
	args.printer.view.argv = first.command;
	args.printer.view.status = subject_status_of(first.status);
	measure_warn(r.flags);
	status = printer_open(&args.printer, r.info.vendor);
	if (!status && (printer_print(&args.printer, &r) || printer_commit(&args.printer)))
		status = STATUS_FAILED;
out:
	printer_close(&args.printer);
	windows_free(&r);
	window_free(&first);
	return status;
}
