/* SPDX-License-Identifier: GPL-2.0 */
/* The laws that every record is checked against, and the proof of its mode. */
#ifndef EXITBENCH_LAWS_H
#define EXITBENCH_LAWS_H

#include <jansson.h>
#include <stdbool.h>

#include "cell.h"

/**
 * laws_check - check what a cell measured
 * @measured: from results_read()
 *
 * Return: a new array of objects with name, where, text, difference, holds.
 */
json_t *laws_check(const struct cell *cell, const json_t *measured);

/**
 * laws_broken - is there one that does not hold, or none at all?
 * @laws: from laws_check()
 * @text: receives a sentence about the first
 */
bool laws_broken(const json_t *laws, char *text, size_t size);

#endif
