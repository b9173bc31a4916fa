// SPDX-License-Identifier: GPL-2.0
/* A program that exitbench exec is to bring: ELF, or a script. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "exitbench/payload/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct program p;

	if (program_read(&p, fuzz_file("program", data, size)))
		abort();
	/* Both are whole strings. */
	return strlen(p.interpreter) >= sizeof(p.interpreter) ||
	       strlen(p.argument) >= sizeof(p.argument);
}
