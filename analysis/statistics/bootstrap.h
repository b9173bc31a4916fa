/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Intervals by resampling: how far medians of a few repeats move when the repeats are drawn
 * again, with replacement, from those that there are (Efron's percentile bootstrap).
 */
#ifndef EXITREPORT_BOOTSTRAP_H
#define EXITREPORT_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>

/* With one more than these, 2.5 % are a whole number. */
#define BOOTSTRAP_RESAMPLES	3999
#define BOOTSTRAP_COVERAGE	0.95

struct interval {
	double low;
	double high;
};

/**
 * struct bootstrap - intervals of two samples' medians and of what is between them
 * @a: median of the first
 * @b: median of the second
 * @difference: median of the second less that of the first
 * @ratio: median of the second by that of the first
 *
 * The interval of the ratio leaves out 1 if, and only if, that of the difference leaves out 0:
 * no quantile is interpolated.
 */
struct bootstrap {
	struct interval a;
	struct interval b;
	struct interval difference;
	struct interval ratio;
};

/**
 * bootstrap - compute them
 * @a: values; for @ratio to mean anything above 0
 * @nr_a: how many, at least 1
 * @b: values; for @ratio to mean anything not below 0
 * @nr_b: how many, at least 1; if @paired the same
 * @paired: a[i] and b[i] are of the same seed and drawn together
 */
void bootstrap(struct bootstrap *out, const double *a, size_t nr_a, const double *b, size_t nr_b,
	       bool paired);

#endif
