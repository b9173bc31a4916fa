/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests that assume no distribution: how often would chance alone set the two sides as far
 * apart as they are?  All ways to deal the values to the sides are tried where there are not
 * too many, otherwise random ones, always the same.
 */
#ifndef EXITREPORT_PERMUTATION_H
#define EXITREPORT_PERMUTATION_H

#include <stddef.h>

/* Up to so many ways to deal are all tried; beyond, so many random ones less one. */
#define PERMUTATION_WAYS	32768

/**
 * permutation_paired - two-sided p of Fisher's sign-flip test on paired values
 * @difference: one a pair
 * @nr: how many, at least 1
 *
 * The statistic is the sum of the differences.
 */
double permutation_paired(const double *difference, size_t nr);

/* The least p that it can give with so many pairs. */
double permutation_paired_least(size_t nr);

/**
 * permutation_ranks - two-sided p of the test of Wilcoxon, Mann and Whitney
 * @a: values
 * @nr_a: how many, at least 1
 * @b: values
 * @nr_b: how many, at least 1
 *
 * Equal values have the mean of their ranks.
 */
double permutation_ranks(const double *a, size_t nr_a, const double *b, size_t nr_b);

/*
 * The least p that it can give: how often chance alone puts all values of one side below all
 * of the other.
 */
double permutation_ranks_least(size_t nr_a, size_t nr_b);

/**
 * permutation_holm - correct for many tests at a time, by Holm's step-down
 * @p: of the tests; receives the corrected ones, at most 1
 */
void permutation_holm(double *p, size_t nr);

#endif
