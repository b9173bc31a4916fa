/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the platforms are, and what can't be seen on them: benchmarks/platforms/NAME.platform, which
 * the build puts into the programs.
 */
#ifndef RECORD_PLATFORM_FACTS_H
#define RECORD_PLATFORM_FACTS_H

#include <stdbool.h>

#define PLATFORM_MAX_LIMITS	6

/**
 * struct platform_facts - what plays the physical machine
 * @name: as in a record
 * @summary: a line for a list
 * @text: one sentence for the report
 * @cycle: what a cycle is, for the middle of a sentence
 * @has_hardware: cycles are a processor's, with its TLBs and caches
 * @is_instruction: a cycle is an instruction
 * @is_exact: likewise, and equal runs are equal
 * @limits: what its numbers do not show, NULL-terminated
 */
struct platform_facts {
	const char *name;
	const char *summary;
	const char *text;
	const char *cycle;
	bool has_hardware;
	bool is_instruction;
	bool is_exact;
	const char *limits[PLATFORM_MAX_LIMITS + 1];
};

/* platform_has_cycles - do cycles tell of more than of the emulator's own speed? */
static inline bool platform_has_cycles(const struct platform_facts *p)
{
	return p->is_instruction || p->has_hardware;
}

/* platform_facts - Return: never NULL; an unknown one has a text that says so. */
const struct platform_facts *platform_facts(const char *name);

/* struct platform_file - such a file, in the program */
struct platform_file {
	const char *name;
	const char *text;
};

/* Made by the build; ends with a NULL name. */
extern const struct platform_file platform_files[];

/**
 * platform_facts_read - what such a file says
 * @p: receives it, all but @name
 * @path: for messages
 * @text: what is in it
 *
 * Return: 0, or -1 with a message that names file, line and reason.
 */
int platform_facts_read(struct platform_facts *p, const char *path, const char *text);

#endif
