/* SPDX-License-Identifier: GPL-2.0 */
/* Tables that put nested and shadow paging side by side. */
#ifndef EXITREPORT_MODES_TABLE_H
#define EXITREPORT_MODES_TABLE_H

#include "select/pair.h"
#include "output/table.h"

/* All of them print to @f; a mode that was not measured leaves its cells empty. */

/* A line per pair: exits, kernel cycles, busy and whole window. */
void modes_table_overview(enum table_style style, const struct pairs *pairs, FILE *f);

/* A line per reason of one pair, most frequent first. */
void modes_table_reasons(enum table_style style, const struct pair *p, FILE *f);

/* A line per account of one pair. */
void modes_table_accounts(enum table_style style, const struct pair *p, FILE *f);

#endif
