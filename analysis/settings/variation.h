/* SPDX-License-Identifier: GPL-2.0 */
/* Cells whose settings are not all at their default, each with the plain cell, whose are. */
#ifndef EXITREPORT_VARIATION_H
#define EXITREPORT_VARIATION_H

#include "record/run.h"

/**
 * struct variation - a measured cell with other settings
 * @r: its record
 * @plain: of the same platform, mode, workload and seed; NULL if it was not measured
 * @is_elsewhere: @plain is of another run
 * @setting: the one that differs; empty if there are several
 * @value: of it; or of all that differ: "tdp_mmu off, vpid off"
 */
struct variation {
	const struct record *r;
	const struct record *plain;
	bool is_elsewhere;
	char *setting;
	char *value;
};

struct variations {
	struct variation *variation;
	size_t nr;
};

/**
 * variations_of_run - find the cells and what to compare them with
 * @v: receives them in the order of the matrix, for variations_free()
 * @other: searched for plain cells that are not in @run
 */
void variations_of_run(struct variations *v, const struct run *run, const struct run *other);

void variations_free(struct variations *v);

#endif
