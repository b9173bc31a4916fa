/* SPDX-License-Identifier: GPL-2.0 */
/* The comparison of two runs as JSON. */
#ifndef EXITREPORT_DIFFERENCE_JSON_H
#define EXITREPORT_DIFFERENCE_JSON_H

#include <stdio.h>

#include "comparison.h"

#define COMPARE_SCHEMA	"exitmeter-compare/1"

/* difference_json - print it to @f */
void difference_json(const struct comparison *c, FILE *f);

#endif
