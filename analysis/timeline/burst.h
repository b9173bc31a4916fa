/* SPDX-License-Identifier: GPL-2.0 */
/* When the exits of a cell come: how densely, and where they stay dense. */
#ifndef EXITREPORT_BURST_H
#define EXITREPORT_BURST_H

#include "cell-timeline.h"

/* The busiest part of a boot's time that is spoken of. */
#define BURST_BUSIEST	0.1

/**
 * struct plateau - a stretch of samples in which a class of exits comes at a steady, high rate
 * @from: first sample
 * @to: behind the last
 * @begin: cycles since the vCPU's creation
 * @end: likewise
 * @of_class: exits of the class in it
 * @exits: all exits in it
 */
struct plateau {
	size_t from;
	size_t to;
	int64_t begin;
	int64_t end;
	int64_t of_class;
	int64_t exits;
};

/**
 * plateau_find - where the guest's kernel patches itself
 * @p: receives it
 *
 * That is the longest stretch in which exits for control registers keep above half of their
 * highest rate, in a boot with shadow paging, on one vCPU, of a kernel that is let do it.
 *
 * Return: false if there is none that has half of all these exits.
 */
bool plateau_find(struct plateau *p, const struct cell_timeline *c);

/* The part of the VM's life from its first entry to the first process, or to the end. */
struct timeline_phase burst_boot(const struct cell_timeline *c);

/* burst_busiest - the share of a boot's exits that come in BURST_BUSIEST of its time */
double burst_busiest(const struct cell_timeline *c);

/* burst_highest - exits per ms in the sample of the boot where they are most dense */
double burst_highest(const struct cell_timeline *c);

#endif
