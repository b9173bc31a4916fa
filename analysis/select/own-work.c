// SPDX-License-Identifier: GPL-2.0
#include "own-work.h"

static bool is_own(const struct ledger *work, const struct record_point *p, unsigned int row)
{
	int64_t count = work->rows[row].count;

	return count > 1 && count >= p->operations / (double)WORK_RARE;
}

bool work_is_own(const struct record_point *p, unsigned int row)
{
	const struct ledger work = record_point_work(p);

	return !p->has_startup || is_own(&work, p, row);
}

struct ledger work_of_point(const struct record_point *p)
{
	struct ledger work = record_point_work(p);
	unsigned int row;

	for (row = 0; p->has_startup && row < work.nr_rows; row++) {
		/* The sums leave the row of the VM's own start out. */
		if (is_own(&work, p, row) || row == work.nr_reasons + KVM_EXITMETER_ROW_STARTUP)
			continue;
		work.kernel -= work.rows[row].kernel;
		work.user -= work.rows[row].user;
		work.rows[row].kernel = 0;
		work.rows[row].user = 0;
	}
	return work;
}

struct ledger work_of(const struct record *r)
{
	struct ledger work, point;
	size_t i;

	if (!r->nr_points)
		return record_work(r);
	work = work_of_point(&r->points[0]);
	for (i = 1; i < r->nr_points; i++) {
		point = work_of_point(&r->points[i]);
		ledger_add(&work, &point);
	}
	return work;
}

static bool is_fault(unsigned int vendor, unsigned int row)
{
	return class_has(CLASS_FAULT, vendor, row) || class_has(CLASS_NESTED_FAULT, vendor, row);
}

static bool is_in(enum exit_class class, unsigned int vendor, unsigned int row)
{
	return class == CLASS_ALL || class == CLASS_PAGE_TABLES || class_has(class, vendor, row);
}

int64_t work_doubt(const struct record_point *p, unsigned int vendor, enum exit_class class)
{
	const struct ledger work = record_point_work(p), *startup = &p->startup.net;
	int64_t most = 0, longest;
	unsigned int row;

	for (row = 0; p->has_startup && row < work.nr_reasons; row++) {
		if (!is_fault(vendor, row) || !is_in(class, vendor, row) ||
		    !is_own(&work, p, row) || startup->rows[row].count <= 0)
			continue;
		longest = work.rows[row].max < startup->rows[row].kernel ?
			  work.rows[row].max : startup->rows[row].kernel;
		most = longest > most ? longest : most;
	}
	return most;
}
