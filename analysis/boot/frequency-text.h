/* SPDX-License-Identifier: GPL-2.0 */
/* Reasons in a sentence or a cell of a table. */
#ifndef EXITREPORT_FREQUENCY_TEXT_H
#define EXITREPORT_FREQUENCY_TEXT_H

#include "frequency.h"
#include "ledger/row.h"
#include "reason-states.h"

/* As many are named as least frequent, and those that are as frequent. */
#define FREQUENCY_LEAST	3

/*
 * frequency_least_text - the least frequent reasons, the least first, with their exits; of several
 * workloads with the mean of their shares, by which they are sorted
 * @from: those before are named already
 *
 * Return: to be freed.
 */
char *frequency_least_text(const struct frequency *f, size_t from, unsigned int vendor);

/*
 * reasons_text - "2 TRIPLE_FAULT, 44 APIC_ACCESS"; of many, or with vendor 0, the numbers alone, in
 * ranges: "3 to 6, 11"
 *
 * Return: to be freed; empty if none is chosen.
 */
char *reasons_text(const bool *chosen, unsigned int nr, unsigned int vendor);

#endif
