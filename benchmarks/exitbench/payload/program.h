/* SPDX-License-Identifier: GPL-2.0 */
/* What a program is, and what the kernel and the dynamic linker would load with it. */
#ifndef EXITBENCH_PROGRAM_H
#define EXITBENCH_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

enum program_kind {
	PROGRAM_NONE,		/* no program, as far as a kernel can tell */
	PROGRAM_STATIC,
	PROGRAM_DYNAMIC,	/* ELF with an interpreter, the dynamic linker */
	PROGRAM_OBJECT,		/* ELF without one that is linked dynamically: a library */
	PROGRAM_SCRIPT,		/* begins with #! */
	PROGRAM_FOREIGN,	/* ELF of another CPU */
};

/**
 * struct program
 * @interpreter: of a dynamic program or a script: its path
 * @argument: of a script, what is behind it; empty if nothing is
 */
struct program {
	enum program_kind kind;
	char interpreter[PATH_MAX];
	char argument[256];
};

/**
 * program_read - look at a file
 *
 * Return: 0, or -1 with a message on stderr if it can't be read.
 */
int program_read(struct program *p, const char *path);

/**
 * program_find - as execvp() does it
 * @name: looked for in PATH if there is no / in it
 * @path: receives where it is
 *
 * Return: 0, or -1 with a message on stderr if there is none that may be executed.
 */
int program_find(const char *name, char path[PATH_MAX]);

/**
 * program_libraries - what the dynamic linker loads with a program or a library
 * @linker: its path
 * @each: called with the path of each; what is not 0 ends it
 *
 * The dynamic linker itself tells; nothing of the program is run. LD_LIBRARY_PATH and the like
 * are not looked at.
 *
 * Return: 0, what @each returned, or -1 with a message on stderr, also if a library is missing.
 */
int program_libraries(const char *path, const char *linker,
		      int (*each)(const char *library, void *context), void *context);

#endif
