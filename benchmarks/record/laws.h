/* SPDX-License-Identifier: GPL-2.0 */
/* What must be true of a record, computed anew from its raw ledgers. */
#ifndef EXITREPORT_LAWS_H
#define EXITREPORT_LAWS_H

#include "record.h"

/**
 * struct law_result - a law and one place where it was looked at
 * @law: short name
 * @text: what it says
 * @where: the ledger, such as "window end"
 * @difference: 0 if the law holds
 * @detail: what differs; empty if nothing does
 */
struct law_result {
	const char *law;
	const char *text;
	const char *where;
	int64_t difference;
	const char *detail;
};

typedef void (*law_visitor)(void *context, const struct record *r,
			    const struct law_result *result);

/**
 * laws_check - check all laws of a record
 * @r: a good one; without a window only what the host read is checked
 * @visit: called for each law and place, in the same order for each record
 * @context: for @visit
 *
 * Nothing that the record says of its own laws is believed, but a law that it
 * says is broken is reported, under the name "recorded".
 */
void laws_check(const struct record *r, law_visitor visit, void *context);

#endif
