/* SPDX-License-Identifier: GPL-2.0 */
/* Where the project's own files are, wherever the program is called from. */
#ifndef EXITBENCH_PLACE_H
#define EXITBENCH_PLACE_H

#include <limits.h>

/**
 * place_find - find a file or folder of the project
 * @path: as seen from the project's folder, such as benchmarks/matrices
 * @found: receives where it is: below the current folder; below the one that holds the folder
 *	that the program is in, as in the project; or below share/exitmeter beside that one, as
 *	where it is installed. @path itself if it is nowhere, for the message
 *
 * Return: @found.
 */
const char *place_find(const char *path, char found[PATH_MAX]);

#endif
