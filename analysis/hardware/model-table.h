/* SPDX-License-Identifier: GPL-2.0 */
/* The models of a run's workloads as tables; what is modelled is marked. */
#ifndef EXITREPORT_MODEL_TABLE_H
#define EXITREPORT_MODEL_TABLE_H

#include <stdio.h>

#include "model.h"
#include "output/format.h"
#include "output/table.h"

/* Stands before a modelled number. */
#define MODEL_MARK	"\u2248 "

/* model_range - "1.20 M-3.40 M" and a unit */
struct format model_range(struct range r, const char *unit);

/* model_cost - the range of one, as its file has it */
struct format model_cost(const struct hw_cost *cost);

/* model_percent - "1.2-3.4 %" */
struct format model_percent(struct range r);

/**
 * model_time - "1.2-3.4 ms"
 * @cycles: that it takes
 * @clock: GHz
 */
struct format model_time(struct range cycles, struct range clock);

/**
 * model_print - the workloads of one platform, each over its seeds
 * @style: TABLE_TEXT or TABLE_MARKDOWN
 * @all: with all seeds
 * @rows: of these, the first seed of each to be printed; others in it, and those that are not
 *	whole, are left out
 * @costs: of the platform's vendor
 */
void model_print(enum table_style style, const struct pairs *all, const struct pairs *rows,
		 const struct hw_costs *costs, FILE *f);

/* model_print_costs - the ranges that it is computed from, each with its source */
void model_print_costs(enum table_style style, const struct hw_costs *costs, FILE *f);

/* model_csv_begin - a table in long form; model_csv_add - the workloads of one platform */
struct table *model_csv_begin(void);
void model_csv_add(struct table *t, const struct pairs *pairs, const struct hw_costs *costs);

#endif
