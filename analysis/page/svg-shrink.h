/* SPDX-License-Identifier: GPL-2.0 */
/* SVGs without what gnuplot writes in vain. */
#ifndef EXITREPORT_SVG_SHRINK_H
#define EXITREPORT_SVG_SHRINK_H

#include <libxml/tree.h>

/**
 * svg_shrink - leave out what doesn't show
 * @root: the <svg>
 *
 * These are: definitions that nothing refers to, paths that only move, groups
 * with nothing in them, comments, and attributes of fonts and lines that have
 * the value that they would inherit.  gnuplot sets those in
 * each group, so the first value is taken for the whole.
 */
void svg_shrink(xmlNodePtr root);

/* svg_drop - take a node out of its tree and free it; NULL is none */
void svg_drop(xmlNodePtr node);

#endif
