/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exits in which the host clears a page of 2 MiB for the guest's memory: some 400 k cycles each,
 * where a thousand are usual.  One of them more or less decides many a sum.
 */
#ifndef EXITREPORT_CLEARING_H
#define EXITREPORT_CLEARING_H

#include "record/run.h"

/* They take at least as much, cycles; no other page fault does. */
#define CLEARING_CYCLES	(1 << 18)

/**
 * struct clearing - of a cell, without starting the program up
 * @is_known: the cell has histograms
 * @exits: how many; below 0 if starting up had more
 * @least: cycles that they take at least, of the same sign
 */
struct clearing {
	bool is_known;
	int64_t exits;
	int64_t least;
};

struct clearing clearing_of(const struct record *r);

/* clearing_find - a record of the cell whose clearing_of() is known; see detailed_find() */
const struct record *clearing_find(const struct run *detail, const struct record *r);

#endif
