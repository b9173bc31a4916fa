/* SPDX-License-Identifier: GPL-2.0 */
/* One cell that runs: its emulator, from start to record. */
#ifndef EXITBENCH_RUNNING_H
#define EXITBENCH_RUNNING_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "exitbench/matrix/cell.h"
#include "record/record.h"

/**
 * struct running
 * @cell: what runs; NULL if nothing does
 * @pid: of the emulator's keeper, see detach.h
 * @phase: what the cell is doing, from the machine's console
 * @boots: how often L1 was started for this cell
 * @started: seconds, as clock_seconds()
 * @date: when it was started
 * @timed_out: was it ended for that?
 * @status: once it has ended, as wait() has it
 * @read: bytes of the console that were looked at
 * @state: letter of the emulator's state at the last look, as in /proc; 0 if not known
 * @cpu_time: that it had used then, ticks
 * @busy: when that was seen to be more than before, seconds, as clock_seconds()
 * @work: folder of the emulator's files
 */
struct running {
	const struct cell *cell;
	pid_t pid;
	char phase[32];
	int boots;
	double started;
	time_t date;
	bool timed_out;
	int status;
	off_t read;
	char state;
	unsigned long long cpu_time;
	double busy;
	char work[PATH_MAX];
};

/**
 * running_start - start a cell
 * @run: folder of the run
 * @image: folder of the image
 *
 * Return: 0, or -1 with a message on stderr.
 */
int running_start(struct running *r, const struct cell *cell, const char *run,
		  const char *image);

/**
 * running_poll - see how far it is
 *
 * Follows the console, ends the cell if its time is up.
 *
 * Return: true once the emulator has ended.
 */
bool running_poll(struct running *r);

/**
 * running_record - put the results into RUN/logs and make the record
 * @identity: of image and tools
 * @jobs: emulators at a time
 *
 * Return: for record_free(), or NULL with a message on stderr.
 */
struct record *running_record(struct running *r, const char *run, json_t *identity, int jobs);

/**
 * running_spoilt - did the emulator spoil a cell that has failed?
 *
 * Only on a platform where that happens by chance, and only a few times.
 *
 * Return: how, or NULL.
 */
const char *running_spoilt(const struct running *r, const char *run);

/* running_again - after running_record(), as running_start() for the same cell */
int running_again(struct running *r, const char *run, const char *image);

/* running_end - ask the emulator to end at once */
void running_end(struct running *r);

/* running_wait - then wait for that; false if a signal came first */
bool running_wait(struct running *r);

#endif
