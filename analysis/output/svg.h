/* SPDX-License-Identifier: GPL-2.0 */
/* What an SVG needs that gnuplot can't do. */
#ifndef EXITREPORT_SVG_H
#define EXITREPORT_SVG_H

/**
 * svg_polish - make an SVG of gnuplot's fit to be kept
 * @from: as gnuplot wrote it; removed
 * @to: to write
 * @description: one sentence for those who can't see it; it takes the place of
 *	gnuplot's version, so that another version makes the same file
 *
 * Bold fonts become what SVG calls bold, and fonts to fall back on are added:
 * gnuplot has no way to name them.
 *
 * Return: 0, or -1 with a message.
 */
int svg_polish(const char *from, const char *to, const char *description);

#endif
