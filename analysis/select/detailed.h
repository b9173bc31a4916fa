/* SPDX-License-Identifier: GPL-2.0 */
/* The same cell in a run whose cells keep histograms and keys. */
#ifndef EXITREPORT_DETAILED_H
#define EXITREPORT_DETAILED_H

#include "record/run.h"

/**
 * detailed_find - find it
 * @detail: the run; NULL if there is none
 * @r: a cell
 * @tells: has a record what is looked for?
 *
 * Return: @r if it tells itself; or one of @detail that does, and that differs in nothing but
 * "detail", and in the seed if there is none of the same; or NULL.
 */
const struct record *detailed_find(const struct run *detail, const struct record *r,
				   bool (*tells)(const struct record *r));

#endif
