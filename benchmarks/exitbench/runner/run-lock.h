/* SPDX-License-Identifier: GPL-2.0 */
/* One process at a time measures into the folder of a run. */
#ifndef EXITBENCH_RUN_LOCK_H
#define EXITBENCH_RUN_LOCK_H

#include <limits.h>
#include <sys/types.h>

/**
 * struct run_lock
 * @fd: of the file RUN/lock, which names the process that has it
 * @alive: open for writing as long as this process or a keeper of its cells lives
 * @owner: this process
 * @guard: process that outlives all of these and cleans up
 * @run: folder of the run
 * @path: of the file
 */
struct run_lock {
	int fd;
	int alive;
	pid_t owner;
	pid_t guard;
	const char *run;
	char path[PATH_MAX];
};

/**
 * run_lock_take - lock the folder of a run
 * @l: for run_lock_release()
 * @run: existing folder; must stay valid
 *
 * What a run that was cut off left in it is removed: files of emulators, temporary ones. If
 * this process is killed, its guard does the same, and removes the lock's file, as soon as the
 * keepers of its cells are gone; until then the folder is locked.
 *
 * Return: 0, or -1 with a message on stderr that names the process that has it.
 */
int run_lock_take(struct run_lock *l, const char *run);

/**
 * run_lock_release - unlock it, and remove the file
 * @keep_work: leave the emulators' files
 */
void run_lock_release(struct run_lock *l, int keep_work);

/* run_lock_leave - have it done as if this process had been killed, for it is to end now. */
void run_lock_leave(struct run_lock *l);

#endif
