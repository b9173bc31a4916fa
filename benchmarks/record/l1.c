// SPDX-License-Identifier: GPL-2.0
#include "l1.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/ledger-json.h"
#include "ledger/ledger-text.h"
#include "ledger/reasons.h"
#include "util/memory.h"

const char *const l1_times[L1_TIMES] = {
	[L1_BEFORE] = "before", [L1_AFTER] = "after", [L1_END] = "end",
};

static bool has_negative_count(const struct ledger *l)
{
	unsigned int i;

	for (i = 0; i < l->nr_rows; i++)
		if (l->rows[i].count < 0)
			return true;
	return l->exits < 0 || l->vmfail < 0 || l->emulation < 0 || l->failed_entry < 0 ||
	       l->enclave < 0 || l->bus_lock < 0;
}

static struct l1_vcpu *add_vcpu(struct l1_ledgers *l, int64_t number, unsigned int vendor)
{
	struct l1_vcpu *vcpu;

	l->vcpus = memory_grow(l->vcpus, l->nr_vcpus, sizeof(*l->vcpus));
	vcpu = &l->vcpus[l->nr_vcpus++];
	vcpu->vcpu = number;
	vcpu->ledger.nr_reasons = reason_count(vendor);
	vcpu->ledger.nr_rows = vcpu->ledger.nr_reasons + KVM_EXITMETER_ROW_NR;
	return vcpu;
}

/* What is true of a ledger that KVM wrote; and the sum. */
static int finish(struct l1_ledgers *l, char *error, size_t size)
{
	const char *wrong = NULL;
	const struct l1_vcpu *vcpu;
	size_t i;

	for (i = 0; i < l->nr_vcpus && !wrong; i++) {
		vcpu = &l->vcpus[i];
		if (!ledger_in_range(&vcpu->ledger))
			wrong = "a number is too large";
		else if (has_negative_count(&vcpu->ledger))
			wrong = "a count is negative";
		else if (vcpu->bytes < 0 || !value_in_range(vcpu->bytes))
			wrong = "\"bytes\" is no size";
		if (wrong)
			break;
		ledger_add(&l->sum, &vcpu->ledger);
		if (!ledger_in_range(&l->sum))
			wrong = "the sum over the vCPUs is too large";
	}
	if (!wrong)
		return 0;
	snprintf(error, size, "vcpu %" PRId64 ": %s", l->vcpus[i].vcpu, wrong);
	return -1;
}

int l1_ledgers_from_text(struct l1_ledgers *l, FILE *f, unsigned int vendor, char *error,
			 size_t size)
{
	struct l1_vcpu *vcpu = NULL;
	struct ledger_line line;

	memset(l, 0, sizeof(*l));
	l->present = true;
	while (ledger_line_read(&line, f)) {
		if (line.nr == 1 && !strcmp(line.name, "vcpu")) {
			vcpu = add_vcpu(l, line.value[0], vendor);
		} else if (line.nr == 1 && vcpu && !strcmp(line.name, "bytes")) {
			vcpu->bytes = line.value[0];
		} else if (vcpu && !ledger_line_take(&vcpu->ledger, &line)) {
			snprintf(error, size, "vcpu %" PRId64 ": row \"%s\" is no known reason",
				 vcpu->vcpu, line.name);
			return -1;
		}
	}
	return finish(l, error, size);
}

/* In version 1 the sums are in an object of their own, and the memory is one of them. */
static int vcpu_from_json(struct l1_ledgers *l, const json_t *json, unsigned int vendor,
			  char *error, size_t size)
{
	json_t *number = json_object_get(json, "vcpu"), *bytes = json_object_get(json, "bytes");
	json_t *sums = json_object_get(json, "sums");
	struct l1_vcpu *vcpu;
	char text[128];

	if (!json_is_integer(number) || json_integer_value(number) < 0 ||
	    !value_in_range(json_integer_value(number))) {
		snprintf(error, size, "a vCPU without a number");
		return -1;
	}
	if (sums)
		bytes = json_object_get(sums, "bytes");
	vcpu = add_vcpu(l, json_integer_value(number), vendor);
	vcpu->bytes = bytes && !json_is_integer(bytes) ? -1 : json_integer_value(bytes);
	if (!ledger_from_parts(&vcpu->ledger, sums ? sums : json, json_object_get(json, "rows"),
			       reason_count(vendor), text, sizeof(text)))
		return 0;
	snprintf(error, size, "vcpu %" PRId64 ": %s", vcpu->vcpu, text);
	return -1;
}

int l1_ledgers_from_json(struct l1_ledgers *l, const json_t *json, unsigned int vendor,
			 char *error, size_t size)
{
	json_t *vcpu;
	size_t i;

	memset(l, 0, sizeof(*l));
	l->present = json && !json_is_null(json);
	if (!l->present)
		return 0;
	if (!json_is_array(json)) {
		snprintf(error, size, "it is no array");
		return -1;
	}
	if (json_array_size(json) && !vendor) {
		snprintf(error, size, "neither a window nor the parameter tells whose exit reasons "
			 "these are");
		return -1;
	}
	json_array_foreach((json_t *)json, i, vcpu)
		if (vcpu_from_json(l, vcpu, vendor, error, size))
			return -1;
	return finish(l, error, size);
}

json_t *l1_ledgers_to_json(const struct l1_ledgers *l)
{
	json_t *json, *vcpu;
	size_t i;

	if (!l->present)
		return json_null();
	json = json_array();
	for (i = 0; i < l->nr_vcpus; i++) {
		vcpu = json_pack("{s:I}", "vcpu", (json_int_t)l->vcpus[i].vcpu);
		if (l->vcpus[i].bytes)
			json_object_set_new(vcpu, "bytes", json_integer(l->vcpus[i].bytes));
		json_object_update_new(vcpu, ledger_to_json(&l->vcpus[i].ledger));
		json_array_append_new(json, vcpu);
	}
	return json;
}

/* There is room for it. */
static void add_statistic(struct l1_statistics *s, const char *name, int64_t value)
{
	s->statistic[s->nr].name = memory_printf("%s", name);
	s->statistic[s->nr++].value = value;
}

void l1_statistics_from_text(struct l1_statistics *s, FILE *f)
{
	struct ledger_line line;

	memset(s, 0, sizeof(*s));
	s->present = true;
	while (ledger_line_read(&line, f)) {
		if (line.nr != 1)
			continue;
		s->statistic = memory_grow(s->statistic, s->nr, sizeof(*s->statistic));
		add_statistic(s, line.name, line.value[0]);
	}
}

int l1_statistics_from_json(struct l1_statistics *s, const json_t *json, char *error,
			    size_t size)
{
	const char *name;
	json_t *value;

	memset(s, 0, sizeof(*s));
	s->present = json && !json_is_null(json);
	if (!s->present)
		return 0;
	if (!json_is_object(json)) {
		snprintf(error, size, "it is no object");
		return -1;
	}
	s->statistic = memory_resize(NULL, json_object_size(json), sizeof(*s->statistic));
	json_object_foreach((json_t *)json, name, value) {
		if (!json_is_integer(value)) {
			snprintf(error, size, "\"%.60s\" is no number", name);
			return -1;
		}
		add_statistic(s, name, json_integer_value(value));
	}
	return 0;
}

json_t *l1_statistics_to_json(const struct l1_statistics *s)
{
	json_t *json;
	size_t i;

	if (!s->present)
		return json_null();
	json = json_object();
	for (i = 0; i < s->nr; i++)
		json_object_set_new(json, s->statistic[i].name,
				    json_integer(s->statistic[i].value));
	return json;
}

bool l1_statistics_find(const struct l1_statistics *s, const char *name, int64_t *value)
{
	size_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->statistic[i].name, name))
			break;
	if (i == s->nr || s->statistic[i].value < 0 || !value_in_range(s->statistic[i].value))
		return false;
	*value = s->statistic[i].value;
	return true;
}

void l1_free(struct l1 *l1)
{
	size_t i;

	for (i = 0; i < l1->statistics.nr; i++)
		free(l1->statistics.statistic[i].name);
	free(l1->statistics.statistic);
	free(l1->ledgers.vcpus);
	memset(l1, 0, sizeof(*l1));
}
