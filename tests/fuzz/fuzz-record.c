// SPDX-License-Identifier: GPL-2.0
/* A record in a run, by exitreport's reader, with all that checks it. */
#include "fuzz.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "mutate-json.h"
#include "util/name.h"
#include "record/run.h"

/* A record is read only under the name of the cell that it says it is of. */
static void name_file(char *name, size_t size, const uint8_t *data, size_t length)
{
	static const char key[] = "\"id\":";
	const char *at = memmem(data, length, key, strlen(key));
	char id[NAME_CELL_SIZE] = "";

	if (at) {
		size_t left = (const char *)data + length - at;
		char text[NAME_CELL_SIZE + 32];

		if (left > sizeof(text) - 1)
			left = sizeof(text) - 1;
		snprintf(text, sizeof(text), "%.*s", (int)left, at);
		if (sscanf(text, "\"id\": \"%235[^\"]\"", id) != 1)
			*id = '\0';
	}
	snprintf(name, size, "run/records/%s.json", name_is_cell(id) ? id : "idle");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[NAME_CELL_SIZE + 32], path[PATH_MAX], error[256];
	const struct record *r;
	struct run run;
	size_t i;
	int err;

	name_file(name, sizeof(name), data, size);
	strcpy(path, fuzz_file(name, data, size));
	err = run_load(&run, dirname(dirname(path)));
	unlink(fuzz_path(name));
	if (err)
		return 0;
	for (i = 0; (r = run_readable(&run, i)); i++)
		checks_free(checks_of_tracepoint(r, error, sizeof(error)));
	run_free(&run);
	return 0;
}
