// SPDX-License-Identifier: GPL-2.0
#include "setting.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config.h"

/* A longer name would not fit into a cell's id. */
#define MAX_NAME 32

static const char *const switches[] = { JOB_ON, JOB_OFF, NULL };
static const char *const no_number[] = { JOB_OFF, NULL };
static const char *const automatic[] = { JOB_AUTO, JOB_ON, JOB_OFF, NULL };
static const char *const details[] = { JOB_OFF, JOB_DETAIL_HISTOGRAM, JOB_DETAIL_KEYS,
				       JOB_DETAIL_BOTH, NULL };
static const char *const guests[] = { JOB_GUEST_ANY, JOB_GUEST_NOBODY, JOB_GUEST_CPL0, NULL };
static const char *const observers[] = { JOB_OBSERVER_NONE, JOB_OBSERVER_HIST,
					 JOB_OBSERVER_PERF, JOB_OBSERVER_BPF, NULL };

#define JOB(key) #key, offsetof(struct job, key)

const struct setting settings[SETTING_NR] = {
	[SETTING_memory] = { JOB(memory), "256", NULL, 64, 65536, "of L2, MiB" },
	[SETTING_vcpus] = { JOB(vcpus), "1", NULL, 1, 8, "of L2" },
	[SETTING_spare] = { JOB(spare), "0", NULL, 0, 7, "vCPUs that can be plugged in later" },
	[SETTING_kvm] = { JOB(kvm), "patched", NULL, 0, 0, "set of KVM's modules in the image" },
	[SETTING_meter] = { JOB(meter), JOB_ON, switches, 0, 0, "does KVM keep ledgers?" },
	[SETTING_detail] = { JOB(detail), JOB_OFF, details, 0, 0,
			     "what KVM keeps beside the ledgers" },
	[SETTING_guest] = { JOB(guest), JOB_GUEST_ANY, guests, 0, 0,
			    "who in L2 may read the ledgers" },
	[SETTING_observer] = { JOB(observer), JOB_OBSERVER_NONE, observers, 0, 0,
			       "what else counts exits in L1" },
	[SETTING_hugepages] = { JOB(hugepages), JOB_ON, switches, 0, 0,
				"does L1 back L2 with huge pages?" },
	[SETTING_tdp_mmu] = { JOB(tdp_mmu), JOB_ON, switches, 0, 0,
			      "does KVM use its newer MMU with EPT or NPT?" },
	[SETTING_vpid] = { JOB(vpid), JOB_ON, switches, 0, 0,
			   "VMX: does L2 have a tag in the TLB?" },
	[SETTING_pti] = { JOB(pti), JOB_AUTO, automatic, 0, 0,
			  "does L2's kernel keep its page tables apart?" },
	[SETTING_replace_smp] = { JOB(replace_smp), JOB_ON, switches, 0, 0,
				  "does L2's kernel patch itself for one CPU?" },
	[SETTING_timeline] = { JOB(timeline), JOB_OFF, no_number, 1, 1000,
			       "ms between samples of the ledger, taken in L1" },
};

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
