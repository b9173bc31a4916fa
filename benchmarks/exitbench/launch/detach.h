/* SPDX-License-Identifier: GPL-2.0 */
/* The processes of a cell, which have no terminal, and which nothing leaves behind. */
#ifndef EXITBENCH_DETACH_H
#define EXITBENCH_DETACH_H

#include <sys/types.h>

/**
 * detach_fork - fork, for a child that becomes the emulator of a cell
 * @end_signal: what ends the emulator
 * @work: folder of the cell's files
 *
 * Between this process and the child is a keeper in a session of its own, whose process id is
 * returned here. It ends as the emulator did, by the same status or signal, and not before
 * all that the emulator started is gone. SIGTERM to the keeper ends the emulator; so does
 * the end of this process, by whatever signal: then the keeper removes @work, too. Should
 * the keeper itself be killed, the emulator gets @end_signal from the kernel.
 *
 * Return: as fork(); -1 with a message on stderr.
 */
pid_t detach_fork(int end_signal, const char *work);

/* detach_output - send a descriptor to a file, made anew; ends the child if it can't. */
void detach_output(int fd, const char *file);

/**
 * detach_reap - end the children of this process, and theirs
 *
 * Of a process that is the reaper of its descendants: what had a child that ended without
 * it comes to be its own.
 */
void detach_reap(void);

#endif
