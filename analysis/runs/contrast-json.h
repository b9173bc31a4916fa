/* SPDX-License-Identifier: GPL-2.0 */
/* The comparison of two runs as JSON. */
#ifndef EXITREPORT_CONTRAST_JSON_H
#define EXITREPORT_CONTRAST_JSON_H

#include <stdio.h>

#include "compare-runs.h"

#define COMPARE_SCHEMA	"exitmeter-compare/1"

/* contrast_json - print it to @f */
void contrast_json(const struct comparison *c, FILE *f);

#endif
