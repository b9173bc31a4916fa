/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Charts, drawn by gnuplot with the scripts of the subjects: FOLDER/NAME.gp.  All commands are
 * in a file, which one process reads in the end: of a pipe it reads a byte at a time.
 */
#ifndef EXITREPORT_GNUPLOT_H
#define EXITREPORT_GNUPLOT_H

#include <stdbool.h>
#include <stdio.h>

#include "util/outfile.h"

/**
 * struct gnuplot_chart - a chart being drawn
 * @path: without suffix
 * @description: for those who can't see it
 * @has_narrow: for phones, too; see layout.gp
 */
struct gnuplot_chart {
	char *path;
	char *description;
	bool has_narrow;
};

/**
 * struct gnuplot - what is to be drawn
 * @commands: for gnuplot, a file without a name
 * @charts: so far
 * @png: draw each as PNG, too
 * @failed: a script could not be read; a message has been printed
 */
struct gnuplot {
	FILE *commands;
	struct gnuplot_chart *charts;
	size_t nr_charts;
	bool png;
	bool failed;
};

/* gnuplot_start - @png: draw each chart as PNG, too; Return: 0, or -1 with a message. */
int gnuplot_start(struct gnuplot *g, bool png);

/* Set a variable that the next chart's script uses. */
void gnuplot_text(struct gnuplot *g, const char *name, const char *value);
void gnuplot_number(struct gnuplot *g, const char *name, double value);

/**
 * gnuplot_open_data - begin the data of a chart
 * @out: to be closed before the chart is drawn
 * @chart: path without suffix
 *
 * Return: 0, or -1 with a message.
 */
int gnuplot_open_data(struct outfile *out, const char *chart);

/**
 * gnuplot_draw - draw a chart
 * @script: its path in the sources, see resource_read()
 * @chart: path without suffix; @chart.dat is the script's data
 * @description: one sentence, kept in the SVG
 */
void gnuplot_draw(struct gnuplot *g, const char *script, const char *chart,
		  const char *description);

/**
 * gnuplot_finish - draw all and give the files their names
 *
 * Takes gnuplot's version out of the SVGs, so that another one makes the same
 * files.
 *
 * Return: 0, or -1 with a message; then none of the files has changed that
 * were not ready.
 */
int gnuplot_finish(struct gnuplot *g);

#endif
