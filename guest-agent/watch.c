// SPDX-License-Identifier: GPL-2.0
#include "watch.h"

#include <stdio.h>
#include <time.h>

#include "ledger/reasons.h"
#include "measure/measure.h"
#include "options.h"
#include "show/figure.h"

/* Reasons in a line. */
#define TOP	4

static const struct argp_option options[] = {
	{ "interval", 'I', "MS", 0, "a line every MS milliseconds (1000)", 0 },
	{ "lines", 'n', "N", 0, "end after N lines; on a host, after N for each VM", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct watch *watch = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		watch->interval_ms = 1000;
		state->child_inputs[0] = &watch->printer;
		return 0;
	case 'I':
		watch->interval_ms = options_number(state, "--interval", arg, 10, 86400000);
		return 0;
	case 'n':
		watch->intervals = options_number(state, "--lines", arg, 1, 1e9);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = { { &printer_argp, 0, NULL, 0 }, { 0 } };

const struct argp watch_argp = { .options = options, .parser = parse, .children = children };

/* ISO 8601 to the second, in UTC. */
static void print_time(FILE *f)
{
	char text[32];
	time_t now = time(NULL);
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
	fputs(text, f);
}

/* What render() is given. */
struct line {
	const struct stat_view *v;
	const struct watch_interval *interval;
};

static int render(FILE *f, const void *data)
{
	const struct line *line = data;
	const struct watch_interval *in = line->interval;
	const struct ledger *l = in->net;
	const double seconds = stat_seconds(in->info, in->elapsed);
	const struct {
		const char *name;
		int64_t cycles;
	} accounts[] = {
		{ "guest", l->guest }, { "kernel", l->kernel }, { "user", l->user },
		{ "blocked", l->blocked }, { "offcpu", l->offcpu },
	};
	unsigned int order[LEDGER_MAX_ROWS];
	char buf[FIGURE_SIZE], name[REASON_NAME_SIZE];
	size_t nr = stat_rows(line->v, l, order), i;

	print_time(f);
	fprintf(f, " %s%sexits/s %s", in->who, *in->who ? " " : "",
		figure_average(l->exits, seconds, buf));
	for (i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++)
		fprintf(f, " %s %s", accounts[i].name,
			figure_share(accounts[i].cycles, l->wall, buf));
	for (i = 0; i < nr && i < TOP; i++)
		fprintf(f, " %s %s", reason_name(in->info->vendor, order[i], name),
			figure_average(l->rows[order[i]].count, seconds, buf));
	fputc('\n', f);
	return 0;
}

int watch_line(struct watch *watch, const struct watch_interval *interval)
{
	const struct line line = { .v = &watch->printer.view, .interval = interval };

	return output_render(&watch->printer.out, render, &line);
}

int watch_count(struct watch *watch)
{
	return ++watch->printed == watch->intervals ? MEASURE_ENOUGH : 0;
}
