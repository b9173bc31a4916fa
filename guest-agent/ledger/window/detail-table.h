/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms and keys as tables for people. */
#ifndef EXITMETER_DETAIL_TABLE_H
#define EXITMETER_DETAIL_TABLE_H

#include <stdio.h>

#include "detail.h"

/**
 * detail_table_print - the most frequent keys, and the histograms of the most frequent reasons
 * @out: where to
 * @d: of a window
 * @l: its ledger
 * @vendor: KVM_EXITMETER_VENDOR_*
 * @top: how many of each
 *
 * Prints what @d has of the two.
 */
void detail_table_print(FILE *out, const struct detail *d, const struct ledger *l,
			unsigned int vendor, size_t top);

#endif
