// SPDX-License-Identifier: GPL-2.0
#include "operation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "select/cell-facts.h"
#include "select/metric.h"
#include "select/own-work.h"
#include "util/memory.h"

#define DASH	"\u2013"
/* What is less rounds to nothing, exits and cycles alike. */
#define NOTHING	0.005
/* One start of a program may have a long page fault that another has not: a third of it. */
#define LEAST_OF_START	0.25

/* The settings companion may have a cell again that the run has. */
static bool has_seed(const struct cells *c, int64_t seed)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (c->record[i]->seed == seed)
			return true;
	return false;
}

static void add(struct cells *c, const struct record *r)
{
	if (has_seed(c, r->seed))
		return;
	c->record = memory_grow(c->record, c->nr, sizeof(*c->record));
	c->record[c->nr++] = r;
}

static bool has_pti(const struct record *r, const char *pti)
{
	return !pti || (record_pti(r) && !strcmp(record_pti(r), pti));
}

void cells_find(struct cells *c, const struct pairs *plain, const struct pairs *varied,
		const char *workload, bool shadow, const char *pti)
{
	const struct record *record;
	size_t i;

	*c = (struct cells) { NULL, 0 };
	for (i = 0; i < plain->nr; i++) {
		record = shadow ? plain->pair[i].shadow : plain->pair[i].tdp;
		if (record && !strcmp(record->workload, workload) && has_pti(record, pti))
			add(c, record);
	}
	for (i = 0; pti && !c->nr && i < varied->nr; i++) {
		record = shadow ? varied->pair[i].shadow : varied->pair[i].tdp;
		if (record && !strcmp(record->workload, workload) && has_pti(record, pti) &&
		    record_has_only(record, "pti"))
			add(c, record);
	}
}

void cells_free(struct cells *c)
{
	free(c->record);
	*c = (struct cells) { NULL, 0 };
}

static const struct record_point *find_point(const struct record *r, const char *name)
{
	size_t i;

	for (i = 0; name && i < r->nr_points; i++)
		if (!strcmp(r->points[i].name, name))
			return &r->points[i];
	return name || !r->nr_points ? NULL : &r->points[r->nr_points - 1];
}

/* What is to be known of the work of an operation: a quantity of a class, or exits of a row. */
struct question {
	enum exit_class class;
	enum quantity quantity;
	const unsigned int *row;
};

/* "cpuid n 1000 min 1117 median 1117 p99 ..." */
static bool round_trip(const struct record_point *p, double *value)
{
	const char *at = p->output ? strstr(p->output, " median ") : NULL;

	return at && sscanf(at, " median %lf", value) == 1;
}

static bool answer(const struct question *q, unsigned int vendor, const struct record_point *p,
		   double *value)
{
	struct ledger work = work_of_point(p);
	int64_t sum;

	if (q->quantity == QUANTITY_ROUND_TRIP)
		return round_trip(p, value);
	if (q->row)
		sum = work.rows[*q->row].count;
	else if (q->quantity == QUANTITY_BUSY)
		sum = metric_busy(&work);
	else if (q->quantity == QUANTITY_KERNEL)
		sum = class_kernel(q->class, vendor, &work);
	else
		sum = class_count(q->class, vendor, &work);
	*value = (double)sum / p->operations;
	return true;
}

/* By how much what starting up takes may put an answer wrong. */
static double doubt(const struct question *q, unsigned int vendor, const struct record_point *p)
{
	if (q->row || (q->quantity != QUANTITY_KERNEL && q->quantity != QUANTITY_BUSY))
		return 0;
	return (double)work_doubt(p, vendor, q->class) / p->operations;
}

static struct spread ask(const struct question *q, const struct cells *c, const char *point)
{
	double *values = memory_zalloc((c->nr + 1) * sizeof(*values));
	double least = INFINITY, most = -INFINITY, around;
	const struct record_point *p;
	struct spread s;
	size_t nr = 0, i;

	for (i = 0; i < c->nr; i++) {
		p = find_point(c->record[i], point);
		if (!p || !answer(q, c->record[i]->vendor, p, &values[nr]))
			continue;
		around = doubt(q, c->record[i]->vendor, p);
		least = fmin(least, values[nr] - around);
		most = fmax(most, values[nr] + around);
		nr++;
	}
	s = spread_of(values, nr);
	if (nr) {
		s.min = least;
		s.max = most;
	}
	free(values);
	return s;
}

struct spread operation_spread(const struct cells *c, const char *point, enum exit_class class,
			       enum quantity quantity)
{
	return ask(&(struct question) { class, quantity, NULL }, c, point);
}

struct spread operation_spread_of_row(const struct cells *c, const char *point, unsigned int row)
{
	return ask(&(struct question) { CLASS_ALL, QUANTITY_EXITS, &row }, c, point);
}

double operation_factor(const struct cells *tdp, const struct cells *shadow, const char *point)
{
	const struct question busy = { CLASS_ALL, QUANTITY_BUSY, NULL };
	double *factors = memory_zalloc((shadow->nr + 1) * sizeof(*factors)), median;
	struct cells one[2];
	struct spread a, b;
	size_t nr = 0, i, k;

	for (i = 0; i < shadow->nr; i++) {
		for (k = 0; k < tdp->nr && tdp->record[k]->seed != shadow->record[i]->seed; k++)
			;
		if (k == tdp->nr)
			continue;
		one[0] = (struct cells) { &tdp->record[k], 1 };
		one[1] = (struct cells) { &shadow->record[i], 1 };
		a = ask(&busy, &one[0], point);
		b = ask(&busy, &one[1], point);
		if (a.nr && b.nr && a.median > 0 && b.median > 0)
			factors[nr++] = b.median / a.median;
	}
	median = nr ? spread_of(factors, nr).median : 0;
	free(factors);
	return median;
}

bool operation_is_clear(const struct cells *c, const char *point)
{
	const struct record_point *p;
	int64_t work = 0, start = 0;
	struct ledger ledger;
	size_t i;

	for (i = 0; i < c->nr; i++) {
		p = find_point(c->record[i], point);
		if (!p)
			continue;
		ledger = work_of_point(p);
		work += metric_busy(&ledger);
		start += p->has_startup ? metric_busy(&p->startup.net) : 0;
	}
	return work > 0 && work >= LEAST_OF_START * start;
}

bool spread_is_none(const struct spread *s)
{
	return s->nr && (spread_has_zero(s) || fabs(s->median) < NOTHING);
}

/* Exits per operation, in a table: 1.00, not 1 beside 1.02. */
static struct format counted(double n)
{
	struct format out = format_short(n);

	if (fabs(n) < 9.995)
		snprintf(out.text, sizeof(out.text), "%.2f", n);
	return out;
}

/* Would a range be printed that begins or ends with 0.00, or fewer exits than none? */
static bool rounds_to_zero(const struct spread *s)
{
	return s->median < 0 || fabs(s->min) < NOTHING || fabs(s->max) < NOTHING;
}

struct format spread_text(const struct spread *s, bool exact)
{
	struct format middle, low, high, out;

	if (!s->nr || spread_is_none(s) || (exact && rounds_to_zero(s))) {
		snprintf(out.text, sizeof(out.text), s->nr ? "none" : DASH);
		return out;
	}
	if (s->nr == 1 && !exact)
		return format_rough(s->median);
	middle = exact ? counted(s->median) : format_short(s->median);
	low = exact ? counted(s->min) : format_short(s->min);
	high = exact ? counted(s->max) : format_short(s->max);
	if (!strcmp(low.text, high.text))
		return middle;
	snprintf(out.text, sizeof(out.text), "%.12s [%.12s" DASH "%.12s]", middle.text, low.text,
		 high.text);
	return out;
}
