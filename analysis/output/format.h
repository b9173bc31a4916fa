/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as readers want them. */
#ifndef EXITREPORT_FORMAT_H
#define EXITREPORT_FORMAT_H

#include <stdint.h>

/* Returned by value: format_int(n).text lives until the end of the statement. */
struct format {
	char text[48];
};

/* 1,234,567 */
struct format format_int(int64_t n);

/* 12.3 M, at least three digits that count; 950 below a thousand. */
struct format format_short(double n);

/* 12 M, 9.8, 380 k: two digits, of what was measured once. */
struct format format_rough(double n);

/* 12.3 %; a dash if @whole is 0. */
struct format format_percent(double part, double whole);

/* x1.93, x37.0 or x1,318 with a real multiplication sign; below 0.1 "÷222". */
struct format format_times(double ratio);

/* Likewise to two digits: x1.9, x37, x1,300. */
struct format format_times_rough(double ratio);

/* +0.78 % where the ratio is within a tenth of 1, otherwise as format_times(). */
struct format format_ratio(double ratio);

/* 0.05, 0.0012, 2e-05: a probability */
struct format format_p(double p);

/**
 * format_change - what became of a value
 * @from: before, or with nested paging
 * @to: after, or with shadow paging
 *
 * Return: as format_times(); "appears" or "disappears" if one of them is 0; a
 * dash if both are or if one is negative.
 */
struct format format_change(int64_t from, int64_t to);

/* Of fewer exits there is no ratio: one more or less would change it. */
#define COUNT_BASE	30

/*
 * format_count_change - likewise of counts, with the difference where there is no ratio
 *
 * Return: "+19" from less than COUNT_BASE to anything but 0, "same" of equal ones.
 */
struct format format_count_change(int64_t from, int64_t to);

#endif
