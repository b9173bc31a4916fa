// SPDX-License-Identifier: GPL-2.0
/*
 * What exitmeter record left, by the commands that read it: shown in each form, put together with
 * a window that is good, and held against one of each vendor in both directions.
 */
#include "fuzz.h"

#include <string.h>

#include "commands.h"
#include "fuzz-cpuid.h"
#include "mutate-json.h"

#define RECORDS	"data/reference/records/"

/* No command here asks a meter. */
void fuzz_cpuid(uint32_t leaf, uint32_t subleaf, uint32_t regs[4])
{
	(void)leaf;
	(void)subleaf;
	memset(regs, 0, 16);
}

#define call(command, ...)							\
	do {									\
		char *argv[] = { "exitmeter", __VA_ARGS__, "-o", "/dev/null", NULL };	\
		command(sizeof(argv) / sizeof(argv[0]) - 1, argv);		\
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char good[] = RECORDS "bochs-vmx.ept1.idle.s1.json";
	static char other[] = RECORDS "bochs-svm.npt0.idle.s1.json";
	char *file = (char *)fuzz_file("w.json", data, size);

	call(cmd_report, "--detail", file);
	call(cmd_report, "--csv", file, good);
	call(cmd_report, "--json", file, file);
	call(cmd_diff, file, good);
	call(cmd_diff, "--json", good, file);
	call(cmd_diff, "--csv", other, file);
	return 0;
}
