/* SPDX-License-Identifier: GPL-2.0 */
/* What L1 read of the ledgers and of KVM's statistics. */
#ifndef EXITREPORT_HOST_H
#define EXITREPORT_HOST_H

#include "record.h"

/**
 * struct host_vcpu - the ledger of a vCPU, from its creation on
 * @vcpu: its number
 * @bytes: memory of its ledger; 0 if the record does not tell
 */
struct host_vcpu {
	int64_t vcpu;
	int64_t bytes;
	struct ledger ledger;
};

/**
 * struct host - of one VM
 * @vcpus: one each
 * @nr_vcpus: 0 if the host's ledgers were not read
 * @sum: over them
 */
struct host {
	struct host_vcpu *vcpus;
	size_t nr_vcpus;
	struct ledger sum;
};

/* When L1 read them. */
enum host_time {
	HOST_BEFORE,	/* just before L2 opened its window */
	HOST_AFTER,	/* when L2 had closed it and read it out */
	HOST_END,	/* the VM stood still */
	HOST_TIMES,
};

/**
 * host_load - read the ledgers of one time
 * @host: receives them, for host_free(); empty on an error
 * @error: receives what is wrong
 *
 * Return: 0, which includes that there are none, or -1 if one can't be read.
 */
int host_load(struct host *host, const struct record *r, enum host_time when, char *error,
	      size_t size);

void host_free(struct host *host);

/**
 * host_statistic - one of KVM's statistics at one time
 * @value: receives it
 *
 * Return: true if the record has it and it is a count that can be.
 */
bool host_statistic(const struct record *r, enum host_time when, const char *name,
		    int64_t *value);

#endif
