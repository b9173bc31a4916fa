/* SPDX-License-Identifier: GPL-2.0 */
/* The disk of a distribution, which only the cells that run it have. */
#ifndef EXITBENCH_SYSTEM_IMAGE_H
#define EXITBENCH_SYSTEM_IMAGE_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

#include "exitbench/matrix/cell.h"

/**
 * system_image_path - the file of a cell's distribution
 * @image: folder of the image
 * @path: receives its name
 *
 * Return: false if the cell has none.
 */
bool system_image_path(const struct cell *cell, const char *image, char path[PATH_MAX]);

/**
 * system_image_identify - add what the distribution is to a cell's identity
 * @identity: receives the key "system", if the cell has a distribution
 *
 * Return: 0, or -1 with a message on stderr if there is no such disk.
 */
int system_image_identify(json_t *identity, const struct cell *cell, const char *image);

#endif
