/* SPDX-License-Identifier: GPL-2.0 */
/* The exchange disk, seen from outside: the job goes in, results come out. */
#ifndef EXITBENCH_EXCHANGE_H
#define EXITBENCH_EXCHANGE_H

#include "cell/job.h"

/**
 * exchange_create - make the disk image with the job on it
 * @path: replaced if it exists
 *
 * Return: 0, or -1 with a message on stderr.
 */
int exchange_create(const char *path, const struct job *job);

/**
 * exchange_unpack - take the results off the image
 * @path: of the image
 * @dir: existing folder that receives the files
 *
 * Return: number of files, 0 if L1 wrote none, -1 with a message on stderr.
 */
int exchange_unpack(const char *path, const char *dir);

#endif
