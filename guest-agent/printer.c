// SPDX-License-Identifier: GPL-2.0
#include "printer.h"

#include <string.h>

#include "commands.h"
#include "ledger/reasons.h"
#include "meter/meter.h"
#include "options.h"

/* More than a view of 256 vCPUs takes as a rule; what is reserved costs nothing. */
#define ROOM	(256 << 10)

enum { OPTION_PER_VCPU = 256 };

static const struct argp_option options[] = {
	{ "detail", 'd', "N", OPTION_ARG_OPTIONAL,
	  "show the N most frequent keys, and histograms (15)", 0 },
	{ "reasons", 'e', "REASON[,...]", 0, "show these only, by name or number", 0 },
	{ "json", 'j', NULL, 0, "print JSON", 0 },
	{ "output", 'o', "FILE", 0, "print into FILE; - is standard output", 0 },
	{ "per-vcpu", OPTION_PER_VCPU, NULL, 0, "each vCPU by itself, too", 0 },
	{ "csv", 'x', "SEPARATOR", OPTION_ARG_OPTIONAL,
	  "print CSV (RFC 4180), a line for each figure, with that between columns (,)", 0 },
	{ 0 }
};

static char parse_separator(const char *arg, struct argp_state *state)
{
	if (!arg)
		return ',';
	/* Whatever figures and names are made of would not separate them. */
	if (strlen(arg) != 1 || !strchr(",;:|\t", *arg))
		argp_error(state, "separator \"%s\": give one of , ; : | or a tab", arg);
	return *arg;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct printer *p = state->input;

	switch (key) {
	case 'd':
		p->view.detail = options_number(state, "--detail", arg ? arg : "15", 1, 100000);
		return 0;
	case 'e':
		p->reasons = arg;
		return 0;
	case 'j':
		p->format = PRINTER_JSON;
		return 0;
	case 'o':
		p->path = arg;
		return 0;
	case OPTION_PER_VCPU:
		p->view.per_vcpu = true;
		return 0;
	case 'x':
		p->format = PRINTER_CSV;
		p->separator = parse_separator(arg, state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp printer_argp = { .options = options, .parser = parse };

static bool find_reasons(struct printer *p, unsigned int vendor)
{
	char *word, *rest = p->reasons;
	int row;

	if (!rest)
		return true;
	while ((word = strsep(&rest, ","))) {
		row = reason_number(vendor, word);
		if (row < 0) {
			fprintf(stderr, "exitmeter: %s has no exit reason \"%s\"; 'exitmeter "
				"reasons' lists them\n", meter_vendor_name(vendor), word);
			return false;
		}
		p->wanted[row] = true;
	}
	p->view.wanted = p->wanted;
	return true;
}

static int render_table(FILE *f, const void *data)
{
	const struct printer *p = data;

	stat_table_print(f, &p->view);
	return 0;
}

static int render_csv(FILE *f, const void *data)
{
	const struct printer *p = data;

	stat_csv_print(f, &p->view, p->separator);
	return 0;
}

static int render_csv_heading(FILE *f, const void *data)
{
	const struct printer *p = data;

	stat_csv_heading(f, p->separator);
	return 0;
}

int printer_open(struct printer *p, unsigned int vendor)
{
	p->out.fd = -1;
	if (!find_reasons(p, vendor))
		return STATUS_UNUSABLE;
	if (output_open(&p->out, p->path, ROOM) ||
	    (p->format == PRINTER_CSV && output_render(&p->out, render_csv_heading, p)))
		return STATUS_FAILED;
	return STATUS_OK;
}

int printer_print(struct printer *p, const struct windows *r)
{
	p->view.r = r;
	switch (p->format) {
	case PRINTER_TABLE:
		return output_render(&p->out, render_table, p);
	case PRINTER_CSV:
		return output_render(&p->out, render_csv, p);
	case PRINTER_JSON:
		return output_json(&p->out, stat_to_json(&p->view),
				   p->view.interval);
	}
	return 0;
}

int printer_commit(struct printer *p)
{
	return output_commit(&p->out);
}

void printer_close(struct printer *p)
{
	output_close(&p->out);
}
