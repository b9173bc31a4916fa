// SPDX-License-Identifier: GPL-2.0
#include "identity.h"

#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include "exitbench/payload/fnv.h"

static uint64_t add_file(uint64_t hash, const char *dir, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s.ko", dir, name);
	/* That it is there was looked at: without it the platform does not work. */
	fnv_add_file(&hash, path);
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
	snprintf(text, sizeof(text), FNV_TEXT, hash);
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
