/* SPDX-License-Identifier: GPL-2.0 */
/* The metrics of a window that are compared: sums, exits by kind, exits by reason. */
#ifndef EXITREPORT_METRIC_H
#define EXITREPORT_METRIC_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/ledger.h"

enum metric_class {
	METRIC_SUM,	/* exits and cycles of the whole window */
	METRIC_KIND,	/* exits of a kind that both vendors have */
	METRIC_REASON,	/* exits of a row; both sides have the same vendor */
	METRIC_CLASS_NR,
};

/**
 * struct metric - one of them
 * @index: of the sum, below METRIC_SUM_NR; an enum exit_class; or a row
 */
struct metric {
	enum metric_class class;
	unsigned int index;
};

#define METRIC_SUM_NR	5

/* Sums of a ledger, for what goes through several. */
int64_t metric_exits(const struct ledger *l);
int64_t metric_kernel(const struct ledger *l);
int64_t metric_guest(const struct ledger *l);
int64_t metric_wall(const struct ledger *l);

/*
 * Cycles in which the vCPU's thread ran: in the guest, in KVM, in the VMM.  Not those in which
 * it was halted, or waited for a CPU that another thread had, as QEMU's own on an L1 with one
 * CPU; nor what was before the first entry.
 */
int64_t metric_busy(const struct ledger *l);

/* metric_is_cycles - or exits? */
bool metric_is_cycles(const struct metric *f);

/* metric_value - of a ledger of this vendor */
int64_t metric_value(const struct metric *f, unsigned int vendor, const struct ledger *l);

/* What options and CSV call it: exits, kind:port-I/O, reason:48; to be freed. */
char *metric_key(const struct metric *f, unsigned int vendor);

/* For readers: kernel cycles, port I/O, 48 EPT_VIOLATION; to be freed. */
char *metric_label(const struct metric *f, unsigned int vendor);

#endif
