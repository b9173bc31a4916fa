// SPDX-License-Identifier: GPL-2.0
#include "bootstrap.h"

#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>

#include "rng.h"
#include "median.h"
#include "util/memory.h"

struct pair {
	double a;
	double b;
};

/* What is drawn from, and room for what is drawn. */
struct samples {
	gsl_rng *rng;
	const double *a;
	const double *b;
	size_t nr_a;
	size_t nr_b;
	struct pair *pairs;	/* NULL unless paired */
	struct pair *drawn_pairs;
	double *drawn_a;
	double *drawn_b;
};

static struct samples *samples_new(const double *a, size_t nr_a, const double *b, size_t nr_b,
				   bool paired)
{
	struct samples *s = memory_zalloc(sizeof(*s));
	size_t i;

	s->rng = generator_new();
	s->a = a;
	s->b = b;
	s->nr_a = nr_a;
	s->nr_b = nr_b;
	s->drawn_a = memory_zalloc(nr_a * sizeof(*a));
	s->drawn_b = memory_zalloc(nr_b * sizeof(*b));
	if (!paired)
		return s;
	s->pairs = memory_zalloc(nr_a * sizeof(*s->pairs));
	s->drawn_pairs = memory_zalloc(nr_a * sizeof(*s->pairs));
	for (i = 0; i < nr_a; i++)
		s->pairs[i] = (struct pair){ a[i], b[i] };
	return s;
}

static void samples_free(struct samples *s)
{
	gsl_rng_free(s->rng);
	free(s->drawn_a);
	free(s->drawn_b);
	free(s->pairs);
	free(s->drawn_pairs);
	free(s);
}

static void draw(struct samples *s)
{
	size_t i;

	if (!s->pairs) {
		/* gsl_ran_sample() only reads what it draws from. */
		gsl_ran_sample(s->rng, s->drawn_a, s->nr_a, (void *)s->a, s->nr_a, sizeof(*s->a));
		gsl_ran_sample(s->rng, s->drawn_b, s->nr_b, (void *)s->b, s->nr_b, sizeof(*s->b));
		return;
	}
	gsl_ran_sample(s->rng, s->drawn_pairs, s->nr_a, s->pairs, s->nr_a, sizeof(*s->pairs));
	for (i = 0; i < s->nr_a; i++) {
		s->drawn_a[i] = s->drawn_pairs[i].a;
		s->drawn_b[i] = s->drawn_pairs[i].b;
	}
}

static struct interval percentiles(double *values)
{
	const size_t out = (BOOTSTRAP_RESAMPLES + 1) * (1 - BOOTSTRAP_COVERAGE) / 2 + 0.5;

	gsl_sort(values, 1, BOOTSTRAP_RESAMPLES);
	return (struct interval){ values[out - 1], values[BOOTSTRAP_RESAMPLES - out] };
}

static bool all_equal(const double *values, size_t nr)
{
	size_t i;

	for (i = 1; i < nr; i++)
		if (values[i] != values[0])
			return false;
	return true;
}

/* Whatever is drawn of equal values, it is these. */
static void bootstrap_of_equals(struct bootstrap *out, double a, double b)
{
	double ratio = a > 0 ? b / a : 0;

	out->a = (struct interval){ a, a };
	out->b = (struct interval){ b, b };
	out->difference = (struct interval){ b - a, b - a };
	out->ratio = (struct interval){ ratio, ratio };
}

void bootstrap(struct bootstrap *out, const double *a, size_t nr_a, const double *b, size_t nr_b,
	       bool paired)
{
	struct samples *s;
	struct {
		double a[BOOTSTRAP_RESAMPLES];
		double b[BOOTSTRAP_RESAMPLES];
		double difference[BOOTSTRAP_RESAMPLES];
		double ratio[BOOTSTRAP_RESAMPLES];
	} *medians;
	size_t i;

	if (all_equal(a, nr_a) && all_equal(b, nr_b)) {
		bootstrap_of_equals(out, nr_a ? a[0] : 0, nr_b ? b[0] : 0);
		return;
	}
	s = samples_new(a, nr_a, b, nr_b, paired);
	medians = memory_zalloc(sizeof(*medians));
	for (i = 0; i < BOOTSTRAP_RESAMPLES; i++) {
		draw(s);
		medians->a[i] = median(s->drawn_a, nr_a);
		medians->b[i] = median(s->drawn_b, nr_b);
		medians->difference[i] = medians->b[i] - medians->a[i];
		medians->ratio[i] = medians->a[i] > 0 ? medians->b[i] / medians->a[i] : 0;
	}
	out->a = percentiles(medians->a);
	out->b = percentiles(medians->b);
	out->difference = percentiles(medians->difference);
	out->ratio = percentiles(medians->ratio);
	free(medians);
	samples_free(s);
}
