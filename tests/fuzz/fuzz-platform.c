// SPDX-License-Identifier: GPL-2.0
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "record/facts/platform-facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct platform_facts p;
	char *text = malloc(size + 1);
	size_t i;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	if (!platform_facts_read(&p, "p.platform", text)) {
		free((char *)p.summary);
		free((char *)p.text);
		free((char *)p.cycle);
		for (i = 0; p.limits[i]; i++)
			free((char *)p.limits[i]);
	}
	free(text);
	return 0;
}
