// SPDX-License-Identifier: GPL-2.0
/*
 * What exitmeter record left, by the commands that read it: shown in each form, put together with
 * a window that is good, and held against one of each vendor in both directions.
 */
#include "fuzz.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "fuzz-cpuid.h"
#include "mutate-json.h"

#define RECORDS	"data/reference/records/"

/* The window of a record, in a file of its own: small. */
static void keep(char *path, const char *name, const char *record)
{
	json_t *json = json_load_file(record, 0, NULL);
	json_t *window = json_object_get(json_object_get(json, "measured"), "window");

	strcpy(path, fuzz_path(name));
	if (!window || json_dump_file(window, path, JSON_COMPACT))
		abort();
	json_decref(json);
}

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
	static char good[PATH_MAX], other[PATH_MAX];
	char file[PATH_MAX];

	if (!*good) {
		keep(good, "good.json", RECORDS "bochs-vmx.ept1.idle.s1.json");
		keep(other, "other.json", RECORDS "bochs-svm.npt0.idle.s1.json");
	}
	strcpy(file, fuzz_file("w.json", data, size));
	call(cmd_report, "--detail", file);
	call(cmd_report, "--csv", file, good);
	call(cmd_report, "--json", file, file);
	call(cmd_diff, file, good);
	call(cmd_diff, "--json", good, file);
	call(cmd_diff, "--csv", other, file);
	return 0;
}
