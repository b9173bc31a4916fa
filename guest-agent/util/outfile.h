/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are there as a whole or not at all. */
#ifndef EXITREPORT_OUTFILE_H
#define EXITREPORT_OUTFILE_H

#include <stdio.h>

#include "file.h"

/* struct outfile - a file being written under a temporary name */
struct outfile {
	FILE *file;
	struct file whole;
};

/* outfile_open - Return: 0, or -1 with a message. */
int outfile_open(struct outfile *out, const char *path);

/**
 * outfile_close - give the file its name
 * @out: from outfile_open(), whatever was written
 *
 * Return: 0, or -1 with a message if anything could not be written; the old
 * file, if there is one, is then as it was.
 */
int outfile_close(struct outfile *out);

/* outfile_discard - or leave the old file as it is */
void outfile_discard(struct outfile *out);

/* The name that a child process is to write to before outfile_rename(). */
char *outfile_temporary(const char *path);

/* outfile_rename - Return: 0, or -1 with a message and no temporary file. */
int outfile_rename(const char *temporary, const char *path);

/**
 * outfile_folder - take a folder whose files are this program's, until it ends
 * @path: of the folder, which is made if need be
 *
 * Waits for another program that has taken it.  What one that was killed has left there under
 * temporary names is removed.
 *
 * Return: 0, or -1 with a message.
 */
int outfile_folder(const char *path);

/* outfile_remove_left - likewise of one file, in a folder that is anybody's */
void outfile_remove_left(const char *path);

#endif
