/* SPDX-License-Identifier: GPL-2.0 */
/* What the consoles of L1 and L2 say when something is wrong: one table of all that is looked for. */
#ifndef EXITBENCH_SIGN_H
#define EXITBENCH_SIGN_H

#include <stddef.h>

#define SIGN_L1		"console.log"
#define SIGN_L2		"l2-console.log"

enum sign_kind {
	SIGN_FLAW,		/* the emulator's fault, by a flaw that is known: run the cell again */
	SIGN_COMPLAINT,		/* L2's kernel says what it should have had no reason to say */
	SIGN_L1_PANIC,
	SIGN_L2_PANIC,
	SIGN_AGENT_KILLED,	/* L2's first process, which is the agent */
	SIGN_L1_FAILED,		/* L1's first process gave up, and says why */
};

/**
 * struct sign - one of them
 * @kind: what it is a sign of
 * @log: that it is looked for in
 * @text: that a line has
 * @meaning: for a progress line; NULL where the line itself says it
 */
struct sign {
	enum sign_kind kind;
	const char *log;
	const char *text;
	const char *meaning;
};

/**
 * sign_find - look for the first line with a sign
 * @logs: folder of the cell
 * @line: receives it, from the sign on and without its end; NULL if it is not wanted
 * @size: of @line
 *
 * Return: the sign, or NULL.
 */
const struct sign *sign_find(const char *logs, enum sign_kind kind, char *line, size_t size);

/**
 * sign_behind - what stands behind a sign in the line that sign_find() gave
 */
const char *sign_behind(const struct sign *sign, const char *line);

#endif
