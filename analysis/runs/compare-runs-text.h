/* SPDX-License-Identifier: GPL-2.0 */
/* The comparison of two runs for readers. */
#ifndef EXITREPORT_COMPARE_RUNS_TEXT_H
#define EXITREPORT_COMPARE_RUNS_TEXT_H

#include <stdio.h>

#include "compare-runs.h"

/* compare_runs_print - what differs, the tables, what was not compared, the verdict */
void compare_runs_print(const struct comparison *c, FILE *f);

/* compare_runs_print_verdict - what is above the limit; nothing without a limit */
void compare_runs_print_verdict(const struct comparison *c, FILE *f);

#endif
