// SPDX-License-Identifier: GPL-2.0
#include "platform-facts.h"

#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/facts/config.h"
#include "util/memory.h"

/* What a cycle is. */
#define CYCLES_CPU		"cpu"
#define CYCLES_INSTRUCTIONS	"instructions"
#define CYCLES_CLOCK		"clock"

/* While a file is read. */
struct reading {
	char summary[CONFIG_VALUE_SIZE];
	char text[CONFIG_VALUE_SIZE];
	char cycle[CONFIG_VALUE_SIZE];
	char cycles[CONFIG_VALUE_SIZE];
	char exact[CONFIG_VALUE_SIZE];
	char limit[PLATFORM_MAX_LIMITS][CONFIG_VALUE_SIZE];
};

static const struct platform_facts unknown = {
	.name = "unknown",
	.summary = "",
	.text = "A platform that this program has no description of.",
	.cycle = "unknown",
	.limits = { "Nothing is known of what this platform's cycles are." },
};

/* Is a word one of two? -1 if it is neither. */
static int is_first(const char *path, const char *key, const char *value, const char *first,
		    const char *second)
{
	if (!strcmp(value, first))
		return 1;
	if (!strcmp(value, second))
		return 0;
	warnx("%s: %s = \"%s\" is neither %s nor %s", path, key, value, first, second);
	return -1;
}

static int fill(struct platform_facts *p, const struct reading *r, const char *path)
{
	bool cpu = !strcmp(r->cycles, CYCLES_CPU);
	int instruction = cpu ? 0 : is_first(path, "cycles", r->cycles, CYCLES_INSTRUCTIONS,
					     CYCLES_CLOCK);
	int exact = is_first(path, "exact", r->exact, "yes", "no");
	size_t i, nr = 0;

	if (instruction < 0 || exact < 0)
		return -1;
	p->summary = memory_printf("%s", r->summary);
	p->text = memory_printf("%s", r->text);
	p->cycle = memory_printf("%s", r->cycle);
	p->has_hardware = cpu;
	p->is_instruction = instruction;
	p->is_exact = exact;
	for (i = 0; i < PLATFORM_MAX_LIMITS; i++)
		if (*r->limit[i])
			p->limits[nr++] = memory_printf("%s", r->limit[i]);
	return 0;
}

int platform_facts_read(struct platform_facts *p, const char *path, const char *text)
{
	static const char *const limits[PLATFORM_MAX_LIMITS] = {
		"limit-1", "limit-2", "limit-3", "limit-4", "limit-5", "limit-6",
	};
	struct reading *r = memory_zalloc(sizeof(*r));
	struct config_key keys[6 + PLATFORM_MAX_LIMITS] = {
		{ "summary", r->summary, 1, 0 },
		{ "text", r->text, 1, 0 },
		{ "cycle", r->cycle, 1, 0 },
		{ "cycles", r->cycles, 1, 0 },
		{ "exact", r->exact, 1, 0 },
	};
	int err;
	size_t i;

	for (i = 0; i < PLATFORM_MAX_LIMITS; i++)
		keys[5 + i] = (struct config_key) { limits[i], r->limit[i], 0, 0 };
	memset(p, 0, sizeof(*p));
	err = config_parse(path, text, keys) || fill(p, r, path) ? -1 : 0;
	free(r);
	return err;
}

/* bochs-vmx of benchmarks/platforms/bochs-vmx.platform */
static char *name_of(const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	return memory_printf("%.*s", (int)strcspn(base, "."), base);
}

static const struct platform_facts *read_all(void)
{
	struct platform_facts *all = NULL;
	size_t nr;

	for (nr = 0; platform_files[nr].name; nr++) {
		all = memory_grow(all, nr, sizeof(*all));
		/* The build puts these files into the program. */
		if (platform_facts_read(&all[nr], platform_files[nr].name, platform_files[nr].text))
			exit(EXIT_FAILURE);
		all[nr].name = name_of(platform_files[nr].name);
	}
	return memory_grow(all, nr, sizeof(*all));
}

const struct platform_facts *platform_facts(const char *name)
{
	static const struct platform_facts *all;
	const struct platform_facts *p;

	if (!all)
		all = read_all();
	for (p = all; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return &unknown;
}
