/* SPDX-License-Identifier: GPL-2.0 */
/* A string that is written as a file is. */
#ifndef EXITREPORT_STRFILE_H
#define EXITREPORT_STRFILE_H

#include <stdio.h>

/**
 * struct strfile - a string being written
 * @file: to write to
 * @text: the string, once closed
 * @size: of it in bytes, without the final NUL
 */
struct strfile {
	FILE *file;
	char *text;
	size_t size;
};

/* Ends the program when there is no memory. */
void strfile_open(struct strfile *s);

/* strfile_close - Return: the string, to be freed; @s->size has its size. */
char *strfile_close(struct strfile *s);

#endif
