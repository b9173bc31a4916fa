/* SPDX-License-Identifier: GPL-2.0 */
/* A window as JSON, the part of a record that the guest writes; and back. */
#ifndef EXITMETER_WINDOW_JSON_H
#define EXITMETER_WINDOW_JSON_H

#include <jansson.h>

#include "ledger.h"
#include "window.h"

#define WINDOW_SCHEMA	"exitmeter-window/1"

#define WINDOW_ROW_NAME_SIZE	16

/* window_row_name - a row's key in JSON: the reason's number, or a name */
const char *window_row_name(unsigned int row, unsigned int nr_reasons,
			    char name[WINDOW_ROW_NAME_SIZE]);

/* window_row_index - Return: the row of such a key, or -1 if there is none. */
int window_row_index(const char *name, unsigned int nr_reasons);

/**
 * meter_to_json - what the meter says of itself
 * @info: from abi_info()
 *
 * Return: a new reference, or NULL for want of memory.
 */
json_t *meter_to_json(const struct abi_info *info);

/* ledger_to_json - one ledger of a window, without the rows that are zero. */
json_t *ledger_to_json(const struct ledger *l);

/**
 * window_to_json - the whole of a window
 * @w: measured
 * @argv: the command, NULL-terminated; NULL for a window from zero.  A word that
 *	is not UTF-8 is written with '?' for every byte that is not ASCII.
 *
 * Return: a new reference, or NULL for want of memory.
 */
json_t *window_to_json(const struct window *w, char *const argv[]);

/**
 * ledger_from_json - read back one ledger of a window
 * @l: receives it
 * @json: as window_to_json() wrote it
 * @nr_reasons: of the vendor
 * @error: receives a message about what is wrong, without a newline
 *
 * Return: 0, or -1 if a value is missing or not a number, a row's key is unknown,
 * or there are more reasons than a ledger has room for.
 */
int ledger_from_json(struct ledger *l, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size);

#endif
