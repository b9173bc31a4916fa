/* SPDX-License-Identifier: GPL-2.0 */
/* What a window is around: a command, or a time. */
#ifndef EXITMETER_SUBJECT_H
#define EXITMETER_SUBJECT_H

#include <signal.h>
#include <stdbool.h>

/**
 * struct subject - what to run, and what became of it
 * @argv: NULL-terminated, looked for in PATH; NULL to wait only
 * @seconds: how long to wait without a command; 0 is until a signal
 * @interval_ms: call @tick that often; 0 is never
 * @tick: after an error it is not called again; the command goes on, and then the error is returned
 * @data: for @tick
 * @status: of the command, as wait() gives it; 0 without one
 * @signal: the first one that asked this program to end, 0 if none did
 */
struct subject {
	char *const *argv;
	double seconds;
	unsigned int interval_ms;
	int (*tick)(void *data);
	void *data;
	int status;
	int signal;
};

/**
 * subject_prepare - take charge of the signals that would end this program
 *
 * They wait until subject_inside() looks at them. Those that are ignored stay ignored, as
 * nohup has it. To be called before the first latch.
 */
void subject_prepare(void);

/* subject_restore - signals are as before subject_prepare() */
void subject_restore(void);

/**
 * subject_inside - run the command, for capture_around()
 * @data: a struct subject
 *
 * A signal to end is passed on to the command, whose end is waited for. What a terminal's
 * keys send, the command has got itself. Without a command a signal ends the waiting.
 *
 * Return: 0, or -errno with a message on stderr. A command that can't be executed ends with
 * status 127, as in a shell.
 */
int subject_inside(void *data);

/* subject_exit_status - the status of this program after the command's */
int subject_exit_status(const struct subject *c);

/* subject_status_of - the status of a program as a shell has it, from what wait() gives */
int subject_status_of(int wait_status);

/* subject_stopped - did a signal ask for an end, from the keyboard or from elsewhere? */
bool subject_stopped(const struct subject *c);

#endif
