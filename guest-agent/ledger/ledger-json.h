/* SPDX-License-Identifier: GPL-2.0 */
/* A ledger as JSON, and back. */
#ifndef EXITMETER_LEDGER_JSON_H
#define EXITMETER_LEDGER_JSON_H

#include <jansson.h>

#include "ledger.h"

#define LEDGER_ROW_NAME_SIZE	16

/* ledger_row_name - a row's key in JSON: the reason's number, or a name */
const char *ledger_row_name(unsigned int row, unsigned int nr_reasons,
			    char name[LEDGER_ROW_NAME_SIZE]);

/* ledger_row_index - Return: the row of such a key, or -1 if there is none. */
int ledger_row_index(const char *name, unsigned int nr_reasons);

/* ledger_to_json - one ledger of a window, without the rows that are zero. */
json_t *ledger_to_json(const struct ledger *l);

/**
 * ledger_from_json - read back one ledger
 * @l: receives it
 * @json: as ledger_to_json() wrote it
 * @nr_reasons: of the vendor
 * @error: receives a message about what is wrong, without a newline
 *
 * Return: 0, or -1 if a value is missing, not a number or too large to be one, a row's key is
 * unknown, or there are more reasons than a ledger has room for.
 */
int ledger_from_json(struct ledger *l, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size);

/**
 * ledger_from_parts - likewise, of a ledger that is no latch's, in two objects
 * @sums: all but the rows
 * @rows: by name
 *
 * So are L1's in records of version 1.
 */
int ledger_from_parts(struct ledger *l, const json_t *sums, const json_t *rows,
		      unsigned int nr_reasons, char *error, size_t size);

#endif
