/* SPDX-License-Identifier: GPL-2.0 */
/* Exits over time, for a screen and for programs. */
#ifndef EXITREPORT_TIMELINE_TABLE_H
#define EXITREPORT_TIMELINE_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "cell-timeline.h"
#include "output/table.h"

/* cell_timeline_print - about 30 intervals from the first VM entry on, with the top reasons */
void cell_timeline_print(const struct cell_timeline *c, FILE *f);

/* cell_timeline_csv_new - begin a table for cell_timeline_csv() */
struct table *cell_timeline_csv_new(void);

/* cell_timeline_csv - a line for each sample and reason that anything was charged to, raw */
void cell_timeline_csv(const struct cell_timeline *c, struct table *t);

/* cell_timeline_json - Return: a new reference: all there is about a cell over time */
json_t *cell_timeline_json(const struct cell_timeline *c);

#endif
