/* SPDX-License-Identifier: GPL-2.0 */
/* What was measured in both modes, CSV in long form. */
#ifndef EXITREPORT_TABLES_H
#define EXITREPORT_TABLES_H

#include <stdio.h>

#include "record/run.h"

/**
 * deltas_csv - per cell and reason: count and cycles by account
 * @workloads: NULL-terminated names; if there are none, all
 */
void deltas_csv(const struct run *run, char *const workloads[], FILE *f);

/* compare_csv - per workload, reason and quantity: both modes */
void compare_csv(const struct run *run, FILE *f);

#endif
