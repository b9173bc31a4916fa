/* SPDX-License-Identifier: GPL-2.0 */
/* A ring of processes that hand one byte around through pipes, all on one CPU. */
#ifndef MICRO_RING_H
#define MICRO_RING_H

#define RING_MAX_PROCESSES 64

/**
 * struct ring - what the processes do
 * @processes: 2 to RING_MAX_PROCESSES
 * @rounds: how often the byte goes around
 * @prepare: called once in each process, before the byte is sent off; may be NULL
 * @turn: called in the process that has the byte; may be NULL
 */
struct ring {
	long processes;
	long rounds;
	void (*prepare)(void);
	void (*turn)(void);
};

/* ring_run - start the processes, of which the caller is one, and wait for their end */
void ring_run(const struct ring *ring);

#endif
