/* SPDX-License-Identifier: GPL-2.0 */
/* The files that a cell left behind. */
#ifndef EXITBENCH_LOG_FILE_H
#define EXITBENCH_LOG_FILE_H

#include <stdio.h>

/* log_file_open - Return: NULL if there is none.  Ends the program if it can't be opened. */
FILE *log_file_open(const char *dir, const char *name);

#endif
