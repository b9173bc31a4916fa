/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a cell gets a scratch disk that is not in the image: by two jobs. The first has L1 run a
 * command, which puts the disk of the payload in the place of the image's scratch disk, and the
 * second job in that of the first, and starts L1's first process again in a root of its own, as
 * if it had just been booted. So the image is the one of all other cells.
 */
#ifndef EXITBENCH_HAND_OVER_H
#define EXITBENCH_HAND_OVER_H

#include "cell/job.h"

/**
 * hand_over_job - the first of the two jobs
 * @first: receives it
 * @second: the one that is the cell's; exchange_create() puts it behind the first
 */
void hand_over_job(struct job *first, const struct job *second);

#endif
