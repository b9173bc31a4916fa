// SPDX-License-Identifier: GPL-2.0
/* The report's section about a boot over time. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "burst.h"
#include "chart-timeline.h"
#include "parts/charts.h"
#include "output/format.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "ledger/row.h"
#include "output/table.h"
#include "select/cell-facts.h"
#include "select/same.h"
#include "parts/prose.h"

/* Reasons with a line of their own. */
#define TOP	6

/**
 * struct boot - a cell in both modes
 * @mode: nested paging, shadow paging
 * @sum: of each, all samples
 * @rows: reasons, most frequent first
 * @nr: how many
 */
struct boot {
	const struct cell_timeline *mode[2];
	struct ledger sum[2];
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr;
};

static void load_boot(struct boot *b, const struct cell_timeline *tdp,
		      const struct cell_timeline *shadow)
{
	size_t i;

	*b = (struct boot) { .mode = { tdp, shadow } };
	for (i = 0; i < 2; i++)
		cell_timeline_sum(b->mode[i], 0, b->mode[i]->timeline.nr, &b->sum[i]);
	b->nr = rows_top(b->rows, TOP, &b->sum[0], &b->sum[1]);
}

/* A column of each mode: "ept=1, ms" and so on. */
static struct table *new_table(const struct boot *b, const char *first, const char *const titles[])
{
	const char *columns[16] = { first };
	char *owned[16];
	struct table *t;
	size_t nr = 0, m, i;

	for (m = 0; m < 2; m++)
		for (i = 0; titles[i]; i++, nr++) {
			owned[nr] = memory_printf("%s, %s", b->mode[m]->r->parameter, titles[i]);
			columns[1 + nr] = owned[nr];
		}
	t = table_new(TABLE_MARKDOWN, columns);
	while (nr)
		free(owned[--nr]);
	return t;
}

static void add_phase(struct table *t, const struct cell_timeline *c, const char *name)
{
	const struct timeline_phase *p = cell_timeline_phase(c, name);
	struct ledger sum;

	if (!p) {
		table_empty(t);
		table_empty(t);
		table_empty(t);
		table_empty(t);
		return;
	}
	cell_timeline_sum_phase(c, p, &sum);
	table_text(t, "%.0f", cell_timeline_ms(c, p->end - p->begin));
	table_int(t, sum.exits);
	table_text(t, "%s", format_short(sum.exits / cell_timeline_ms(c, p->end - p->begin)).text);
	table_percent(t, sum.guest, sum.wall);
}

static void print_phases(const struct report *r, const struct boot *b)
{
	static const char *const titles[] = { "ms", "exits", "per ms", "time in the guest", NULL };
	struct table *t = new_table(b, "<phase", titles);
	const struct cell_timeline *c = b->mode[0];
	size_t i;

	for (i = 0; i < c->nr_phases; i++) {
		table_text(t, "%s: %s", c->phases[i].name, c->phases[i].text);
		add_phase(t, c, c->phases[i].name);
		add_phase(t, b->mode[1], c->phases[i].name);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* The shortest time, in whole samples, that has half of a reason's exits. */
struct half {
	int64_t begin;
	int64_t cycles;
};

static int64_t count_of(const struct cell_timeline *c, size_t sample, unsigned int row)
{
	const struct timeline_sample *s = &c->timeline.samples[sample];
	int64_t count = 0;
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (c->row[s->changes[i].row] == row)
			count += s->changes[i].by.count;
	return count;
}

static struct half find_half(const struct cell_timeline *c, unsigned int row, int64_t all)
{
	struct half best = { 0, c->wall };
	int64_t count = 0, length;
	size_t from = 0, to;

	for (to = 0; to < c->timeline.nr; to++) {
		count += count_of(c, to, row);
		while (2 * (count - count_of(c, from, row)) >= all && from < to)
			count -= count_of(c, from++, row);
		length = cell_timeline_time(c, to + 1) - cell_timeline_time(c, from);
		if (2 * count >= all && length < best.cycles)
			best = (struct half){ cell_timeline_time(c, from), length };
	}
	return best;
}

static void add_reason(struct table *t, const struct boot *b, size_t mode, unsigned int row)
{
	const struct cell_timeline *c = b->mode[mode];
	const struct timeline_phase *p = cell_timeline_phase(c, PHASE_FIRMWARE);
	int64_t all = b->sum[mode].rows[row].count;
	struct ledger firmware;
	struct half half;

	table_int(t, all);
	if (!all) {
		table_empty(t);
		table_empty(t);
		return;
	}
	if (p) {
		cell_timeline_sum_phase(c, p, &firmware);
		table_percent(t, firmware.rows[row].count, all);
	} else {
		table_empty(t);
	}
	half = find_half(c, row, all);
	table_text(t, "%.0f ms, %s", cell_timeline_ms(c, half.cycles),
		   cell_timeline_phase_at(c, half.begin + half.cycles / 2)->name);
}

static void print_reasons(const struct report *r, const struct boot *b)
{
	static const char *const titles[] = { "exits", "in firmware", "half within", NULL };
	struct table *t = new_table(b, "<reason", titles);
	size_t i, m;

	fprintf(r->f, "When the exits of a reason come: the share that comes in the firmware, and "
		"the shortest time, in whole samples, that has half of them.\n\n");
	for (i = 0; i < b->nr; i++) {
		table_text(t, "%s", row_label(b->mode[0]->r->vendor, b->rows[i]).text);
		for (m = 0; m < 2; m++)
			add_reason(t, b, m, b->rows[i]);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

/* What part of the time a phase has, and what part of the exits. */
static void say_phase(const struct report *r, const struct boot *b, const char *name)
{
	const struct timeline_phase *p;
	struct timeline_phase boot;
	struct ledger part, all;
	size_t m;

	if (!cell_timeline_phase(b->mode[0], name) || !cell_timeline_phase(b->mode[1], name))
		return;
	fprintf(r->f, "- From the first VM entry to the first process, the %s has ", name);
	for (m = 0; m < 2; m++) {
		p = cell_timeline_phase(b->mode[m], name);
		boot = burst_boot(b->mode[m]);
		cell_timeline_sum_phase(b->mode[m], p, &part);
		cell_timeline_sum_phase(b->mode[m], &boot, &all);
		fprintf(r->f, "%s%s of the time and %s of the exits with %s", m ? "; " : "",
			format_percent(p->end - p->begin, boot.end - boot.begin).text,
			format_percent(part.exits, all.exits).text,
			mode_prose(b->mode[m]->r->vendor, m));
	}
	fprintf(r->f, ".\n");
}

/* In which phase the exits come that the other mode does not have. */
static void say_difference(const struct report *r, const struct boot *b)
{
	const struct cell_timeline *tdp = b->mode[0], *shadow = b->mode[1];
	int64_t more = b->sum[1].exits - b->sum[0].exits;
	const struct timeline_phase *p;
	struct ledger a, c;
	const char *separator = ":";
	size_t i;

	if (more <= 0)
		return;
	fprintf(r->f, "- %s adds %s exits", mode_prose(shadow->r->vendor, true),
		format_int(more).text);
	for (i = 0; i < shadow->nr_phases; i++) {
		p = cell_timeline_phase(tdp, shadow->phases[i].name);
		if (!p)
			continue;
		cell_timeline_sum_phase(tdp, p, &a);
		cell_timeline_sum_phase(shadow, &shadow->phases[i], &c);
		if (a.exits == c.exits)
			continue;
		fprintf(r->f, "%s %s%s in %s", separator, c.exits > a.exits ? "+" : "",
			format_int(c.exits - a.exits).text, p->name);
		separator = ",";
	}
	fprintf(r->f, ".\n");
}

static void say_findings(const struct report *r, const struct boot *b)
{
	say_phase(r, b, PHASE_FIRMWARE);
	say_difference(r, b);
	fprintf(r->f, "- Exits come in bursts: the busiest tenth of a boot's time has %s of its "
		"exits with %s and %s with %s.\n\n",
		format_percent(burst_busiest(b->mode[0]), 1).text,
		mode_prose(b->mode[0]->r->vendor, false),
		format_percent(burst_busiest(b->mode[1]), 1).text,
		mode_prose(b->mode[1]->r->vendor, true));
}

/* Equal in all settings but this one. */
static bool is_plain_of(const struct record *plain, const struct record *r)
{
	json_t *settings;
	bool equal;

	if (!record_is_comparable(plain) || !record_same(plain, r, SAME_BUT(SAME_SETTINGS)) ||
	    !json_equal(plain->identity, r->identity))
		return false;
	settings = json_deep_copy(r->settings);
	json_object_set(settings, "timeline", json_object_get(plain->settings, "timeline"));
	equal = json_equal(settings, plain->settings);
	json_decref(settings);
	return equal;
}

static const struct record *find_plain(const struct run *run, const struct record *r)
{
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (is_plain_of(run->records[i], r))
			return run->records[i];
	return NULL;
}

/* Which counts are not the same with and without looking, where equal runs are equal. */
static void say_changes(const struct report *r, const struct run *run,
			const struct cell_timeline *c)
{
	const struct record *plain = find_plain(run, c->r);
	const struct ledger *without, *with = &c->r->window.net;
	unsigned int rows[LEDGER_MAX_ROWS];
	const char *separator = "; the others change:";
	size_t nr, same = 0, i;
	int64_t more, of;

	if (!plain || !platform_facts(plain->platform)->is_exact)
		return;
	without = &plain->window.net;
	nr = rows_by_number(rows, without, with);
	for (i = 0; i < nr; i++)
		same += without->rows[rows[i]].count == with->rows[rows[i]].count;
	fprintf(r->f, "- `%s`, %s: sampling adds %s cycles to the run (%s) and leaves %zu of %zu "
		"counts as they were", c->r->platform, mode_prose(c->r->vendor, c->r->shadow),
		format_int(with->wall - without->wall).text,
		format_percent(with->wall - without->wall, without->wall).text, same, nr);
	for (i = 0; i < nr; i++) {
		of = without->rows[rows[i]].count;
		more = with->rows[rows[i]].count - of;
		if (!more)
			continue;
		fprintf(r->f, "%s %s %s%s (of %s)", separator,
			row_label(c->r->vendor, rows[i]).text, more > 0 ? "+" : "",
			format_int(more).text, format_int(of).text);
		separator = ",";
	}
	fprintf(r->f, ".\n");
}

static int print_cost(const struct report *r, const struct run *run,
		      const struct cell_timelines *timelines)
{
	static const char *const columns[] = {
		"<platform", "<mode", "samples", "one per", "left out", "cycles per sample",
		"share of the VM's life", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	const struct cell_timeline *c;
	double cycles;

	if (prose_print(r->f, "analysis/timeline/cost.md", NULL))
		return -1;
	for (c = timelines->cell; c < timelines->cell + timelines->nr; c++) {
		cycles = c->timeline.cpu_ns / 1e6 * c->khz;
		table_text(t, "%s", c->r->platform);
		table_text(t, "%s", c->r->parameter);
		table_int(t, c->timeline.nr);
		table_text(t, "%.3g ms", c->timeline.interval_ns / 1e6);
		table_int(t, c->timeline.late);
		table_int(t, cycles / (c->timeline.nr << c->timeline.thinned));
		table_percent(t, cycles, c->wall);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	for (c = timelines->cell; c < timelines->cell + timelines->nr; c++)
		say_changes(r, run, c);
	return prose_print(r->f, "analysis/timeline/changes.md", NULL);
}

static void print_boot(const struct report *r, const struct boot *b)
{
	const struct record *any = b->mode[0]->r;
	char *name = charts_path("charts", any->platform, "timeline", any->name);
	char *file = memory_printf("%s.svg", name);
	char *chart = report_path(r, r->companion, file);

	fprintf(r->f, "### %s, `%s`\n\n![Exits by reason over time](%s)\n\n", any->workload,
		any->platform, chart);
	say_findings(r, b);
	print_phases(r, b);
	print_reasons(r, b);
	free(chart);
	free(file);
	free(name);
}

static int print_section(const struct report *r, const struct run *run,
			 const struct cell_timelines *timelines)
{
	char *path = report_path(r, r->companion, NULL);
	const struct prose_value values[] = { { "path", path }, { NULL, NULL } };
	const struct cell_timeline *c;
	struct boot boot;
	int err;

	err = prose_print(r->f, "analysis/timeline/timeline.md", values);
	free(path);
	if (err)
		return err;
	for (c = timelines->cell; c < timelines->cell + timelines->nr; c++) {
		if (!chart_timeline_exists(timelines, c))
			continue;
		load_boot(&boot, c, cell_timelines_partner(timelines, c));
		print_boot(r, &boot);
	}
	err = print_cost(r, run, timelines);
	report_failures(r, run);
	return err;
}

static int write_timeline(const struct report *r)
{
	const struct run *run = r->companion->run;
	struct cell_timelines timelines;
	int err;

	err = cell_timelines_load(&timelines, run);
	if (!err && timelines.nr)
		err = print_section(r, run, &timelines);
	cell_timelines_free(&timelines);
	return err;
}

static const struct topic_companion companion = {
	.name = "timeline",
	.what = "a boot over time",
	.help = "with a boot over time (timeline, beside RUN)",
	.is_extra = true,
};

const struct topic_section section_timeline = {
	DOCUMENT_TIMELINE, 10, TOPIC_ONCE, &companion, write_timeline,
};
