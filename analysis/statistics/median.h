/* SPDX-License-Identifier: GPL-2.0 */
#ifndef EXITREPORT_MEDIAN_H
#define EXITREPORT_MEDIAN_H

#include <stddef.h>

/**
 * median - the value in the middle
 * @values: put into another order by it
 * @nr: how many; of an even number the mean of the two in the middle is taken
 *
 * Return: 0 of none.
 */
double median(double *values, size_t nr);

#endif
