/* SPDX-License-Identifier: GPL-2.0 */
/* JSON to a file that is there in full or not at all. */
#ifndef EXITMETER_JSON_FILE_H
#define EXITMETER_JSON_FILE_H

#include <jansson.h>

/**
 * json_file_write - write, sync and only then rename to the final name
 * @path: replaced if it exists
 * @json: an object or an array; the caller keeps its reference
 *
 * Return: 0, or -errno with a message on stderr; @path is then as it was.
 */
int json_file_write(const char *path, const json_t *json);

#endif
