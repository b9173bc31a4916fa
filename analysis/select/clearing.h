/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exits in which memory is cleared, where a thousand cycles are usual.  One of them more or less
 * decides many a sum.
 *
 * Some 400 k cycles: the host clears a page of 2 MiB for the guest's memory.  Some 900 k, with
 * shadow paging: KVM emulates the guest's clear_page(), which is 512 writes by one instruction,
 * of a page that was a page table before.
 */
#ifndef EXITREPORT_CLEARING_H
#define EXITREPORT_CLEARING_H

#include "record/run.h"

/* The host's take at least as much, and the emulated ones as much as this, cycles. */
#define CLEARING_CYCLES	(1 << 18)
#define EMULATED_CYCLES	(1 << 19)

/**
 * struct clearing - of a cell, without starting the program up
 * @is_known: the cell has histograms
 * @exits: how many; below 0 if starting up had more
 * @least: cycles that they take at least, of the same sign
 * @longer: page faults that take longer, likewise
 *
 * Those in which the host clears, and of a reason whose cycles count; see select/own-work.h.
 */
struct clearing {
	bool is_known;
	int64_t exits;
	int64_t least;
	int64_t longer;
};

struct clearing clearing_of(const struct record *r);

/* clearing_emulated - page faults of a window in which KVM emulates clear_page(); 0 if not known */
int64_t clearing_emulated(const struct record *r);

/*
 * clearing_lacks_bytes - is a part of what processes cost there for an instruction, fast byte
 * stores, that the CPU would have had?
 * @detail: the run with details; NULL for none
 */
bool clearing_lacks_bytes(const struct run *detail);

/* clearing_find - a record of the cell whose clearing_of() is known; see detailed_find() */
const struct record *clearing_find(const struct run *detail, const struct record *r);

#endif
