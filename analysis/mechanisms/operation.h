/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What one operation of a workload takes at one of its points, over the seeds: the window less
 * that of start-up, divided by the operations; of cycles those of the operation's own reasons.
 */
#ifndef EXITREPORT_OPERATION_H
#define EXITREPORT_OPERATION_H

#include "ledger/class.h"
#include "output/format.h"
#include "select/net.h"
#include "select/pair.h"

/**
 * struct cells - the seeds of a workload in one mode
 * @record: of each, in their order
 */
struct cells {
	const struct record **record;
	size_t nr;
};

/**
 * cells_find - the seeds of a workload in one mode, all other settings at their default
 * @c: for cells_free()
 * @plain: pairs of a platform whose settings are at their default
 * @varied: its others
 * @pti: "on" or "off": page-table isolation in the guest's kernel, whether it was its own choice
 *	or a setting; NULL for what it chose
 */
void cells_find(struct cells *c, const struct pairs *plain, const struct pairs *varied,
		const char *workload, bool shadow, const char *pti);
void cells_free(struct cells *c);

enum quantity {
	QUANTITY_EXITS,
	QUANTITY_KERNEL,	/* cycles in KVM */
	QUANTITY_BUSY,		/* cycles in which the vCPU is busy, of all reasons */
	/* Median of what the program itself measured an exit to take, by the guest's TSC. */
	QUANTITY_ROUND_TRIP,
};

/**
 * operation_spread - of the exits of a class, per operation
 * @point: NULL for the last one
 *
 * Cycles are those of the operations' own reasons (select/own-work.h); their range has room for
 * one page fault more or less in starting up.
 */
struct spread operation_spread(const struct cells *c, const char *point, enum exit_class class,
			       enum quantity quantity);

/*
 * operation_is_clear - do the operations take enough beside the start of the program that is
 * subtracted?  Where they don't, what is left is mostly by how much two starts differ.
 */
bool operation_is_clear(const struct cells *c, const char *point);

/*
 * operation_factor - busy cycles with shadow over those with nested paging, seed by seed
 *
 * Return: the median; 0 if no seed has both.
 */
double operation_factor(const struct cells *tdp, const struct cells *shadow, const char *point);

/* operation_spread_of_row - exits of one row of the ledger */
struct spread operation_spread_of_row(const struct cells *c, const char *point, unsigned int row);

/* spread_is_none - it was measured, but zero is within its range, or so near that it rounds to it */
bool spread_is_none(const struct spread *s);

/**
 * spread_text - median and range for readers: 4.03 k [4.01 k-4.10 k]
 * @exact: the quantity is counted; of one seed its cycles have two digits, for how far others
 *	are from it is not known
 *
 * "none" if it is none, a dash if there is no seed; the range is left out where it rounds to the
 * median.
 */
struct format spread_text(const struct spread *s, bool exact);

#endif
