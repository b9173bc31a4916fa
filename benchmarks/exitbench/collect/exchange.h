/* SPDX-License-Identifier: GPL-2.0 */
/* The exchange disk, seen from outside: the job goes in, results come out. */
#ifndef EXITBENCH_EXCHANGE_H
#define EXITBENCH_EXCHANGE_H

#include "cell/job.h"

#define EXCHANGE_MAX_FILES	1024

/**
 * exchange_create - make the disk image with the job on it
 * @path: replaced if it exists
 * @behind: another job, where the results will be; NULL for none
 *
 * Return: 0, or -1 with a message on stderr.
 */
int exchange_create(const char *path, const struct job *job, const struct job *behind);

/* What exchange_unpack() returns if the results can't be written down here. */
#define EXCHANGE_NO_ROOM	-2

/**
 * exchange_unpack - take the results off the image
 * @path: of the image
 * @dir: existing folder that receives the files
 *
 * The stream is untrusted: regular files and folders only, below @dir, under names of letters,
 * digits, and - _ ., and no more than EXCHANGE_MAX_FILES.
 *
 * Return: number of files, 0 if L1 wrote none, -1 with a message on stderr if it is no stream as
 * L1 writes one, EXCHANGE_NO_ROOM with one if this machine is at fault.
 */
int exchange_unpack(const char *path, const char *dir);

#endif
