/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a command of this machine needs in L2, and the disk that brings it there. The disk is
 * L2's scratch disk. What is on it becomes the root, in which the command finds all under the
 * names that it has here; and the root is the working folder, in which a relative name is what
 * it is here.
 */
#ifndef EXITBENCH_PAYLOAD_H
#define EXITBENCH_PAYLOAD_H

#include <sys/types.h>

#include "tree.h"

/* L2's scratch disk, and how much of it may be filled. */
#define PAYLOAD_DISK	(64l << 20)
#define PAYLOAD_ROOM	(56l << 20)

/* What L2 does before the command: for a workload's prepare, with scratch = ext4. */
#define PAYLOAD_PREPARE	"sh .prepare"

/**
 * struct payload
 * @tree: what is brought
 * @programs: paths of what was named to be run, as they were named or found
 * @hash: over all of it, as a record has it; after payload_finish()
 */
struct payload {
	struct tree tree;
	char **programs;
	size_t nr_programs;
	char hash[32];
};

/**
 * payload_add_command - a program, with all that is loaded with it
 * @name: its path, or what is looked for in PATH
 *
 * Of a script, its interpreter, and of "#!/usr/bin/env NAME" that program, too.
 *
 * Return: 0, or -1 with a message on stderr.
 */
int payload_add_command(struct payload *p, const char *name);

/**
 * payload_add_file - a file, or a folder with all that is in it
 * @name: its path, or a program in PATH
 *
 * Programs and libraries bring what is loaded with them.
 *
 * Return: as payload_add_command().
 */
int payload_add_file(struct payload *p, const char *name);

/**
 * payload_add_script - a script for L2's own shell
 * @path: absolute
 *
 * Return: as payload_add_command().
 */
int payload_add_script(struct payload *p, const char *path, const char *text);

/**
 * payload_finish - once all is added
 *
 * Return: 0, or -1 with a message on stderr, also if it is more than a disk holds.
 */
int payload_finish(struct payload *p);

/**
 * payload_write_disk - make the disk
 * @path: of its image
 * @work: existing folder for what is in between, which is removed again
 *
 * Return: 0, or -1 with a message on stderr.
 */
int payload_write_disk(const struct payload *p, const char *path, const char *work);

void payload_free(struct payload *p);

#endif
