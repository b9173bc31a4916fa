/* SPDX-License-Identifier: GPL-2.0 */
/* Which exit reasons there are: what a guest was told by the meter. */
#ifndef EXITREPORT_REASON_STATES_H
#define EXITREPORT_REASON_STATES_H

#include "record/run.h"

/* The companion whose cells read the classic leaves and list the reasons. */
#define COMPANION_CLASSIC	"classic"

/**
 * struct reason_states - of a vendor, in one paging mode
 * @nr: reasons
 * @defined: by the manual
 * @is_known: a guest asked which are enabled
 * @enabled: KVM can receive it; true for all that are defined if nobody asked
 */
struct reason_states {
	unsigned int nr;
	bool defined[LEDGER_MAX_ROWS];
	bool is_known;
	bool enabled[LEDGER_MAX_ROWS];
};

/**
 * reason_states_load - what is known of them
 * @run: of the companion; NULL if there is none
 * @like: of the platform and in the mode that is asked about
 *
 * Return: 0, or -1 with a message if a record of @run has another output than its workload makes.
 */
int reason_states_load(struct reason_states *s, const struct run *run, const struct record *like);

/* reason_states_record - the companion's cell of that platform and mode; NULL if there is none */
const struct record *reason_states_record(const struct run *run, const struct record *like);

/* reason_states_sample - what "exitmeter read" printed, to be freed; NULL if there is nothing */
char *reason_states_sample(const struct record *r);

#endif
