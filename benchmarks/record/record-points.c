// SPDX-License-Identifier: GPL-2.0
/* A record's points. */
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "record-read.h"

static int read_point(const struct record *r, struct record_point *p, json_t *json, size_t number)
{
	json_t *window, *startup = NULL;
	char what[64];
	json_error_t error;
	json_int_t done;

	if (json_unpack_ex(json, &error, 0, "{s:s, s:{s:I, s:s}, s:o, s?o}", "point", &p->name,
			   "operations", "number", &done, "what", &p->what,
			   "window", &window, "startup", &startup))
		return record_malformed(r, error.text);
	snprintf(what, sizeof(what), "points[%zu]", number);
	p->operations = done;
	if (p->operations <= 0)
		return record_malformed(r, "a point has no operations");
	if (record_read_window(r, &p->window, window, what))
		return -1;
	p->has_startup = json_is_object(startup);
	return p->has_startup ? record_read_window(r, &p->startup, startup, what) : 0;
}

int record_read_points(struct record *r)
{
	json_t *points = json_object_get(r->measured, "points"), *point;
	size_t i;

	r->points = memory_zalloc(json_array_size(points) * sizeof(*r->points));
	json_array_foreach(points, i, point) {
		r->nr_points++;
		if (read_point(r, &r->points[i], point, i))
			return -1;
	}
	return 0;
}

void record_free_points(struct record *r)
{
	size_t i;

	for (i = 0; i < r->nr_points; i++) {
		window_free(&r->points[i].window);
		window_free(&r->points[i].startup);
	}
	free(r->points);
}

static struct ledger work_of(const struct window *window, bool has_startup,
			     const struct window *startup)
{
	struct ledger work = window->net;

	if (has_startup)
		ledger_subtract(&work, &startup->net);
	return work;
}

struct ledger record_point_work(const struct record_point *p)
{
	return work_of(&p->window, p->has_startup, &p->startup);
}

struct ledger record_work(const struct record *r)
{
	return work_of(&r->window, r->has_startup, &r->startup);
}
