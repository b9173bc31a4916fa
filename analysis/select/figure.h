/* SPDX-License-Identifier: GPL-2.0 */
/* The figures of a window that are compared: sums, exits by kind, exits by reason. */
#ifndef EXITREPORT_FIGURE_H
#define EXITREPORT_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "ledger/ledger.h"

enum figure_class {
	FIGURE_SUM,	/* exits and cycles of the whole window */
	FIGURE_KIND,	/* exits of a kind that both vendors have */
	FIGURE_REASON,	/* exits of a row; both sides have the same vendor */
	FIGURE_CLASS_NR,
};

/**
 * struct figure - one of them
 * @index: of the sum, below FIGURE_SUM_NR; an enum exit_kind; or a row
 */
struct figure {
	enum figure_class class;
	unsigned int index;
};

#define FIGURE_SUM_NR	5

/* figure_is_cycles - or exits? */
bool figure_is_cycles(const struct figure *f);

/* figure_value - of a ledger of this vendor */
int64_t figure_value(const struct figure *f, unsigned int vendor, const struct ledger *l);

/* What options and CSV call it: exits, kind:port-I/O, reason:48; to be freed. */
char *figure_key(const struct figure *f, unsigned int vendor);

/* For readers: kernel cycles, port I/O, 48 EPT_VIOLATION; to be freed. */
char *figure_label(const struct figure *f, unsigned int vendor);

#endif
