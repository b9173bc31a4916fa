/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When the report calls something the same, nearly equal, few or many.  What a table has room
 * for is with the table.
 */
#ifndef EXITREPORT_THRESHOLDS_H
#define EXITREPORT_THRESHOLDS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* Ratios this near to 1 are the same: timers alone move a short window by as much. */
#define SAME		0.01
/* Likewise of the time in which a vCPU is busy: less is not felt. */
#define SAME_BUSY	0.02
/* Ratios this near to 1, or to each other, are nearly equal: other machines, other kernels. */
#define NEARLY		0.15
/* So few exits more or less are an interrupt here or there. */
#define FEW_EXITS	16
/* Of fewer exits of a boot a direction says nothing: other guests have other devices. */
#define FEW_OF_A_BOOT	50
/* A histogram of fewer exits says little: its median is that of some. */
#define FEW_DURATIONS	20
/* The cycles of one exit are known from so many: an interrupt in one of them is 1 % then. */
#define MANY_EXITS	100
/* The kernel's cycles are put on exits where so many were added: others are lost in the rest. */
#define MANY_ADDED	1000

/* Are two counts of exits equal within NEARLY or FEW_EXITS? */
static inline bool nearly_equal_exits(int64_t a, int64_t b)
{
	if (llabs(a - b) <= FEW_EXITS)
		return true;
	return a > 0 && b > 0 && fabs(log((double)b / a)) <= log(1 + NEARLY);
}

#endif
