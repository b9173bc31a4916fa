/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the work of a cell took, without starting its program up.
 *
 * Two starts of a program differ: by an interrupt, and with shadow paging by a page fault of a
 * million cycles in which KVM emulates the guest's clearing of a page.  One of these more or less
 * is more than a thousand operations of another kind take.  So where operations are counted,
 * cycles of KVM and the VMM are those of the reasons that the operations make, which are at
 * least two exits and one for WORK_RARE operations.  Exits all count.
 */
#ifndef EXITREPORT_OWN_WORK_H
#define EXITREPORT_OWN_WORK_H

#include "ledger/class.h"
#include "record/record.h"

#define WORK_RARE	20

/* work_is_own - do the operations of a point make a reason? All are, if no start was measured. */
bool work_is_own(const struct record_point *p, unsigned int row);

/* work_of_point - of the operations at a point */
struct ledger work_of_point(const struct record_point *p);

/* work_of - of all points of a record; of one without points all but its start */
struct ledger work_of(const struct record *r);

/**
 * work_doubt - by how many cycles starting up may differ within what work_of_point() keeps
 * @p: a point
 * @class: of exits
 *
 * Return: the longest page fault that was seen, of a reason that the operations and the start
 * both make, and no more than the start had; 0 if there is none.
 */
int64_t work_doubt(const struct record_point *p, unsigned int vendor, enum exit_class class);

#endif
