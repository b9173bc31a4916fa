/* SPDX-License-Identifier: GPL-2.0 */
/* What the two first processes share, L1's and L2's. */
#ifndef CELL_INIT_H
#define CELL_INIT_H

#include "job.h"

/*
 * In front of the path of everything that belongs to the cell.  A first process
 * has the whole machine; on a host it is the current folder.
 */
#ifndef CELL_PLACE
#define CELL_PLACE	"/"
#endif

/* Where a first process collects what is to leave its machine. */
#define INIT_OUT	CELL_PLACE "run/out"

/* The letters that L2 sends over its second serial port; L1 answers INIT_OK. */
#define INIT_BEFORE	'B'	/* about to open the window */
#define INIT_AFTER	'A'	/* the window is closed */
#define INIT_DONE	'D'	/* results are on the exchange disk */
#define INIT_PLUG	'H'	/* plug in one of the spare vCPUs */
#define INIT_RESET	'R'	/* reset the VM: no answer, L2 boots again */
#define INIT_RELOAD	'M'	/* end the VM, load KVM anew, start it again: no answer */
#define INIT_OK		'k'

/**
 * init_mounts - mount what every first process needs: /proc, /sys, /run
 *
 * Exits with a message if it can't.
 */
void init_mounts(void);

void init_mount(const char *type, const char *where, const char *data);

/**
 * init_read_job - read the job from the exchange disk
 * @disk: its device
 * @job: receives the job
 */
void init_read_job(const char *disk, struct job *job);

/**
 * init_entropy - make the kernel's random numbers ready, from a seed
 * @seed: any text; the same text gives the same numbers
 *
 * An emulated machine has no source of entropy.  Whoever asks for random
 * numbers first would otherwise keep the CPU busy for a second, in which the
 * kernel tries to find jitter where there is none.
 */
void init_entropy(const char *seed);

/* Parameters of ours on the kernel's command line: devices. */
#define INIT_EXCHANGE	"exitmeter.exchange="
#define INIT_SYSTEM	"exitmeter.system="

/**
 * init_disk - the device that the kernel's command line names
 * @key: INIT_EXCHANGE, INIT_SYSTEM
 *
 * Return: its path; free() it.
 */
char *init_disk(const char *key);

/**
 * init_spawn - start a program
 * @argv: NULL-terminated; looked for in PATH
 * @in: file to read from, or NULL for nothing
 * @skip: bytes of @in to leave out
 * @out: file for standard output and error, appended to, or NULL for the console
 *
 * Return: its process id.
 */
int init_spawn(char *const argv[], const char *in, long skip, const char *out);

/* init_run - start a program and wait; returns its status as wait() does. */
int init_run(char *const argv[], const char *in, long skip, const char *out);

/**
 * init_run_line - run a command line
 * @line: for job_split()
 *
 * Return: as init_run().
 */
int init_run_line(const char *line, const char *out);

/*
 * Bytes that leave the machine of a file of INIT_OUT that a program printed, .out or .log:
 * with points there are many, and the disk has room for 16 MiB.
 */
#define INIT_OUTPUT_LIMIT	(256 * 1024)

/* Write INIT_OUT as a tar stream behind the job, and have it on the disk. */
void init_write_results(const char *disk);

/* A line of INIT_OUT/status: key=value, for the runner. */
void init_status(const char *key, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A line on the console that tells the runner where the cell is. */
void init_phase(const char *phase);

/**
 * init_fail - note what went wrong, hand over what there is
 *
 * Calls init_on_fail() of the program, which does not return.
 */
void init_fail(const char *format, ...)
	__attribute__((format(printf, 1, 2), noreturn));

/* Defined by each of the two programs. */
void init_on_fail(void) __attribute__((noreturn));

#endif
