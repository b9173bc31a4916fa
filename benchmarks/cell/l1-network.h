/* SPDX-License-Identifier: GPL-2.0 */
/* What L2 talks to over the network. */
#ifndef CELL_L1_NETWORK_H
#define CELL_L1_NETWORK_H

#include <sys/types.h>

#include "job.h"

/**
 * l1_network_start - start the server on L1's loopback, in a process of its own
 *
 * Return: its process id; 0 if the job has no network.
 */
pid_t l1_network_start(const struct job *job);

/* l1_network_end - end it; 0 is none. */
void l1_network_end(pid_t server);

#endif
