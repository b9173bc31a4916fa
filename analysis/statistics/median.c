// SPDX-License-Identifier: GPL-2.0
#include "median.h"

#include <gsl/gsl_statistics.h>

double median(double *values, size_t nr)
{
	return nr ? gsl_stats_median(values, 1, nr) : 0;
}
