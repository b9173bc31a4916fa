/* SPDX-License-Identifier: GPL-2.0 */
/* What the workloads that time exits print. */
#ifndef EXITREPORT_COST_H
#define EXITREPORT_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COST_NAME_SIZE	32

/**
 * struct cost - how long one thing took, in cycles
 * @name: of what was timed
 * @n: times that it was
 */
struct cost {
	char name[COST_NAME_SIZE];
	int64_t n;
	int64_t min;
	int64_t median;
	int64_t p99;
	int64_t max;
	int64_t mean;
};

/**
 * struct cost_figure - a number of @cost
 * @name: as printed
 */
struct cost_figure {
	const char *name;
	size_t offset;
};

#define COST_FIGURES	6

extern const struct cost_figure cost_figures[COST_FIGURES];

static inline int64_t cost_figure(const struct cost *c, size_t i)
{
	return *(const int64_t *)((const char *)c + cost_figures[i].offset);
}

/**
 * struct costs - all that one cell printed
 * @window_exits: exits of an empty window; -1 if it does not tell
 * @snapshot_exits: exits for reading a snapshot; -1 if it does not tell
 */
struct costs {
	struct cost *cost;
	size_t nr;
	int64_t window_exits;
	int64_t snapshot_exits;
};

/**
 * costs_parse - read the lines of a workload's output
 * @c: receives them, for costs_free(); empty on an error
 * @text: lines "NAME n N min A median B p99 C max D mean E", "window exits N" and
 *	"snapshot exits N"; others are left alone
 * @error: receives what is wrong with a line
 *
 * Return: 0 or -1.
 */
int costs_parse(struct costs *c, const char *text, char *error, size_t size);

void costs_free(struct costs *c);

/* costs_find - Return: NULL if there is no such name. */
const struct cost *costs_find(const struct costs *c, const char *name);

#endif
