/* SPDX-License-Identifier: GPL-2.0 */
/* The comparison of two runs for readers. */
#ifndef EXITREPORT_COMPARISON_TEXT_H
#define EXITREPORT_COMPARISON_TEXT_H

#include <stdio.h>

#include "comparison.h"

/* comparison_print - what differs, the tables, what was not compared, the verdict */
void comparison_print(const struct comparison *c, FILE *f);

/* comparison_print_lacks - a line for each cell that was not compared */
void comparison_print_lacks(const struct comparison *c, FILE *f);

/* comparison_print_verdict - what is above the limit; nothing without a limit */
void comparison_print_verdict(const struct comparison *c, FILE *f);

#endif
