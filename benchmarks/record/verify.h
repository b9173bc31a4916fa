/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ledger against what else counted the same exits: KVM's tracepoint by
 * reason, and KVM's own statistics; and the laws that tie them together.
 */
#ifndef EXITREPORT_VERIFY_H
#define EXITREPORT_VERIFY_H

#include "record.h"

enum verify_check {
	VERIFY_HISTOGRAM,	/* the tracepoint's histogram itself is whole */
	VERIFY_REASON,		/* exits of a reason */
	VERIFY_FLAG,		/* exits with a flag in the upper half of the reason */
	VERIFY_LAW,		/* one of the three laws */
	VERIFY_UNSEEN,		/* what the tracepoint can't see */
	VERIFY_STATISTIC,	/* exits of a reason that KVM counts, too */
	VERIFY_NR,
};

extern const char *const verify_checks[VERIFY_NR];

/**
 * struct verify_line - two figures that must be equal
 * @check: kind
 * @what: of it, such as the number of a reason
 * @name: of what, for readers
 * @ledger: the ledger's figure
 * @other: the other one
 * @source: where @other is from
 */
struct verify_line {
	enum verify_check check;
	const char *what;
	const char *name;
	int64_t ledger;
	int64_t other;
	const char *source;
};

typedef void (*verify_visitor)(void *context, const struct record *r,
			       const struct verify_line *line);

/**
 * struct verify_result - of one cell
 * @exits: that the tracepoint counted
 * @unseen: runs that it can't see: failed entries and emulation
 * @kvm_exits: KVM's own statistic
 * @checked: lines by kind
 * @different: lines whose figures differ
 */
struct verify_result {
	int64_t exits;
	int64_t unseen;
	int64_t kvm_exits;
	size_t checked[VERIFY_NR];
	size_t different;
};

/* verify_is_wanted - was the cell to be checked against the tracepoint? */
bool verify_is_wanted(const struct record *r);

/**
 * verify_cell - compare, also if the cell failed: why may show in it
 * @visit: called for each line, in the same order for each record; may be NULL
 * @error: receives why the cell can't be checked
 *
 * Return: 0, whatever the differences, or -1 if there is nothing to compare.
 */
int verify_cell(const struct record *r, verify_visitor visit, void *context,
		struct verify_result *result, char *error, size_t size);

#endif
