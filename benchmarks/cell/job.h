/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What one cell is to do: written by the runner onto the exchange disk, read
 * by L1's init, handed on to L2's.
 *
 * The exchange disk is a raw image.  The job is text, key=value lines, in its
 * first JOB_SIZE bytes; what comes back is a tar stream behind it.
 */
#ifndef CELL_JOB_H
#define CELL_JOB_H

#include <stddef.h>

#include "record/facts/settings.h"

#define JOB_SIZE	65536
#define JOB_VALUE_SIZE	1024
#define JOB_MAX_ARGS	64
#define JOB_MAX_POINTS	16
/* In a command: the point that is measured. */
#define JOB_POINT	"{point}"

/* What is measured: see struct job. */
#define JOB_MEASURE_COMMAND	"command"
#define JOB_MEASURE_BOOT	"boot"
#define JOB_MEASURE_NONE	"none"
#define JOB_MEASURE_L1		"l1"
#define JOB_MEASURE_LOGIN	"login"

/* What L2 runs. */
#define JOB_SYSTEM_SMALL	"small"
#define JOB_SYSTEM_DEBIAN	"debian"

/* What the scratch disk of L2 holds. */
#define JOB_SCRATCH_RAW		"raw"
#define JOB_SCRATCH_EXT4	"ext4"

/* What L2 is connected to. */
#define JOB_NETWORK_NONE	"none"
#define JOB_NETWORK_USER	"user"

/*
 * All of the job.  Every value is text.
 *
 * seed		of the random numbers of L1 and L2
 * module	KVM's vendor module in L1: kvm-intel or kvm-amd
 * parameter	its parameter for the paging mode, such as ept=0
 * memory ...	the settings
 * measure	command: the window holds @command; boot: it ends at L2's first process;
 *		none: L2 runs @command without a window; l1: L1 does, there is no L2;
 *		login: it ends when L2 asks for a login on its console, as L1 sees it
 * system	small: the kernel and the root that are in L1's own; debian: those of a
 *		distribution, on a disk of their own, in which there is nothing of ours
 * scratch	raw: zeros; ext4: a file system, mounted on /scratch
 * network	none: L2 has no network; user: virtio-net, and QEMU's own network behind it,
 *		with a server in L1
 * prepare	command to run before, not measured; may be empty
 * startup	like @command, but with next to nothing to do: measured by itself to
 *		tell the cost of starting up from that of the work; may be empty
 * command	what is measured; empty when measure=boot
 * points	words, each put in turn for JOB_POINT into @startup and @command, which
 *		then have a window each; may be empty
 */
#define JOB_KEYS(X)	\
	X(seed)		\
	X(module)	\
	X(parameter)	\
	SETTINGS(X)	\
	X(measure)	\
	X(system)	\
	X(scratch)	\
	X(network)	\
	X(prepare)	\
	X(startup)	\
	X(command)	\
	X(points)

struct job {
#define X(key) char key[JOB_VALUE_SIZE];
	JOB_KEYS(X)
#undef X
};

/**
 * job_parse - read a job
 * @text: NUL-terminated; changed
 * @error: receives a message without a newline
 *
 * Return: 0; -1 if a line is not key=value, a key is unknown or missing, or a
 * value is too long.
 */
int job_parse(struct job *job, char *text, char *error, size_t size);

/**
 * job_format - write a job
 * @text: receives it, NUL-terminated
 *
 * Return: bytes written, or -1 if it does not fit.
 */
int job_format(const struct job *job, char *text, size_t size);

/**
 * job_split - split a command line into words
 * @line: words separated by blanks; "..." keeps blanks; changed
 * @argv: receives pointers into @line and a NULL
 *
 * Return: number of words, or -1 for more than JOB_MAX_ARGS - 1 or an open
 * quotation mark.
 */
int job_split(char *line, char *argv[JOB_MAX_ARGS]);

/**
 * job_points - split points into words
 * @text: words separated by blanks; changed
 * @points: receives pointers into @text
 *
 * Return: number of words, or -1 for more than JOB_MAX_POINTS.
 */
int job_points(char *text, char *points[JOB_MAX_POINTS]);

/**
 * job_expand - a command line at a point
 * @line: each JOB_POINT in it is replaced
 * @point: the word to put there
 * @text: receives the line, NUL-terminated
 *
 * Return: 0, or -1 if it does not fit.
 */
int job_expand(const char *line, const char *point, char *text, size_t size);

#endif
