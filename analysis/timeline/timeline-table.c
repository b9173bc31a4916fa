// SPDX-License-Identifier: GPL-2.0
#include "timeline-table.h"

#include <inttypes.h>

#include "output/format.h"
#include "ledger/row.h"
#include "parts/record-table.h"

/* Intervals on a screen, and reasons with a column of their own. */
#define INTERVALS	30
#define TOP		6
/* Columns before and behind those of the reasons. */
#define FIRST		4
#define LAST		5

/* How high a value is, of eight. */
static const char *const heights[] = {
	" ", "\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588",
};

#define NR_HEIGHTS (sizeof(heights) / sizeof(heights[0]) - 1)

/* 1, 2 or 5 times a power of ten, so that there are no more than INTERVALS of it. */
static double find_interval(double ms)
{
	double step = 0.001;
	int i;

	for (i = 0; ms / step > INTERVALS; i++)
		step *= i % 3 == 1 ? 2.5 : 2;
	return step;
}

/* A number, and how much of the column's largest it is. */
static void add_count(struct table *t, int64_t n, int64_t largest)
{
	size_t height = largest > 0 && n > 0 ? (n * NR_HEIGHTS + largest - 1) / largest : 0;

	table_text(t, "%s %s", format_int(n).text, heights[height]);
}

/* What the columns of counts have most. */
struct largest {
	int64_t exits;
	int64_t others;
	int64_t top[TOP];
};

/**
 * struct view - a course in intervals
 * @cycles: of an interval
 * @first: sample that the VM is entered in
 * @rows: the top reasons
 * @nr: how many
 */
struct view {
	const struct cell_timeline *c;
	int64_t cycles;
	size_t first;
	unsigned int rows[LEDGER_MAX_ROWS];
	size_t nr;
	struct largest largest;
};

static int64_t count_others(const struct view *v, const struct ledger *sum)
{
	int64_t others = sum->exits;
	size_t i;

	for (i = 0; i < v->nr; i++)
		others -= sum->rows[v->rows[i]].count;
	return others;
}

static void raise(int64_t *largest, int64_t value)
{
	if (value > *largest)
		*largest = value;
}

static void find_largest(struct view *v)
{
	struct ledger sum;
	size_t from, to, i;

	for (from = v->first; from < v->c->timeline.nr; from = to) {
		to = cell_timeline_next(v->c, from, v->cycles);
		cell_timeline_sum(v->c, from, to, &sum);
		raise(&v->largest.exits, sum.exits);
		raise(&v->largest.others, count_others(v, &sum));
		for (i = 0; i < v->nr; i++)
			raise(&v->largest.top[i], sum.rows[v->rows[i]].count);
	}
}

static void begin_view(struct view *v, const struct cell_timeline *c)
{
	const struct timeline_phase *start = cell_timeline_phase(c, PHASE_START);
	struct ledger all;

	*v = (struct view) { .c = c };
	while (start && v->first + 1 < c->timeline.nr &&
	       cell_timeline_time(c, v->first + 1) < start->end)
		v->first++;
	v->cycles = find_interval(cell_timeline_ms(c, c->wall - cell_timeline_time(c, v->first))) *
		    c->khz;
	cell_timeline_sum(c, 0, c->timeline.nr, &all);
	v->nr = rows_top(v->rows, TOP, &all, NULL);
	find_largest(v);
}

/* What there is to see of an interval that the VM is entered in is behind that. */
static const struct timeline_phase *find_phase(const struct cell_timeline *c, int64_t middle)
{
	const struct timeline_phase *start = cell_timeline_phase(c, PHASE_START);

	return cell_timeline_phase_at(c, start && middle < start->end ? start->end : middle);
}

static void print_intervals(const struct view *v, FILE *f)
{
	static const char *const last[LAST] = { "others", "guest", "kernel", "user", "blocked" };
	const char *columns[FIRST + TOP + LAST + 1] = { "<phase", "from ms", "to ms", "exits" };
	struct row_text keys[TOP];
	int64_t begin, end;
	struct ledger sum;
	size_t from, to, i;
	struct table *t;

	for (i = 0; i < v->nr; i++) {
		keys[i] = row_key(v->c->r->vendor, v->rows[i]);
		columns[FIRST + i] = keys[i].text;
	}
	for (i = 0; i < LAST; i++)
		columns[FIRST + v->nr + i] = last[i];
	t = table_new(TABLE_TEXT, columns);
	for (from = v->first; from < v->c->timeline.nr; from = to) {
		to = cell_timeline_next(v->c, from, v->cycles);
		cell_timeline_sum(v->c, from, to, &sum);
		begin = cell_timeline_time(v->c, from);
		end = cell_timeline_time(v->c, to);
		table_text(t, "%s", find_phase(v->c, begin + (end - begin) / 2)->name);
		table_text(t, "%.1f", cell_timeline_ms(v->c, begin));
		table_text(t, "%.1f", cell_timeline_ms(v->c, end));
		add_count(t, sum.exits, v->largest.exits);
		for (i = 0; i < v->nr; i++)
			add_count(t, sum.rows[v->rows[i]].count, v->largest.top[i]);
		add_count(t, count_others(v, &sum), v->largest.others);
		table_percent(t, sum.guest, sum.wall);
		table_percent(t, sum.kernel, sum.wall);
		table_percent(t, sum.user, sum.wall);
		table_percent(t, sum.blocked, sum.wall);
	}
	table_end(t, f);
}

static void print_heading(const struct cell_timeline *c, FILE *f)
{
	const struct timeline *t = &c->timeline;

	fprintf(f, "%s, %s, %s, seed %" PRId64 ": %zu samples, one in %.3g ms of L1's clock",
		c->r->name, c->r->parameter, c->r->platform, c->r->seed, t->nr,
		t->interval_ns / 1e6);
	if (t->late)
		fprintf(f, ", %" PRId64 " of them left out", t->late);
	fprintf(f, "; CPU time of sampling: %s of the VM's life\n",
		format_percent(t->cpu_ns / 1e6 * c->khz, c->wall).text);
	if (t->thinned)
		fprintf(f, "There was no more room: every second sample was dropped, %" PRId64
			" time%s; no exit is missing.\n", t->thinned, t->thinned == 1 ? "" : "s");
}

static void print_phases(const struct cell_timeline *c, FILE *f)
{
	static const char *const columns[] = { "<phase", "ms", "exits", "a ms", "guest", "kernel",
					       "user", "blocked", "<it is", NULL };
	struct table *t = table_new(TABLE_TEXT, columns);
	const struct timeline_phase *p;
	struct ledger sum;
	size_t i;

	for (i = 0; i < c->nr_phases; i++) {
		p = &c->phases[i];
		cell_timeline_sum_phase(c, p, &sum);
		table_text(t, "%s", p->name);
		table_text(t, "%.1f", cell_timeline_ms(c, p->end - p->begin));
		table_int(t, sum.exits);
		table_text(t, "%.3g", sum.exits / cell_timeline_ms(c, p->end - p->begin));
		table_percent(t, sum.guest, sum.wall);
		table_percent(t, sum.kernel, sum.wall);
		table_percent(t, sum.user, sum.wall);
		table_percent(t, sum.blocked, sum.wall);
		table_text(t, "%s", p->text);
	}
	table_end(t, f);
}

void cell_timeline_print(const struct cell_timeline *c, FILE *f)
{
	struct view view;
	size_t i;

	begin_view(&view, c);
	print_heading(c, f);
	print_phases(c, f);
	fputs("\nReasons:", f);
	for (i = 0; i < view.nr; i++)
		fprintf(f, "%s %s", i ? "," : "", row_label(c->r->vendor, view.rows[i]).text);
	fputs(".  Times are since the vCPU's creation.\n", f);
	print_intervals(&view, f);
}

struct table *cell_timeline_csv_new(void)
{
	static const char *const columns[] = {
		TABLE_RECORD_COLUMNS, "sample", "begin", "end", "<reason", "<name", "count",
		"kernel", "user", "blocked", "offcpu", NULL,
	};

	return table_new(TABLE_CSV, columns);
}

void cell_timeline_csv(const struct cell_timeline *c, struct table *t)
{
	const struct timeline_sample *s;
	const struct timeline_change *change;
	int64_t begin = 0;
	size_t i, j, a;

	for (i = 0; i < c->timeline.nr; i++, begin += s->wall) {
		s = &c->timeline.samples[i];
		for (j = 0; j < s->nr; j++) {
			change = &s->changes[j];
			table_add_record(t, c->r);
			table_int(t, i);
			table_int(t, begin);
			table_int(t, begin + s->wall);
			table_text(t, "%s", c->timeline.rows[change->row]);
			table_text(t, "%s", row_name(c->r->vendor, c->row[change->row]).text);
			table_int(t, change->by.count);
			for (a = 0; a < ROW_ACCOUNTS; a++)
				table_int(t, row_account(&change->by, a));
		}
	}
}

static json_t *phases_json(const struct cell_timeline *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->nr_phases; i++)
		json_array_append_new(array, json_pack("{s:s, s:I, s:I}", "name",
						       c->phases[i].name,
						       "begin", (json_int_t)c->phases[i].begin,
						       "end", (json_int_t)c->phases[i].end));
	return array;
}

static json_t *rows_json(const struct cell_timeline *c)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < c->timeline.nr_rows; i++)
		json_array_append_new(array, json_pack("{s:s, s:s}",
						       "reason", c->timeline.rows[i],
						       "name", row_name(c->r->vendor,
									c->row[i]).text));
	return array;
}

/* As in the record, but with times instead of a time's length. */
static json_t *samples_json(const struct cell_timeline *c)
{
	json_t *timeline = timeline_to_json(&c->timeline);
	json_t *samples = json_incref(json_object_get(timeline, "samples"));
	json_t *sample;
	json_int_t time = 0;
	size_t i;

	json_array_foreach(samples, i, sample) {
		json_array_insert_new(sample, 0, json_integer(time));
		time += c->timeline.samples[i].wall;
		json_array_set_new(sample, 1, json_integer(time));
	}
	json_decref(timeline);
	return samples;
}

json_t *cell_timeline_json(const struct cell_timeline *c)
{
	const struct timeline *t = &c->timeline;

	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:f, s:I, s:I, s:I, s:I, s:o, s:o, s:o}",
			 "cell", c->r->id, "platform", c->r->platform, "workload", c->r->workload,
			 "parameter", c->r->parameter, "seed", (json_int_t)c->r->seed,
			 "tsc_khz", c->khz, "interval_ns", (json_int_t)t->interval_ns,
			 "thinned", (json_int_t)t->thinned, "late", (json_int_t)t->late,
			 "cpu_ns", (json_int_t)t->cpu_ns, "phases", phases_json(c),
			 "rows", rows_json(c), "samples", samples_json(c));
}
