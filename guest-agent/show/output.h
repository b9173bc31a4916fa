/* SPDX-License-Identifier: GPL-2.0 */
/* Where results go: standard output, or a file that is whole or as it was. */
#ifndef EXITMETER_OUTPUT_H
#define EXITMETER_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <jansson.h>

/**
 * struct output - opened before anything is measured
 * @name: as the user gave it, for messages
 * @fd: written to
 * @target: what @temporary is renamed to; NULL if @fd is written in place
 * @temporary: removed unless output_commit() is reached
 * @failed: a write failed, and the user was told
 */
struct output {
	const char *name;
	int fd;
	char *target;
	char *temporary;
	bool failed;
};

/**
 * output_open - find out now whether results can be written later
 * @o: receives it; output_close() it, also after an error
 * @path: a file, which a symbolic link may point to; "-" or NULL is standard output
 * @room: bytes that the disk must have left for a file; reserved where the file system can
 *
 * A regular file is replaced as a whole by output_commit(). Anything else, such as
 * /dev/stdout, is written to directly.
 *
 * Return: 0, or -errno with a message on stderr.
 */
int output_open(struct output *o, const char *path, size_t room);

/**
 * output_write - add to the output
 *
 * If that fails, what was to be written goes to standard output, or, if that is what can't be
 * written to, to standard error: what was measured is not lost.
 *
 * Return: 0, or -errno with a message on stderr.
 */
int output_write(struct output *o, const char *text, size_t size);

/**
 * output_render - add what a function prints
 * @render: returns 0, or -1 for want of memory
 *
 * Return: as output_write().
 */
int output_render(struct output *o, int (*render)(FILE *f, const void *data), const void *data);

/**
 * output_json - add JSON and a newline
 * @json: its reference is taken; NULL is out of memory
 * @one_line: as a line of several; else for people, too
 */
int output_json(struct output *o, json_t *json, bool one_line);

/**
 * output_commit - all is written: make the file appear under its name
 *
 * Return: 0, or -errno with a message on stderr; an earlier error of output_write() as well.
 */
int output_commit(struct output *o);

/* output_close - free all; without output_commit() before, the file is as it was */
void output_close(struct output *o);

#endif
