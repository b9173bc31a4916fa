/* SPDX-License-Identifier: GPL-2.0 */
#ifndef EXITREPORT_EXTENT_H
#define EXITREPORT_EXTENT_H

/**
 * struct extent - from where to where the values on an axis reach
 */
struct extent {
	double low;
	double high;
};

static inline void extent_add(struct extent *e, double value)
{
	e->low = value < e->low ? value : e->low;
	e->high = value > e->high ? value : e->high;
}

#endif
