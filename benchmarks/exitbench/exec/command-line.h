/* SPDX-License-Identifier: GPL-2.0 */
/* A command of the user's, as a job has it. */
#ifndef EXITBENCH_COMMAND_LINE_H
#define EXITBENCH_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * command_line_job - words as the line of a job, for job_split()
 * @argv: NULL-terminated
 * @line: receives it
 *
 * Return: false if a job's line can't say it: it is too long, or has quotation marks, line ends,
 * other control characters, what is no UTF-8, or the mark of a point.
 */
bool command_line_job(char *const argv[], char *line, size_t size);

/**
 * command_line_shell - words as a shell reads them
 *
 * Return: one line, unless a word has several; to be freed.
 */
char *command_line_shell(char *const argv[]);

#endif
