// SPDX-License-Identifier: GPL-2.0
#include "identity.h"

#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

/* FNV-1a: to tell one build of the modules from another, not to prove anything. */
#define FNV_BEGIN	0xcbf29ce484222325ull
#define FNV_PRIME	0x100000001b3ull

static uint64_t add_file(uint64_t hash, const char *dir, const char *name)
{
	char path[PATH_MAX];
	FILE *f;
	int c;

	snprintf(path, sizeof(path), "%s/%s.ko", dir, name);
	f = fopen(path, "r");
	while (f && (c = getc(f)) != EOF)
		hash = (hash ^ c) * FNV_PRIME;
	if (f)
		fclose(f);
	return hash;
}

static json_t *modules_json(const struct machine *m)
{
	/* Once for a run: they are some megabytes, and asked for with every cell. */
	static uint64_t hash;
	char text[32];

	if (!hash) {
		hash = add_file(FNV_BEGIN, m->modules, "kvm");
		hash = add_file(hash, m->modules, m->vendor->module);
	}
	snprintf(text, sizeof(text), "fnv1a-%016" PRIx64, hash);
	return json_string(text);
}

void identity_add_machine(json_t *identity, const struct platform *p)
{
	const struct machine *m = machine_this();

	json_object_set_new(identity, "emulator", json_string("none"));
	json_object_set_new(identity, "cpu_model", json_string(m->cpu_model));
	json_object_set_new(identity, "host_kernel", json_string(m->release));
	if (p->alone)
		json_object_set_new(identity, "modules", modules_json(m));
}
