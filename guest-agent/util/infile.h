/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are read as a whole. */
#ifndef EXITREPORT_INFILE_H
#define EXITREPORT_INFILE_H

/**
 * infile_read - all of a text file
 * @advice: what to do if it can't be read, for the message
 *
 * Return: to be freed; NULL with a message if it can't be read or is empty.
 */
char *infile_read(const char *path, const char *advice);

#endif
