/* SPDX-License-Identifier: GPL-2.0 */
/* The way from one folder to another. */
#ifndef EXITREPORT_FOLDER_H
#define EXITREPORT_FOLDER_H

/**
 * folder_relative - the path of a folder as seen from another
 * @from: an existing folder
 * @to: a folder; its parent exists
 *
 * Return: to be freed; @to itself if one of them can't be found.
 */
char *folder_relative(const char *from, const char *to);

/* folder_beside - the path of @name in the folder that @folder is in; to be freed */
char *folder_beside(const char *folder, const char *name);

#endif
