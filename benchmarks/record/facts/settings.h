/* SPDX-License-Identifier: GPL-2.0 */
/* What a matrix may vary beside platform, paging mode, workload and seed: all that is said of it. */
#ifndef RECORD_SETTINGS_H
#define RECORD_SETTINGS_H

/* In the order of a cell's name. Every value is text. */
#define SETTINGS(X)	\
	X(cpu)		\
	X(memory)	\
	X(vcpus)	\
	X(spare)	\
	X(kvm)		\
	X(meter)	\
	X(detail)	\
	X(guest)	\
	X(edition)	\
	X(observer)	\
	X(hugepages)	\
	X(tdp_mmu)	\
	X(vpid)		\
	X(pti)		\
	X(ioeventfd)	\
	X(replace_smp)	\
	X(timeline)

/* Values that are words. */
#define SETTING_ON			"on"
#define SETTING_OFF			"off"
#define SETTING_AUTO			"auto"
#define SETTING_GUEST_ANY		"any"
#define SETTING_GUEST_NOBODY		"nobody"
#define SETTING_GUEST_CPL0		"cpl0"
#define SETTING_EDITION			"1"	/* KVM's default */
#define SETTING_DETAIL_HISTOGRAM	"histogram"
#define SETTING_DETAIL_KEYS		"keys"
#define SETTING_DETAIL_BOTH		"both"
#define SETTING_OBSERVER_NONE		"none"
#define SETTING_OBSERVER_HIST		"hist"
#define SETTING_OBSERVER_PERF		"perf"
#define SETTING_OBSERVER_BPF		"bpf"

enum setting_index {
#define X(key) SETTING_##key,
	SETTINGS(X)
#undef X
	SETTING_NR
};

/**
 * struct setting
 * @name: in matrices, records, and jobs
 * @initial: the value of a cell whose matrix says nothing
 * @values: the words it can have, NULL-terminated, beside numbers if @max is not 0; NULL for
 *	a number or a name
 * @min: smallest number
 * @max: largest number; 0 if the value is a word or a name
 * @text: what it is, for readers
 */
struct setting {
	const char *name;
	const char *initial;
	const char *const *values;
	long min;
	long max;
	const char *text;
};

extern const struct setting settings[SETTING_NR];

/* setting_find - Return: NULL if there is none of this name. */
const struct setting *setting_find(const char *name);

/**
 * setting_check - may a setting have this value?
 * @where: for the message
 *
 * Return: 0, or -1 with a message on stderr.
 */
int setting_check(const struct setting *s, const char *where, const char *value);

#endif
