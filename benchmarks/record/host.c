// SPDX-License-Identifier: GPL-2.0
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "ledger/row.h"
#include "ledger/ledger-json.h"

/* As in a record. */
static const char *const times[HOST_TIMES] = {
	[HOST_BEFORE] = "before", [HOST_AFTER] = "after", [HOST_END] = "end",
};

static bool is_count(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       value_in_range(json_integer_value(value));
}

static bool has_negative_count(const struct ledger *l)
{
	unsigned int i;

	for (i = 0; i < l->nr_rows; i++)
		if (l->rows[i].count < 0)
			return true;
	return l->exits < 0 || l->vmfail < 0 || l->emulation < 0 || l->failed_entry < 0 ||
	       l->enclave < 0 || l->bus_lock < 0;
}

static int load_vcpu(struct host_vcpu *to, const json_t *vcpu, unsigned int vendor,
		     char *error, size_t size)
{
	json_t *bytes = json_object_get(json_object_get(vcpu, "sums"), "bytes");
	json_t *number = json_object_get(vcpu, "vcpu");
	char text[128];
	int err;

	if (!is_count(number)) {
		snprintf(error, size, "a vCPU without a number");
		return -1;
	}
	to->vcpu = json_integer_value(number);
	err = ledger_from_parts(&to->ledger, json_object_get(vcpu, "sums"),
				json_object_get(vcpu, "rows"), reason_count(vendor), text,
				sizeof(text));
	if (!err && has_negative_count(&to->ledger)) {
		snprintf(text, sizeof(text), "a count is negative");
		err = -1;
	}
	if (!err && bytes && !is_count(bytes)) {
		snprintf(text, sizeof(text), "\"bytes\" is no size");
		err = -1;
	}
	if (err) {
		snprintf(error, size, "vcpu %" JSON_INTEGER_FORMAT ": %s",
			 (json_int_t)to->vcpu, text);
		return -1;
	}
	to->bytes = json_integer_value(bytes);
	return 0;
}

int host_load(struct host *host, const struct record *r, enum host_time when, char *error,
	      size_t size)
{
	json_t *ledgers = json_object_get(r->measured, "host_ledger");
	json_t *vcpus = json_object_get(ledgers, times[when]);
	json_t *vcpu;
	size_t i;

	memset(host, 0, sizeof(*host));
	if (json_array_size(vcpus) && !r->vendor) {
		snprintf(error, size, "neither a window nor the parameter \"%s\" tells whose exit "
			 "reasons these are", r->parameter);
		return -1;
	}
	json_array_foreach(vcpus, i, vcpu) {
		host->vcpus = memory_grow(host->vcpus, host->nr_vcpus, sizeof(*host->vcpus));
		if (load_vcpu(&host->vcpus[host->nr_vcpus++], vcpu, r->vendor, error, size)) {
			host_free(host);
			return -1;
		}
		ledger_add(&host->sum, &host->vcpus[i].ledger);
		if (!ledger_in_range(&host->sum)) {
			snprintf(error, size, "the sum over the vCPUs is too large");
			host_free(host);
			return -1;
		}
	}
	return 0;
}

void host_free(struct host *host)
{
	free(host->vcpus);
	memset(host, 0, sizeof(*host));
}

bool host_statistic(const struct record *r, enum host_time when, const char *name,
		    int64_t *value)
{
	json_t *stats = json_object_get(r->measured, "kvm_stats");
	json_t *json = json_object_get(json_object_get(stats, times[when]), name);

	if (!is_count(json))
		return false;
	*value = json_integer_value(json);
	return true;
}
