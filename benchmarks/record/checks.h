/* SPDX-License-Identifier: GPL-2.0 */
/* What must be true of a record, computed anew from what it holds: all checks there are. */
#ifndef RECORD_CHECKS_H
#define RECORD_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record;

enum check_kind {
	CHECK_LAW,		/* a law of a ledger, a window, or of what L1 read */
	CHECK_VALUE,		/* a value that can't be */
	/* The ledger against KVM's tracepoint, over the VM's whole life: */
	CHECK_HISTOGRAM,	/* the tracepoint's histogram itself is whole */
	CHECK_REASON,		/* exits of a reason */
	CHECK_FLAG,		/* exits with a flag in the upper half of the reason */
	CHECK_TRACED_LAW,	/* one of the three laws */
	CHECK_UNSEEN,		/* what the tracepoint can't see */
	CHECK_COUNTER,		/* exits of a reason that KVM counts, too */
	CHECK_KINDS,
};

/* Words for tables. */
extern const char *const check_kinds[CHECK_KINDS];

/**
 * struct check - two figures that must be equal
 * @name: of the law, or of what is compared, such as the number of a reason
 * @text: what must be, for readers
 * @where: the ledger, such as "window end"; empty if there is but one
 * @is: the figure that is checked; of a law by how much it does not hold
 * @wanted: what it must be
 * @source: where @wanted is from; empty for a law
 * @detail: what differs; empty if nothing does
 */
struct check {
	enum check_kind kind;
	const char *name;
	const char *text;
	const char *where;
	int64_t is;
	int64_t wanted;
	const char *source;
	const char *detail;
};

/**
 * struct checks - all of a record
 * @room: for so many there is memory
 * @failed: those that do not hold
 */
struct checks {
	struct check *check;
	size_t nr;
	size_t room;
	size_t failed;
	char **kept;
	size_t nr_kept;
};

static inline int64_t check_difference(const struct check *c)
{
	return c->is - c->wanted;
}

/**
 * checks_of - check the laws of a record
 * @r: a cell that failed has none
 *
 * CHECK_LAW is there for each law and place, in the same order for each record; CHECK_VALUE only
 * for a value that can't be.  See record_check(), which does it once.
 *
 * Return: for checks_free().
 */
struct checks *checks_of(const struct record *r);

/**
 * checks_of_tracepoint - compare with what KVM's tracepoint counted, also if the cell failed
 * @error: receives why that can't be done
 *
 * Return: for checks_free(); NULL if there is nothing to compare.
 */
struct checks *checks_of_tracepoint(const struct record *r, char *error, size_t size);

/* checks_want_tracepoint - was the cell to be compared with the tracepoint? */
bool checks_want_tracepoint(const struct record *r);

/* checks_count - those of one kind */
size_t checks_count(const struct checks *c, enum check_kind kind);

/* checks_first_failed - Return: NULL if all hold. */
const struct check *checks_first_failed(const struct checks *c);

/**
 * check_text - what a check came to, for a message
 *
 * Return: law "time" (what it says), window net: difference -1: detail; to be freed.
 */
char *check_text(const struct check *c);

/* checks_free - NULL is allowed */
void checks_free(struct checks *c);

/**
 * record_warning - what a reader of a sound record must know
 *
 * Return: a sentence, to be freed; NULL if there is nothing.
 */
char *record_warning(const struct record *r);

#endif
