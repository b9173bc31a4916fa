/* SPDX-License-Identifier: GPL-2.0 */
/* What L1 read of a VM: the ledgers of its vCPUs, and KVM's statistics. */
#ifndef RECORD_L1_H
#define RECORD_L1_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "ledger/ledger.h"

/* When L1 read them. */
enum l1_time {
	L1_BEFORE,	/* just before L2 opened its window */
	L1_AFTER,	/* when L2 had closed it and read it out */
	L1_END,		/* the VM stood still */
	L1_TIMES,
};

/* As in a record and in the names of files. */
extern const char *const l1_times[L1_TIMES];

/**
 * struct l1_vcpu - the ledger of a vCPU, from its creation on
 * @vcpu: its number
 * @bytes: memory of its ledger; 0 if that is not known
 */
struct l1_vcpu {
	int64_t vcpu;
	int64_t bytes;
	struct ledger ledger;
};

/**
 * struct l1_ledgers - of one VM at one time
 * @present: they were looked for
 * @vcpus: one each
 * @nr_vcpus: 0 if there is no meter
 * @sum: over them
 */
struct l1_ledgers {
	bool present;
	struct l1_vcpu *vcpus;
	size_t nr_vcpus;
	struct ledger sum;
};

struct l1_statistic {
	char *name;
	int64_t value;
};

/**
 * struct l1_statistics - KVM's statistics of a VM at one time
 * @present: they were looked for
 */
struct l1_statistics {
	bool present;
	struct l1_statistic *statistic;
	size_t nr;
};

/* struct l1 - what was read at one time */
struct l1 {
	struct l1_ledgers ledgers;
	struct l1_statistics statistics;
};

/**
 * l1_ledgers_from_text - read the tables that KVM shows, each behind a line "vcpu N"
 * @vendor: whose exit reasons the rows are
 * @error: receives what is wrong
 *
 * Return: 0, or -1; l1_free() it in both cases.
 */
int l1_ledgers_from_text(struct l1_ledgers *l, FILE *f, unsigned int vendor, char *error,
			 size_t size);

/**
 * l1_ledgers_from_json - read them from a record
 * @json: as l1_ledgers_to_json() wrote it, or as in records of version 1; NULL or null for none
 */
int l1_ledgers_from_json(struct l1_ledgers *l, const json_t *json, unsigned int vendor,
			 char *error, size_t size);

/* l1_ledgers_to_json - Return: a new reference; null if they were not looked for. */
json_t *l1_ledgers_to_json(const struct l1_ledgers *l);

/* l1_statistics_from_text - lines "name value" */
void l1_statistics_from_text(struct l1_statistics *s, FILE *f);

/* l1_statistics_from_json - Return: 0, or -1 with a message in @error. */
int l1_statistics_from_json(struct l1_statistics *s, const json_t *json, char *error,
			    size_t size);

json_t *l1_statistics_to_json(const struct l1_statistics *s);

/**
 * l1_statistics_find - one of KVM's statistics
 * @value: receives it
 *
 * Return: true if it was read, and is a count.
 */
bool l1_statistics_find(const struct l1_statistics *s, const char *name, int64_t *value);

void l1_free(struct l1 *l1);

#endif
