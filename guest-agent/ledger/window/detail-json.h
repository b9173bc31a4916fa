/* SPDX-License-Identifier: GPL-2.0 */
/* Histograms and keys as JSON, beside the ledger that they belong to; and back. */
#ifndef EXITMETER_DETAIL_JSON_H
#define EXITMETER_DETAIL_JSON_H

#include <jansson.h>

#include "detail.h"

/**
 * detail_to_json - add the members of a detail to a ledger's object
 * @json: receives "histograms", "keys" and "overflow", as far as @d has them
 * @l: the ledger
 */
void detail_to_json(const struct detail *d, json_t *json, const struct ledger *l);

/**
 * detail_from_json - read them back
 * @d: receives them; detail_free() it, also after an error
 * @json: the ledger's object
 * @nr_reasons: of the vendor
 * @error: receives a message about what is wrong, without a newline
 *
 * Return: 0, also if there are none, which @d->features tells; -1 if something is not as
 * detail_to_json() writes it.
 */
int detail_from_json(struct detail *d, const json_t *json, unsigned int nr_reasons,
		     char *error, size_t size);

#endif
