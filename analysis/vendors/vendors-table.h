/* SPDX-License-Identifier: GPL-2.0 */
/* Intel and AMD as tables. */
#ifndef EXITREPORT_VENDORS_TABLE_H
#define EXITREPORT_VENDORS_TABLE_H

#include <stdio.h>

#include "output/format.h"
#include "output/table.h"
#include "vendors.h"

/* vendors_table_kinds - exits of all jobs together, by kind; a list after the other */
void vendors_table_kinds(enum table_style style, const struct vendors *s, FILE *f);

/* vendors_table_jobs - all exits, job by job */
void vendors_table_jobs(enum table_style style, const struct vendors *s, FILE *f);

/* vendors_table_mapping - which exits of the one are compared with which of the other */
void vendors_table_mapping(enum table_style style, FILE *f);

/* vendors_csv - jobs by kinds, in long form */
void vendors_csv(const struct vendors *s, FILE *f);

#endif
