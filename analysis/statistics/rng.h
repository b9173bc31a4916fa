/* SPDX-License-Identifier: GPL-2.0 */
/* Random numbers that are the same each time: equal records make an equal report. */
#ifndef EXITREPORT_RNG_H
#define EXITREPORT_RNG_H

#include <gsl/gsl_rng.h>

/* generator_new - Return: at its beginning, for gsl_rng_free(). */
static inline gsl_rng *generator_new(void)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(rng, 1);
	return rng;
}

#endif
