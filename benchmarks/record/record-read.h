/* SPDX-License-Identifier: GPL-2.0 */
/* Inside of record.c: the parts of a record. */
#ifndef EXITREPORT_RECORD_READ_H
#define EXITREPORT_RECORD_READ_H

#include "record.h"

/* record_malformed - say what is wrong with a record; Return: -1. */
int record_malformed(const struct record *r, const char *what);

/**
 * record_read_window - read a window
 * @w: receives it, for window_free()
 * @json: an object of the record
 * @what: it is, for messages
 *
 * Return: 0, or -1 with a message.
 */
int record_read_window(const struct record *r, struct window *w, const json_t *json, const char *what);

/* record_read_points - Return: 0, or -1 with a message; none in most records. */
int record_read_points(struct record *r);

void record_free_points(struct record *r);

#endif
