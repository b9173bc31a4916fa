/* SPDX-License-Identifier: GPL-2.0 */
/* The models of a run's workloads as tables; what is modelled is marked. */
#ifndef EXITREPORT_MODEL_TABLE_H
#define EXITREPORT_MODEL_TABLE_H

#include <stdio.h>

#include "model.h"
#include "output/table.h"

/* Stands before a modelled number. */
#define MODEL_MARK	"\u2248 "

/**
 * model_print - the workloads of one platform
 * @style: TABLE_TEXT or TABLE_MARKDOWN
 * @pairs: of the platform; those that are not whole are left out
 * @costs: of its vendor
 */
void model_print(enum table_style style, const struct pairs *pairs, const struct hw_costs *costs,
		 FILE *f);

/* model_print_costs - the ranges that it is computed from, each with its source */
void model_print_costs(enum table_style style, const struct hw_costs *costs, FILE *f);

/* model_csv_begin - a table in long form; model_csv_add - the workloads of one platform */
struct table *model_csv_begin(void);
void model_csv_add(struct table *t, const struct pairs *pairs, const struct hw_costs *costs);

#endif
