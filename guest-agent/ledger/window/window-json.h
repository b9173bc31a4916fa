/* SPDX-License-Identifier: GPL-2.0 */
/* A window as JSON, the part of a record that the guest writes; and back. */
#ifndef EXITMETER_WINDOW_JSON_H
#define EXITMETER_WINDOW_JSON_H

#include <jansson.h>

#include "window.h"

#define WINDOW_SCHEMA	"exitmeter-window/1"

/**
 * meter_to_json - what the meter says of itself
 * @info: from abi_info()
 *
 * Return: a new reference, or NULL for want of memory.
 */
json_t *meter_to_json(const struct abi_info *info);

/**
 * command_to_json - the words of a command
 * @argv: NULL-terminated; NULL for none
 *
 * A word that is UTF-8 is a string. Any other one is an object, { "hex": its bytes }.
 *
 * Return: an array, a new reference; NULL for want of memory.
 */
json_t *command_to_json(char *const argv[]);

/**
 * window_to_json - the whole of a window
 * @w: measured
 * @argv: the command, NULL-terminated; NULL for a window from zero.  See
 *	command_to_json()
 *
 * Return: a new reference, or NULL for want of memory.
 */
json_t *window_to_json(const struct window *w, char *const argv[]);

/**
 * window_from_json - read it back
 * @w: receives it, for window_free(); nothing to free after an error
 * @json: as window_to_json() wrote it; need not be there any longer afterwards
 * @error: receives a message about what is wrong, without a newline
 *
 * Numbers that can't be are refused: see VALUE_MAX.
 *
 * Return: 0, or -1.
 */
int window_from_json(struct window *w, const json_t *json, char *error, size_t size);

#endif
