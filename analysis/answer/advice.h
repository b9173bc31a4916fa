/* SPDX-License-Identifier: GPL-2.0 */
/* Does shadow paging matter to a workload, and what does its cost come from? */
#ifndef EXITREPORT_ADVICE_H
#define EXITREPORT_ADVICE_H

#include "causes.h"

/* What shadow paging does to the CPU time. */
enum advice_class {
	ADVICE_WINS,	/* it takes less */
	ADVICE_NOTHING,
	ADVICE_FELT,
	ADVICE_HURTS,
	ADVICE_NR,
};

/* Above 1 by so much it hurts. */
#define ADVICE_HURTS_FROM	0.25
/* So small a part of the time that passes is not felt, whatever its factor. */
#define ADVICE_IDLE		0.01

/**
 * struct advice - a workload in both modes, without starting it up
 * @class: by @busy
 * @busy: cycles in which the vCPU ran
 * @elapsed: cycles that the work took with nested paging, waiting included
 * @is_idle: in no class but ADVICE_NOTHING for ADVICE_IDLE
 * @causes: of the cycles
 * @cause: that adds most; CAUSE_NR if none adds anything
 * @added: cycles that it adds
 * @grown: that all causes that grow add together
 */
struct advice {
	enum advice_class class;
	struct net busy;
	double elapsed;
	bool is_idle;
	struct causes causes;
	enum cause cause;
	double added;
	double grown;
};

/* advice_of - of a pair that is whole; see causes_of() */
struct advice advice_of(const struct pairs *all, const struct pair *p, const struct run *detail);

/* advice_class_text - "It hurts: ..." with the bounds of the class, for readers */
const char *advice_class_text(enum advice_class class);

#endif
