// SPDX-License-Identifier: GPL-2.0
#include "settings.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "record/facts/config.h"

/* A longer name would not fit into a cell's id. */
#define MAX_NAME 32

static const char *const switches[] = { SETTING_ON, SETTING_OFF, NULL };
static const char *const no_number[] = { SETTING_OFF, NULL };
static const char *const automatic[] = { SETTING_AUTO, SETTING_ON, SETTING_OFF, NULL };
static const char *const details[] = { SETTING_OFF, SETTING_DETAIL_HISTOGRAM,
				       SETTING_DETAIL_KEYS, SETTING_DETAIL_BOTH, NULL };
static const char *const guests[] = { SETTING_GUEST_ANY, SETTING_GUEST_NOBODY,
				      SETTING_GUEST_CPL0, NULL };
static const char *const observers[] = { SETTING_OBSERVER_NONE, SETTING_OBSERVER_HIST,
					 SETTING_OBSERVER_PERF, SETTING_OBSERVER_BPF, NULL };

#define NUMBER(name, initial, min, max, text) \
	[SETTING_##name] = { #name, initial, NULL, min, max, text }
#define WORD(name, initial, values, text) \
	[SETTING_##name] = { #name, initial, values, 0, 0, text }

const struct setting settings[SETTING_NR] = {
	WORD(cpu, SETTING_AUTO, NULL, "The CPU that an emulator plays for L1"),
	NUMBER(memory, "256", 64, 65536, "L2's memory, MiB"),
	NUMBER(vcpus, "1", 1, 8,
	       "L2's vCPUs; counts and cycles are those of all of them together"),
	NUMBER(spare, "0", 0, 7, "vCPUs that can be plugged into L2 later"),
	WORD(kvm, "patched", NULL, "Which set of KVM's modules L1 loads"),
	WORD(meter, SETTING_ON, switches, "KVM keeps ledgers"),
	WORD(detail, SETTING_OFF, details, "What KVM keeps beside the ledgers"),
	WORD(guest, SETTING_GUEST_ANY, guests, "Who in L2 may read the ledgers"),
	NUMBER(edition, SETTING_EDITION, 1, 3, "What the classic leaves mean in L2"),
	WORD(observer, SETTING_OBSERVER_NONE, observers,
	     "What else counts exits in L1; its cycles are in the cell's"),
	WORD(hugepages, SETTING_ON, switches, "L1 backs L2 with transparent huge pages"),
	WORD(tdp_mmu, SETTING_ON, switches, "KVM uses its newer MMU code with nested paging"),
	WORD(vpid, SETTING_ON, switches, "L2's entries in the TLB have a tag of their own, on VMX"),
	WORD(pti, SETTING_AUTO, automatic,
	     "L2's kernel keeps its page tables apart from those of programs"),
	WORD(ioeventfd, SETTING_ON, switches,
	     "KVM wakes a thread of QEMU when L2 notifies a virtio device, rather than leave the "
	     "vCPU to do the device's work"),
	WORD(replace_smp, SETTING_ON, switches,
	     "L2's kernel, built for several CPUs and on one, takes the LOCK prefixes out of its "
	     "code while it boots"),
	[SETTING_timeline] = {
		"timeline", SETTING_OFF, no_number, 1, 1000,
		"Milliseconds between two looks at the ledger from L1; their cycles are in the "
		"cell's",
	},
};

const struct setting *setting_find(const char *name)
{
	size_t i;

	for (i = 0; i < SETTING_NR; i++)
		if (!strcmp(settings[i].name, name))
			return &settings[i];
	return NULL;
}

static int check_choice(const struct setting *s, const char *where, const char *value)
{
	const char *const *v;

	for (v = s->values; *v; v++)
		if (!strcmp(*v, value))
			return 0;
	fprintf(stderr, "exitbench: %s: %s = \"%s\" is not one of:", where, s->name, value);
	for (v = s->values; *v; v++)
		fprintf(stderr, " %s", *v);
	if (s->max)
		fprintf(stderr, ", or a number from %ld to %ld", s->min, s->max);
	fputc('\n', stderr);
	return -1;
}

/* It becomes part of paths. */
static int check_name(const struct setting *s, const char *where, const char *value)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	if (strspn(value, allowed) == strlen(value) && strlen(value) < MAX_NAME)
		return 0;
	fprintf(stderr, "exitbench: %s: %s = \"%s\" is not a name of small letters, digits and "
		"\"-\" below %d characters\n", where, s->name, value, MAX_NAME);
	return -1;
}

int setting_check(const struct setting *s, const char *where, const char *value)
{
	if (s->values && (!s->max || !isdigit((unsigned char)*value)))
		return check_choice(s, where, value);
	if (!s->max)
		return check_name(s, where, value);
	return config_number(where, s->name, value, s->min, s->max) < 0 ? -1 : 0;
}
