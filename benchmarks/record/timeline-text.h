/* SPDX-License-Identifier: GPL-2.0 */
/* What the sampler of a cell wrote, as the timeline of a record. */
#ifndef EXITBENCH_TIMELINE_TEXT_H
#define EXITBENCH_TIMELINE_TEXT_H

#include <jansson.h>
#include <stdio.h>

/**
 * timeline_text_read - from tables to what changed between them
 * @f: "name value" lines about all of it; for each sample a line "sample" and the table of
 *	debugfs' file exitmeter
 *
 * Return: a new object for struct timeline.
 */
json_t *timeline_text_read(FILE *f);

#endif
