/* SPDX-License-Identifier: GPL-2.0 */
/* A chart of stacked bars: two for each workload, one a paging mode. */
#ifndef EXITREPORT_BARS_H
#define EXITREPORT_BARS_H

#include "charts.h"
#include "output/palette.h"
#include "util/outfile.h"

/**
 * struct bars - the chart being written
 * @charts: what it is made of
 * @chart: path without suffix
 * @heading: the chart's title
 * @axis: what the axis shows
 * @percent: the axis is in percent, not in cycles
 * @max: longest bar
 * @rows: bars so far
 * @named: pairs whose workload's name has been written
 * @out: the data file
 * @legend: names of the parts, separated by tabs
 * @colours: of the parts, numbers separated by blanks
 */
struct bars {
	const struct charts *charts;
	char *chart;
	const char *heading;
	const char *axis;
	bool percent;
	double max;
	size_t rows;
	size_t named;
	struct outfile *out;
	char *legend;
	char *colours;
};

/**
 * struct bars_part - a part of a bar
 * @length: in the axis' unit
 * @colour: what it is
 */
struct bars_part {
	double length;
	enum colour colour;
};

/**
 * bars_begin - begin the chart
 * @name: of the kind of chart
 * @workload: that it is of; NULL if it is of all
 *
 * Return: 0, or -1 with a message.
 */
int bars_begin(struct bars *b, const struct charts *c, const char *name, const char *workload);

/* bars_legend - what a colour means; in the order of the parts */
void bars_legend(struct bars *b, const char *text, enum colour colour);

/**
 * bars_add - one bar
 * @index: of the pair, from 0
 * @r: the record
 * @parts: from left to right
 * @note: written behind the bar
 */
void bars_add(struct bars *b, size_t index, const struct record *r,
	      const struct bars_part *parts, size_t nr, const char *note);

/* bars_end - hand it to gnuplot; Return: 0, or -1 with a message */
int bars_end(struct bars *b);

#endif
