/* SPDX-License-Identifier: GPL-2.0 */
/* What was measured at the points of a workload, by operation. */
#ifndef EXITREPORT_MECHANISM_POINTS_H
#define EXITREPORT_MECHANISM_POINTS_H

#include "select/pair.h"

/**
 * points_of_pair - the points of a workload that both of its modes have, if there are both
 * @p: a pair
 *
 * Return: how many points a record of the pair has; 0 if none, or if the modes differ in
 * them.
 */
size_t points_of_pair(const struct pair *p);

/* points_are_numbers - have they an order, or are they names of different things? */
bool points_are_numbers(const struct record *r);

#endif
