// SPDX-License-Identifier: GPL-2.0
#include "points.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell/job.h"
#include "ledger/ledger.h"
#include "record/log-file.h"
#include "ledger/window-json.h"

static const char *const ledgers[] = { "empty", "begin", "end", "net" };

/* Reads "N WHAT"; false if that is not what it is. */
static bool read_operations(const char *text, json_t **operations)
{
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno || end == text || number < 0 || *end != ' ')
		return false;
	end++;
	*operations = json_pack("{s:I, s:o}", "number", (json_int_t)number,
				"what", json_stringn(end, strcspn(end, "\n")));
	return *operations;
}

json_t *points_operations(const char *output)
{
	static const char key[] = "operations ";
	json_t *operations = NULL;
	const char *line = output;

	for (; line && *line; line = strchr(line, '\n'), line += !!line) {
		if (strncmp(line, key, strlen(key)))
			continue;
		if (!operations && read_operations(line + strlen(key), &operations))
			continue;
		json_decref(operations);
		return json_null();
	}
	return operations ? operations : json_null();
}

static json_t *read_point(const char *logs, const char *point, int number)
{
	char window[64], startup[64], output[64];
	json_t *text, *operations;

	snprintf(window, sizeof(window), "l2/window.%d.json", number);
	snprintf(startup, sizeof(startup), "l2/startup.%d.json", number);
	snprintf(output, sizeof(output), "l2/command.%d.out", number);
	text = log_file_text(logs, output);
	operations = points_operations(json_string_value(text));
	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "point", point, "operations", operations,
			 "window", log_file_json(logs, window),
			 "startup", log_file_json(logs, startup),
			 "output", log_file_shortened(text));
}

json_t *points_read(const char *logs, const char *points)
{
	char copy[JOB_VALUE_SIZE], *words[JOB_MAX_POINTS];
	json_t *json;
	int nr, i;

	snprintf(copy, sizeof(copy), "%s", points);
	nr = job_points(copy, words);
	if (nr <= 0)
		return NULL;
	json = json_array();
	for (i = 0; i < nr; i++)
		json_array_append_new(json, read_point(logs, words[i], i));
	return json;
}

static bool add_ledger(struct ledger *sum, const json_t *json, unsigned int nr_reasons)
{
	struct ledger l;
	char error[128];

	if (ledger_from_json(&l, json, nr_reasons, error, sizeof(error)))
		return false;
	ledger_add(sum, &l);
	return true;
}

/* The sum of a ledger over the windows; NULL if one of them has none. */
static json_t *sum_ledgers(const json_t *points, const char *key, const char *name,
			   unsigned int nr_reasons)
{
	struct ledger sum = { 0 };
	json_t *point;
	size_t i;

	json_array_foreach((json_t *)points, i, point)
		if (!add_ledger(&sum, json_object_get(json_object_get(point, key), name),
				nr_reasons))
			return NULL;
	return ledger_to_json(&sum);
}

static json_t *sum_vcpu(const json_t *points, const char *key, size_t vcpu,
			unsigned int nr_reasons)
{
	struct ledger sum = { 0 };
	json_t *point, *vcpus;
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		vcpus = json_object_get(json_object_get(point, key), "vcpus");
		if (!add_ledger(&sum, json_array_get(vcpus, vcpu), nr_reasons))
			return NULL;
	}
	return ledger_to_json(&sum);
}

static json_t *sum_vcpus(const json_t *points, const char *key, size_t nr,
			 unsigned int nr_reasons)
{
	json_t *vcpus = json_array(), *vcpu;
	size_t i;

	for (i = 0; i < nr; i++) {
		vcpu = sum_vcpu(points, key, i, nr_reasons);
		/* NULL is not appended: fewer than there are, which no law lets pass. */
		json_array_append_new(vcpus, vcpu);
	}
	return vcpus;
}

/* The first status that is not 0, and the flags of all latches. */
static void join_states(json_t *sum, const json_t *points, const char *key)
{
	json_int_t flags = 0, status = 0;
	json_t *point, *window;
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		window = json_object_get(point, key);
		flags |= json_integer_value(json_object_get(window, "latch_flags"));
		if (!status)
			status = json_integer_value(json_object_get(window, "status"));
	}
	json_object_set_new(sum, "status", json_integer(status));
	json_object_set_new(sum, "latch_flags", json_integer(flags));
}

static json_t *split_command(const char *command)
{
	char copy[JOB_VALUE_SIZE], *argv[JOB_MAX_ARGS];
	json_t *words = json_array();
	int nr, i;

	snprintf(copy, sizeof(copy), "%s", command);
	nr = job_split(copy, argv);
	for (i = 0; i < nr; i++)
		json_array_append_new(words, json_string(argv[i]));
	return words;
}

json_t *points_sum(const json_t *points, const char *key, const char *command)
{
	const json_t *first = json_object_get(json_array_get(points, 0), key);
	const json_t *meter = json_object_get(first, "meter");
	unsigned int nr_reasons = json_integer_value(json_object_get(meter, "reasons"));
	json_t *sum, *ledger, *vcpus;
	size_t i;

	if (!json_is_object(first))
		return json_null();
	/* What the first says of meter and schema holds for all. */
	sum = json_copy((json_t *)first);
	json_object_set_new(sum, "command", split_command(command));
	join_states(sum, points, key);
	for (i = 0; i < sizeof(ledgers) / sizeof(ledgers[0]); i++) {
		ledger = sum_ledgers(points, key, ledgers[i], nr_reasons);
		if (!ledger) {
			json_decref(sum);
			return json_null();
		}
		json_object_set_new(sum, ledgers[i], ledger);
	}
	vcpus = json_object_get(first, "vcpus");
	if (vcpus)
		json_object_set_new(sum, "vcpus", sum_vcpus(points, key, json_array_size(vcpus),
							     nr_reasons));
	return sum;
}

bool points_error(const json_t *points, char *text, size_t size)
{
	const json_t *operations;
	json_t *point;
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		operations = json_object_get(point, "operations");
		if (json_integer_value(json_object_get(operations, "number")) > 0)
			continue;
		snprintf(text, size, "at point %s the command printed no line \"operations N "
			 "WHAT\" with N above 0, or more than one; see \"output\"",
			 json_string_value(json_object_get(point, "point")));
		return true;
	}
	return false;
}
