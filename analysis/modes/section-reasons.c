// SPDX-License-Identifier: GPL-2.0
/* The report's sections about reasons: how frequent, at idle and in activity. */
#include <math.h>
#include <stdlib.h>

#include "output/format.h"
#include "util/memory.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "output/table.h"

/* Reasons named as most and least frequent. */
#define NAMED	3

/* A window that is blocked for longer than this share of it is called idle. */
#define IDLE	0.5

/* All windows of one mode added up: rows, exits and kernel cycles. */
static struct ledger *add_up(const struct pairs *pairs, bool shadow)
{
	struct ledger *sum = memory_zalloc(sizeof(*sum));
	const struct record *r;
	const struct ledger *net;
	unsigned int row;
	size_t i;

	sum->nr_reasons = reason_count(pairs->pair[0].vendor);
	sum->nr_rows = sum->nr_reasons + KVM_EXITMETER_ROW_NR;
	for (i = 0; i < pairs->nr; i++) {
		r = shadow ? pairs->pair[i].shadow : pairs->pair[i].tdp;
		if (!r)
			continue;
		net = &r->window.net;
		sum->exits += net->exits;
		sum->kernel += net->kernel;
		for (row = 0; row < sum->nr_rows; row++) {
			sum->rows[row].count += net->rows[row].count;
			sum->rows[row].kernel += net->rows[row].kernel;
		}
	}
	return sum;
}

static size_t count_workloads(const struct pairs *pairs, unsigned int row, bool shadow)
{
	const struct record *r;
	size_t n = 0, i;

	for (i = 0; i < pairs->nr; i++) {
		r = shadow ? pairs->pair[i].shadow : pairs->pair[i].tdp;
		n += r && r->window.net.rows[row].count > 0;
	}
	return n;
}

static void say_extremes(const struct report *r, const struct ledger *sum, bool shadow)
{
	unsigned int vendor = r->pairs.pair[0].vendor, rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, sum, NULL), i, end;

	/* Cycles without an exit are not an exit. */
	while (nr && sum->rows[rows[nr - 1]].count <= 0)
		nr--;
	if (!nr)
		return;
	fprintf(r->f, "- With %s most frequent: ", report_mode(r, shadow));
	for (i = 0; i < nr && i < NAMED; i++)
		fprintf(r->f, "%s%s (%s of all exits)", i ? ", " : "",
			row_label(vendor, rows[i]).text,
			format_percent(sum->rows[rows[i]].count, sum->exits).text);
	end = nr > 2 * NAMED ? nr - NAMED : i;
	if (end < nr)
		fprintf(r->f, "; least frequent: ");
	for (i = nr; i > end; i--)
		fprintf(r->f, "%s%s (%s)", i < nr ? ", " : "", row_label(vendor, rows[i - 1]).text,
			format_int(sum->rows[rows[i - 1]].count).text);
	fprintf(r->f, "; %zu reasons occur at all.\n", nr);
}

static void add_mode(struct table *t, const struct report *r, const struct ledger *sum,
		     unsigned int row, bool shadow)
{
	table_int(t, sum->rows[row].count);
	table_percent(t, sum->rows[row].count, sum->exits);
	table_int(t, count_workloads(&r->pairs, row, shadow));
	if (sum->rows[row].count > 0)
		table_int(t, llround((double)sum->rows[row].kernel / sum->rows[row].count));
	else
		table_empty(t);
}

static int write_reasons(const struct report *r)
{
	const char *tdp_name = report_mode(r, false), *shadow_name = report_mode(r, true);
	const char *const columns[] = {
		"<reason", tdp_name, "share", "workloads", "cycles an exit", shadow_name, "share",
		"workloads", "cycles an exit", NULL,
	};
	struct ledger *tdp = add_up(&r->pairs, false), *shadow = add_up(&r->pairs, true);
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr = rows_by_count(rows, tdp, shadow), i;
	struct table *t;

	fprintf(r->f, "## Most and least frequent reasons%s\n\n"
		"All workloads together; large ones weigh more. Cycles an exit are those in KVM.\n\n",
		r->suffix);
	say_extremes(r, tdp, false);
	say_extremes(r, shadow, true);
	fputc('\n', r->f);
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < nr; i++) {
		table_text(t, "%s", row_label(r->pairs.pair[0].vendor, rows[i]).text);
		add_mode(t, r, tdp, rows[i], false);
		add_mode(t, r, shadow, rows[i], true);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(tdp);
	free(shadow);
	return 0;
}

const struct topic_section section_reasons = { DOCUMENT_WORKLOADS, 40, TOPIC_EACH_PLATFORM, NULL, write_reasons };

static double per_second(const struct record *r, int64_t cycles)
{
	return cycles > 0 ? r->window.net.exits * 1000.0 * r->window.info.tsc_khz / cycles : 0;
}

static void add_rates(struct table *t, const struct record *r)
{
	const struct ledger *net;

	if (!r) {
		table_empty(t);
		table_empty(t);
		table_empty(t);
		table_empty(t);
		return;
	}
	net = &r->window.net;
	table_percent(t, net->blocked, net->wall);
	table_short(t, net->guest > 0 ? net->exits * 1e6 / net->guest : 0);
	table_short(t, per_second(r, net->guest));
	table_short(t, per_second(r, net->wall));
}

/* The range of exits per second of the window, of idle or of busy workloads. */
static void say_rates(const struct report *r, bool shadow, bool idle)
{
	double low = 0, high = 0, rate;
	const char *low_label = NULL, *high_label = NULL;
	const struct record *record;
	size_t i, nr = 0;

	for (i = 0; i < r->pairs.nr; i++) {
		record = shadow ? r->pairs.pair[i].shadow : r->pairs.pair[i].tdp;
		if (!record || record->window.net.wall <= 0 ||
		    (record->window.net.blocked > IDLE * record->window.net.wall) != idle)
			continue;
		nr++;
		rate = per_second(record, record->window.net.wall);
		if (!low_label || rate < low) {
			low = rate;
			low_label = record->name;
		}
		if (!high_label || rate > high) {
			high = rate;
			high_label = record->name;
		}
	}
	fprintf(r->f, "- With %s, %s: ", report_mode(r, shadow), idle ?
		"windows that are blocked for more than half of their time" : "all others");
	if (!nr)
		fprintf(r->f, "none.\n");
	else if (nr == 1)
		fprintf(r->f, "%s exits a second (%s).\n", format_short(low).text, low_label);
	else
		fprintf(r->f, "%s (%s) to %s (%s) exits a second.\n", format_short(low).text,
			low_label, format_short(high).text, high_label);
}

static int write_frequency(const struct report *r)
{
	char *tdp_name = memory_printf("%s blocked", report_mode(r, false));
	char *shadow_name = memory_printf("%s blocked", report_mode(r, true));
	const char *const columns[] = {
		"<workload", tdp_name, "per M guest cycles", "per guest second", "per second",
		shadow_name, "per M guest cycles", "per guest second", "per second", NULL,
	};
	struct table *t;
	size_t i;

	fprintf(r->f, "## Frequency of exits at idle and in activity%s\n\n"
		"Exits for a million cycles that the guest itself runs, for a second of them, and "
		"for a second of the window, waiting included; a second has %s cycles.\n\n",
		r->suffix,
		format_short(1e3 * pair_any(&r->pairs.pair[0])->window.info.tsc_khz).text);
	for (i = 0; i < 4; i++)
		say_rates(r, i & 1, i < 2);
	fputc('\n', r->f);
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < r->pairs.nr; i++) {
		table_text(t, "%s", r->pairs.pair[i].name);
		add_rates(t, r->pairs.pair[i].tdp);
		add_rates(t, r->pairs.pair[i].shadow);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	free(tdp_name);
	free(shadow_name);
	return 0;
}

const struct topic_section section_frequency = { DOCUMENT_WORKLOADS, 50, TOPIC_EACH_PLATFORM, NULL, write_frequency };
