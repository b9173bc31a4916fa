/* SPDX-License-Identifier: GPL-2.0 */
/* How long exits took, by reason, in both paging modes. */
#ifndef EXITREPORT_DURATIONS_H
#define EXITREPORT_DURATIONS_H

#include "ledger/window/detail.h"
#include "select/pair.h"

/* Reasons that are shown of a pair. */
#define DURATIONS_MAX	6

/**
 * struct duration - one reason
 * @row: its row
 * @buckets: with nested and with shadow paging; NULL if that was not measured
 * @exits: in them
 */
struct duration {
	unsigned int row;
	const int64_t *buckets[2];
	int64_t exits[2];
};

/**
 * durations_of_pair - the reasons with most exits in either mode, most frequent first
 * @durations: receives them; points into the records
 *
 * Return: how many, 0 if there are no histograms.
 */
size_t durations_of_pair(struct duration durations[DURATIONS_MAX], const struct pair *p);

#endif
