/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are there as a whole, on the disk, or not at all. */
#ifndef EXITMETER_FILE_H
#define EXITMETER_FILE_H

#include <stdio.h>

/**
 * struct file - a file being written under a temporary name
 * @stream: to write to
 * @path: its name in the end
 * @temporary: its name until then, in the same folder
 */
struct file {
	FILE *stream;
	char *path;
	char *temporary;
};

/* How a temporary name ends, behind six letters and digits. */
#define FILE_TEMPORARY	".tmp"

/**
 * file_open - begin to write a file
 * @path: replaced by file_close(), if it exists
 *
 * The temporary file is locked, flock(2), until it has its name: one that is not is left over.
 *
 * Return: 0, or -errno.
 */
int file_open(struct file *f, const char *path);

/**
 * file_close - give the file its name, once it is on the disk
 * @f: from file_open(), whatever was written
 *
 * Return: 0, or -errno if anything could not be written; the old file, if there is one, is then
 * as it was.
 */
int file_close(struct file *f);

/* file_discard - or leave the old file as it is */
void file_discard(struct file *f);

/**
 * file_rename - give a file that is complete its name
 * @temporary: in the same folder
 *
 * Return: 0; or -errno, with no temporary file.
 */
int file_rename(const char *temporary, const char *path);

#endif
