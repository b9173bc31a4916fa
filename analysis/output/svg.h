/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an SVG needs that gnuplot can't do: dark shades on dark pages, fonts to fall back on, and
 * a third of the size.
 */
#ifndef EXITREPORT_SVG_H
#define EXITREPORT_SVG_H

/**
 * svg_polish - make an SVG of gnuplot's fit to be kept
 * @from: as gnuplot wrote it; removed
 * @to: to write
 * @description: one sentence for those who can't see it
 *
 * The drawing is written anew: to a tenth of a pixel, each point relative to the one before,
 * what looks alike in one group, and definitions only where they are used.  It keeps the light
 * shades of palette.h as attributes, for whoever knows no style sheets; on dark pages a style
 * replaces each by its dark one.
 *
 * Return: 0, or -1 with a message.
 */
int svg_polish(const char *from, const char *to, const char *description);

#endif
