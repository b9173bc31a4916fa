/* SPDX-License-Identifier: GPL-2.0 */
/* Inside of expect.c: the ways to check an expectation. */
#ifndef EXITREPORT_EXPECT_CHECK_H
#define EXITREPORT_EXPECT_CHECK_H

#include <stdio.h>

#include "expect.h"
#include "ledger/class.h"

/**
 * struct expectation - one of them
 * @check: sets everything but the source
 * @source: where it is from
 * @role: of the exits that it is about; CLASS_ALL: all
 * @what: of a count: what the exits are, for the text; of a workload: words that the names
 *	of such workloads contain
 * @text: the expectation itself, or a part of it, where @check needs it
 */
struct expectation {
	void (*check)(struct expectation_result *result, const struct expect_input *in,
		      const struct expectation *e);
	const char *source;
	enum exit_class role;
	const char *what;
	const char *text;
};

#define CHECK(name)								\
	void name(struct expectation_result *result, const struct expect_input *in,	\
		  const struct expectation *e)

/* Of counts: expect-exits.c. */
CHECK(expect_absent);		/* exits that the mode rules out, in all VMs' lives */
CHECK(expect_emulation);	/* real mode without unrestricted guest is emulated */
CHECK(expect_equal);		/* negative controls: paging has nothing to do with them */

/* Of cycles: expect-cycles.c. */
CHECK(expect_slower);		/* workloads take longer with shadow paging */
CHECK(expect_round_trip);	/* what one exit costs in KVM, over all workloads */
CHECK(expect_walks);		/* what nested paging's longer page walks cost */

#undef CHECK

/* ept=1 and ept=0 of the pairs. */
static inline const char *expect_mode(const struct expect_input *in, bool shadow)
{
	return record_mode_name(in->pairs->pair[0].vendor, shadow);
}

#define EXPECT_TEXT(result, ...) snprintf((result)->text, sizeof((result)->text), __VA_ARGS__)
#define EXPECT_OBSERVED(result, ...) \
	snprintf((result)->observed, sizeof((result)->observed), __VA_ARGS__)

#endif
