/* SPDX-License-Identifier: GPL-2.0 */
/* What the platforms are, and what can't be seen on them. */
#ifndef RECORD_PLATFORM_FACTS_H
#define RECORD_PLATFORM_FACTS_H

#include <stdbool.h>

/**
 * struct platform_facts - what plays the physical machine
 * @name: as in a record
 * @text: one sentence for the report
 * @cycle: what a cycle is, for the middle of a sentence
 * @has_hardware: cycles are a processor's, with its TLBs and caches
 * @is_instruction: a cycle is an instruction
 * @is_exact: likewise, and equal runs are equal
 * @limits: what its numbers do not show, NULL-terminated
 */
struct platform_facts {
	const char *name;
	const char *text;
	const char *cycle;
	bool has_hardware;
	bool is_instruction;
	bool is_exact;
	const char *limits[6];
};

/* platform_has_cycles - do cycles tell of more than of the emulator's own speed? */
static inline bool platform_has_cycles(const struct platform_facts *p)
{
	return p->is_instruction || p->has_hardware;
}

/* platform_facts - Return: never NULL; an unknown one has a text that says so. */
const struct platform_facts *platform_facts(const char *name);

#endif
