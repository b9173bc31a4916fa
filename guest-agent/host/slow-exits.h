/* SPDX-License-Identifier: GPL-2.0 */
/* The slow exits that a back end told of, kept for printing. */
#ifndef EXITMETER_SLOW_EXITS_H
#define EXITMETER_SLOW_EXITS_H

#include "backend.h"

/* How many are kept; of more, the slowest. */
#define SLOW_KEPT	1000

/**
 * struct slow_exits
 * @seen: all that there were
 * @nr: that are kept
 * @all: slowest first
 */
struct slow_exits {
	unsigned long seen;
	size_t nr;
	struct slow_exit all[SLOW_KEPT];
};

/* slow_exits_add - one more */
void slow_exits_add(struct slow_exits *s, const struct slow_exit *e);

/* slow_exits_take - all that the back end has by now */
void slow_exits_take(struct slow_exits *s, const struct backend *backend);

#endif
