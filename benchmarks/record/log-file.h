/* SPDX-License-Identifier: GPL-2.0 */
/* The files that a cell left behind. */
#ifndef EXITBENCH_LOG_FILE_H
#define EXITBENCH_LOG_FILE_H

#include <jansson.h>
#include <stdio.h>

/* log_file_open - Return: NULL if there is none.  Ends the program if it can't be opened. */
FILE *log_file_open(const char *dir, const char *name);

/* log_file_json - Return: a new reference; null if there is none or it is not JSON. */
json_t *log_file_json(const char *dir, const char *name);

/* log_file_text - Return: a new string; null if there is none or it is not UTF-8. */
json_t *log_file_text(const char *dir, const char *name);

/**
 * log_file_shortened - a text as it is kept in a record
 * @text: from log_file_text(); taken over
 *
 * Of more than 32 KiB the lines in the middle are left out, and how many bytes that were is
 * in their place.
 *
 * Return: a string; null if @text is, or is too long in lines as long as that.
 */
json_t *log_file_shortened(json_t *text);

#endif
