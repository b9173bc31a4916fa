/* SPDX-License-Identifier: GPL-2.0 */
/* What measuring costs: the same exits timed under each way to observe them. */
#ifndef EXITREPORT_OVERHEAD_H
#define EXITREPORT_OVERHEAD_H

#include "cost.h"
#include "output/palette.h"
#include "primitive.h"
#include "record/run.h"

/* Which workload times what. */
#define OVERHEAD_EXIT	"exit-cost"
#define OVERHEAD_METER	"meter-cost"
#define OVERHEAD_WINDOW	"window-cost"

enum overhead_way {
	WAY_UNPATCHED,
	WAY_OFF,
	WAY_ON,
	WAY_HISTOGRAM,
	WAY_KEYS,
	WAY_BOTH,
	WAY_HIST,
	WAY_BPF,
	WAY_PERF,
	WAY_NR,
};

/**
 * struct overhead_way_text - a way for readers
 * @name: short
 * @text: long
 * @colour: its own in charts
 */
struct overhead_way_text {
	const char *name;
	const char *text;
	enum colour colour;
};

extern const struct overhead_way_text overhead_ways[WAY_NR];

/**
 * struct overhead_cell - what one cell printed
 * @settings: its variant, without what makes the way
 * @vcpus: that the VM had in the end, plugged-in ones too
 */
struct overhead_cell {
	const struct record *r;
	char *settings;
	int64_t vcpus;
	struct costs costs;
};

/**
 * struct overhead_row - one exit in one paging mode
 * @cell: any of the cells it is from
 * @name: of the exit
 * @cost: by way; NULL if it was not measured
 */
struct overhead_row {
	const struct overhead_cell *cell;
	const char *name;
	const struct primitive *primitive;
	const struct cost *cost[WAY_NR];
};

/**
 * struct overhead_memory - the ledgers of a VM with so many vCPUs
 * @bytes: of one vCPU's
 * @total: of all of them
 */
struct overhead_memory {
	const char *platform;
	unsigned int vendor;
	size_t vcpus;
	int64_t bytes;
	int64_t total;
};

/**
 * struct overhead - all of a run
 * @cells: of the three workloads
 * @rows: of the workload exit-cost, both modes of an exit next to each other
 * @memory: by platform and number of vCPUs
 */
struct overhead {
	struct overhead_cell *cells;
	size_t nr_cells;
	struct overhead_row *rows;
	size_t nr_rows;
	struct overhead_memory *memory;
	size_t nr_memory;
};

/* overhead_in_run - has a run a cell of one of the three workloads? */
bool overhead_in_run(const struct run *run);

/**
 * overhead_load - collect it
 * @o: receives it, for overhead_free()
 * @run: must outlive @o
 *
 * Of several seeds the first is taken.
 *
 * Return: 0, or -1 with a message if there is nothing, or something that can't be read.
 */
int overhead_load(struct overhead *o, const struct run *run);

void overhead_free(struct overhead *o);

/**
 * overhead_added - median cycles beyond the unpatched KVM's
 * @cycles: receives them
 *
 * Return: false if one of the two was not measured.
 */
bool overhead_added(const struct overhead_row *row, enum overhead_way way, int64_t *cycles);

/**
 * overhead_times - how many times the meter's cost another way costs
 * @times: receives it
 *
 * Return: false if one of them was not measured, or is no cost at all.
 */
bool overhead_times(const struct overhead_row *row, enum overhead_way way, double *times);

/**
 * overhead_example - the exit that stands for those that KVM handles by itself
 *
 * Return: the round trip of a CPUID where that was measured with the meter on and on an unpatched
 * KVM, with nested paging and where a cycle is an instruction, if there is such; or another exit's;
 * NULL if there is none.
 */
const struct overhead_row *overhead_example(const struct overhead *o);

/**
 * struct overhead_span - what the meter adds to exits of a kind
 * @nr: exits that it was measured of; with 0 the others mean nothing
 * @low: median cycles
 * @high: likewise
 */
struct overhead_span {
	size_t nr;
	int64_t low;
	int64_t high;
};

/* overhead_span_of - of exits of one kind, where a cycle is an instruction */
struct overhead_span overhead_span_of(const struct overhead *o, enum primitive_kind kind);

/* Is a platform's cycle an instruction, so that the targets can be judged on it? */
bool overhead_is_exact(const struct overhead_cell *cell);

/* overhead_has - are there cells of a workload? */
bool overhead_has(const struct overhead *o, const char *workload);

/* Do the cells differ in settings beside those that make the way? */
bool overhead_has_settings(const struct overhead *o);

#endif
