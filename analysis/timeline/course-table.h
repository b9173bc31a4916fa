/* SPDX-License-Identifier: GPL-2.0 */
/* Exits over time, for a screen and for programs. */
#ifndef EXITREPORT_COURSE_TABLE_H
#define EXITREPORT_COURSE_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "course.h"
#include "output/table.h"

/* course_print - about 30 intervals from the first VM entry on, with the top reasons */
void course_print(const struct course *c, FILE *f);

/* course_csv_new - begin a table for course_csv() */
struct table *course_csv_new(void);

/* course_csv - a line for each sample and reason that anything was charged to, raw */
void course_csv(const struct course *c, struct table *t);

/* course_json - Return: a new reference: all there is about a cell over time */
json_t *course_json(const struct course *c);

#endif
