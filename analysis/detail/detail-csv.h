/* SPDX-License-Identifier: GPL-2.0 */
/* Keys and histograms of a run, CSV in long form. */
#ifndef EXITREPORT_DETAIL_CSV_H
#define EXITREPORT_DETAIL_CSV_H

#include <stdio.h>

#include "record/run.h"

/* record_detail - what is beside the net window, or NULL if @feature is not kept */
const struct detail *record_detail(const struct record *r, uint32_t feature);

/* Has a record of the run any? */
bool detail_has_keys_in(const struct run *run);
bool detail_has_histograms_in(const struct run *run);

/**
 * detail_csv_keys_of - per cell and key: count and kernel cycles; overflows too
 * @patterns: of cells, see detail_wanted()
 */
void detail_csv_keys_of(const struct run *run, char *const patterns[], FILE *f);

/* detail_wanted - is a cell's id or workload like one of the patterns? All are, of none. */
bool detail_wanted(const struct record *r, char *const patterns[]);

#endif
