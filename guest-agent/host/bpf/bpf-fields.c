// SPDX-License-Identifier: GPL-2.0
#include "bpf-fields.h"

#include <string.h>

/* "\tfield:unsigned long guest_rip;\toffset:16;\tsize:8;\tsigned:0;": the last word is the name. */
static bool is_named(const char *line, const char *name)
{
	const char *end = strchr(line, ';');
	size_t length = strlen(name);

	return end && (size_t)(end - line) > length && !strncmp(end - length, name, length) &&
	       strchr(" *", end[-(long)length - 1]);
}

bool bpf_field_find(FILE *f, const char *name, unsigned int *at, unsigned int *size)
{
	char line[512];
	const char *place;

	while (fgets(line, sizeof(line), f)) {
		place = strstr(line, "offset:");
		if (strstr(line, "field:") && place && is_named(line, name) &&
		    sscanf(place, "offset:%u; size:%u;", at, size) == 2)
			return true;
	}
	return false;
}
