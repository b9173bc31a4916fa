/* SPDX-License-Identifier: GPL-2.0 */
/* The network between L2 and a server in L1: what both must know of it. */
#ifndef CELL_NETWORK_H
#define CELL_NETWORK_H

/* QEMU's user network: the host's loopback, as L2 sees it. */
#define NETWORK_HOST		"10.0.2.2"
/* UDP: what comes is sent back. TCP: a stream is read, its end answered with a byte. */
#define NETWORK_PORT		7007
/* Bytes of a datagram that fit into one frame. */
#define NETWORK_MAX_DATAGRAM	1472

#endif
