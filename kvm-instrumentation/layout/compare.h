/* SPDX-License-Identifier: GPL-2.0 */
/* Is a struct laid out alike in two files? */
#ifndef LAYOUT_COMPARE_H
#define LAYOUT_COMPARE_H

#include "btf.h"

/**
 * struct comparison - two files, and what was compared so far
 * @kernel: the types that the running kernel was compiled with
 * @modules: those that the modules were compiled with
 * @members: members that were found to be alike
 */
struct comparison {
	const struct btf *kernel;
	const struct btf *modules;
	unsigned long members;
};

/**
 * compare_struct - size, and name, place and type of every member
 *
 * Structs, unions and arrays inside are compared too; what is pointed at is not.
 *
 * Return: 0 if they are alike, or -1 with a message on stderr that names the
 * first difference.
 */
int compare_struct(struct comparison *c, const char *name);

#endif
