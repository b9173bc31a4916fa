/* SPDX-License-Identifier: GPL-2.0 */
/* The accounts of page tables as tables. */
#ifndef EXITREPORT_PAGE_TABLES_TABLE_H
#define EXITREPORT_PAGE_TABLES_TABLE_H

#include <stdio.h>

#include "select/pair.h"
#include "page-tables.h"

/**
 * page_tables_print - both modes of a workload as text: exits by use, KVM's statistics
 *
 * A mode without an account has a line that says why.
 */
void page_tables_print(const struct pair *pair, FILE *f);

/**
 * page_tables_csv - all cells, long form
 * @workloads: NULL-terminated names; if there are none, all
 */
void page_tables_csv(const struct run *run, char *const workloads[], FILE *f);

#endif
