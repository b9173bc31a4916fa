/* SPDX-License-Identifier: GPL-2.0 */
/* Which values the report calls nearly equal. */
#ifndef EXITREPORT_NEARLY_H
#define EXITREPORT_NEARLY_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define NEARLY		0.15
/* So few exits more or less are an interrupt here or there. */
#define FEW_EXITS	16

/* Are two counts of exits equal within NEARLY or FEW_EXITS? */
static inline bool nearly_equal_exits(int64_t a, int64_t b)
{
	if (llabs(a - b) <= FEW_EXITS)
		return true;
	return a > 0 && b > 0 && fabs(log((double)b / a)) <= log(1 + NEARLY);
}

#endif
