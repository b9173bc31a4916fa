/* SPDX-License-Identifier: GPL-2.0 */
/* What 'exitbench doctor' tells of the machine, a line each. */
#ifndef EXITBENCH_FACT_H
#define EXITBENCH_FACT_H

#include <stddef.h>

#include "machine.h"

/**
 * struct fact_places - folders of the project
 * @image: of the image
 * @run: of runs
 */
struct fact_places {
	const char *image;
	const char *run;
};

/**
 * struct fact
 * @name: a few words
 * @tell: what is so
 */
struct fact {
	const char *name;
	void (*tell)(const struct machine *m, const struct fact_places *places,
		     char *text, size_t size);
};

/* Ended by a NULL name. */
extern const struct fact facts[];

#endif
