/* SPDX-License-Identifier: GPL-2.0 */
/* A disk that only some cells have: a distribution's, or what a command of the user's needs. */
#ifndef EXITBENCH_EXTRA_DISK_H
#define EXITBENCH_EXTRA_DISK_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

#include "exitbench/matrix/cell.h"

/* Of a payload, in the folder of the cell. */
#define EXTRA_DISK_PAYLOAD	"payload.img"

/**
 * extra_disk_path - the file of a cell's extra disk
 * @image: folder of the image
 * @path: receives its name; without a folder it is in that of the cell
 *
 * Return: false if the cell has none.
 */
bool extra_disk_path(const struct cell *cell, const char *image, char path[PATH_MAX]);

/**
 * extra_disk_identify - add what is on it to a cell's identity
 * @identity: receives the key "system" or "files"
 *
 * Return: 0, or -1 with a message on stderr if there is no such disk.
 */
int extra_disk_identify(json_t *identity, const struct cell *cell, const char *image);

#endif
