/* SPDX-License-Identifier: GPL-2.0 */
/* What shadow paging costs a workload, what the cost comes from, and what helps. */
#ifndef EXITREPORT_ADVICE_H
#define EXITREPORT_ADVICE_H

#include "ledger/class.h"
#include "select/pair.h"

/* What shadow paging adds to the time in which the vCPU is busy. */
enum advice_class {
	ADVICE_WINS,	/* it saves some */
	ADVICE_NOTHING,
	ADVICE_FELT,
	ADVICE_HURTS,
	ADVICE_NR,
};

/**
 * struct advice - a workload in both modes
 * @class: by @share
 * @busy: cycles in which the vCPU was not halted, that shadow paging adds; may be negative
 * @share: the same as a part of the window with nested paging
 * @cause: the kind whose kernel cycles grow most
 * @added: kernel cycles that shadow paging adds with that kind
 * @added_exits: exits of that kind
 * @grown: kernel cycles that all kinds that grow add together
 */
struct advice {
	enum advice_class class;
	int64_t busy;
	double share;
	enum exit_class cause;
	int64_t added;
	int64_t added_exits;
	int64_t grown;
};

/* advice_of - of a pair that is whole */
struct advice advice_of(const struct pair *p);

/* advice_class_text - "hurts: ..." with the bounds of the class, for readers */
const char *advice_class_text(enum advice_class class);

/* advice_remedy - what helps against a kind of exits; NULL if it is none of paging's */
const char *advice_remedy(enum exit_class kind);

#endif
