// SPDX-License-Identifier: GPL-2.0
#include "permutation.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <gsl/gsl_combination.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sort.h>

#include "rng.h"
#include "util/memory.h"

/* Sums of the same numbers in another order are equal but for the last bits. */
static double tolerance(const double *values, size_t nr)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		sum += fabs(values[i]);
	return sum * nr * DBL_EPSILON;
}

static double sum_flipped(const double *values, size_t nr, uint64_t flips)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		sum += flips >> i & 1 ? -values[i] : values[i];
	return sum;
}

static double sum_flipped_randomly(gsl_rng *rng, const double *values, size_t nr)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		sum += gsl_ran_bernoulli(rng, 0.5) ? -values[i] : values[i];
	return sum;
}

double permutation_paired(const double *difference, size_t nr)
{
	double limit = fabs(sum_flipped(difference, nr, 0)) - tolerance(difference, nr);
	size_t ways = PERMUTATION_WAYS, extreme = 0, i;
	gsl_rng *rng;

	if (pow(2, nr) <= PERMUTATION_WAYS) {
		ways = (size_t)1 << nr;
		for (i = 0; i < ways; i++)
			extreme += fabs(sum_flipped(difference, nr, i)) >= limit;
	} else {
		rng = generator_new();
		/* The way that was found is one of them. */
		for (extreme = i = 1; i < ways; i++)
			extreme += fabs(sum_flipped_randomly(rng, difference, nr)) >= limit;
		gsl_rng_free(rng);
	}
	return (double)extreme / ways;
}

double permutation_paired_least(size_t nr)
{
	return fmax(pow(2, 1 - (double)nr), 1.0 / PERMUTATION_WAYS);
}

/* The ranks of both sides' values, from 1, less their mean; those of @a come first. */
static double *centred_ranks(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	size_t nr = nr_a + nr_b, *order = memory_zalloc(nr * sizeof(*order)), i, k, end;
	double *values = memory_zalloc(nr * sizeof(*values));
	double *ranks = memory_zalloc(nr * sizeof(*ranks));

	for (i = 0; i < nr; i++)
		values[i] = i < nr_a ? a[i] : b[i - nr_a];
	gsl_sort_index(order, values, 1, nr);
	for (i = 0; i < nr; i = end) {
		for (end = i + 1; end < nr && values[order[end]] == values[order[i]]; end++)
			;
		for (k = i; k < end; k++)
			ranks[order[k]] = (i + 1 + end) / 2.0 - (nr + 1) / 2.0;
	}
	free(order);
	free(values);
	return ranks;
}

/* All ways to choose @nr_a of the ranks. */
static double try_all(const double *ranks, size_t nr, size_t nr_a, double limit)
{
	gsl_combination *chosen = gsl_combination_calloc(nr, nr_a);
	size_t ways = 0, extreme = 0, i;
	double sum;

	do {
		for (sum = 0, i = 0; i < nr_a; i++)
			sum += ranks[gsl_combination_get(chosen, i)];
		extreme += fabs(sum) >= limit;
		ways++;
	} while (gsl_combination_next(chosen) == GSL_SUCCESS);
	gsl_combination_free(chosen);
	return (double)extreme / ways;
}

static double try_random(double *ranks, size_t nr, size_t nr_a, double limit)
{
	double *chosen = memory_zalloc(nr_a * sizeof(*chosen)), sum;
	gsl_rng *rng = generator_new();
	size_t extreme = 1, i, k;

	for (i = 1; i < PERMUTATION_WAYS; i++) {
		gsl_ran_choose(rng, chosen, nr_a, ranks, nr, sizeof(*ranks));
		for (sum = 0, k = 0; k < nr_a; k++)
			sum += chosen[k];
		extreme += fabs(sum) >= limit;
	}
	gsl_rng_free(rng);
	free(chosen);
	return (double)extreme / PERMUTATION_WAYS;
}

/* In logarithms: there may be more ways than a double can say. */
static bool few_ways(size_t nr, size_t nr_a)
{
	return gsl_sf_lnchoose(nr, nr_a) <= log(PERMUTATION_WAYS);
}

double permutation_ranks(const double *a, size_t nr_a, const double *b, size_t nr_b)
{
	double *ranks = centred_ranks(a, nr_a, b, nr_b), limit, p;
	size_t nr = nr_a + nr_b, i;

	for (limit = 0, i = 0; i < nr_a; i++)
		limit += ranks[i];
	/* Ranks are whole or halves: their sums are exact. */
	limit = fabs(limit);
	p = few_ways(nr, nr_a) ? try_all(ranks, nr, nr_a, limit) :
				 try_random(ranks, nr, nr_a, limit);
	free(ranks);
	return p;
}

double permutation_ranks_least(size_t nr_a, size_t nr_b)
{
	if (!few_ways(nr_a + nr_b, nr_a))
		return 1.0 / PERMUTATION_WAYS;
	return fmin(2 / gsl_sf_choose(nr_a + nr_b, nr_a), 1);
}

void permutation_holm(double *p, size_t nr)
{
	size_t *order = memory_zalloc(nr * sizeof(*order)), i;
	double least = 0;

	gsl_sort_index(order, p, 1, nr);
	for (i = 0; i < nr; i++) {
		least = fmax(least, fmin(1, p[order[i]] * (nr - i)));
		p[order[i]] = least;
	}
	free(order);
}
