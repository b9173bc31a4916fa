/* SPDX-License-Identifier: GPL-2.0 */
/* The rows of a ledger in the order in which a reader wants them. */
#ifndef EXITMETER_RANK_H
#define EXITMETER_RANK_H

#include <stddef.h>

#include "ledger.h"

/**
 * rank_rows - rows that are not zero, most frequent first
 * @l: the ledger
 * @order: receives indices of rows; of rows with the same count the one with
 *	more kernel cycles comes first, then the lower number
 *
 * Return: how many.
 */
size_t rank_rows(const struct ledger *l, unsigned int order[LEDGER_MAX_ROWS]);

#endif
