// SPDX-License-Identifier: GPL-2.0
#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/log-file.h"
#include "points.h"
#include "record/timeline-text.h"

/* By when KVM's figures are taken. */
static const char *const moments[] = { "before", "after", "end" };

#define NR_MOMENTS (sizeof(moments) / sizeof(moments[0]))

/* Lines "name value". */
static json_t *load_stats(const char *dir, const char *when)
{
	char name[64];
	long long value;
	json_t *json;
	FILE *f;

	snprintf(name, sizeof(name), "kvm-stats.%s", when);
	f = log_file_open(dir, name);
	if (!f)
		return json_null();
	json = json_object();
	while (fscanf(f, "%63s %lld", name, &value) == 2)
		json_object_set_new(json, name, json_integer(value));
	fclose(f);
	return json;
}

/*
 * The tables of the vCPUs: "vcpu N", then "name value" lines, a line of column
 * titles that begins with "reason", and rows of a name and six numbers.
 */
static json_t *load_ledgers(const char *dir, const char *when)
{
	json_t *vcpus, *sums = NULL, *rows = NULL;
	char name[64], line[512];
	long long v[6];
	FILE *f;
	int n;

	snprintf(name, sizeof(name), "ledger.%s", when);
	f = log_file_open(dir, name);
	if (!f)
		return json_null();
	vcpus = json_array();
	while (fgets(line, sizeof(line), f)) {
		n = sscanf(line, "%63s %lld %lld %lld %lld %lld %lld", name,
			   &v[0], &v[1], &v[2], &v[3], &v[4], &v[5]);
		if (n == 2 && !strcmp(name, "vcpu")) {
			sums = json_object();
			rows = json_object();
			json_array_append_new(vcpus, json_pack("{s:I, s:o, s:o}", "vcpu",
					      (json_int_t)v[0], "sums", sums, "rows", rows));
		} else if (n == 2 && sums) {
			json_object_set_new(sums, name, json_integer(v[0]));
		} else if (n == 7 && rows) {
			json_object_set_new(rows, name, json_pack("[I,I,I,I,I,I]",
					    (json_int_t)v[0], (json_int_t)v[1], (json_int_t)v[2],
					    (json_int_t)v[3], (json_int_t)v[4], (json_int_t)v[5]));
		}
	}
	fclose(f);
	return vcpus;
}

/*
 * The histogram of kvm:kvm_exit: lines "{ exit_reason: N } hitcount: N", then
 * totals "Hits: N", "Entries: N", "Dropped: N".
 */
static json_t *load_tracepoint(const char *dir)
{
	json_t *json, *reasons;
	char line[512], name[32];
	long long reason, n;
	FILE *f = log_file_open(dir, "tracepoint.hist");

	if (!f)
		return json_null();
	json = json_object();
	reasons = json_object();
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, " { exit_reason: %lld } hitcount: %lld", &reason, &n) == 2) {
			snprintf(name, sizeof(name), "%lld", reason);
			json_object_set_new(reasons, name, json_integer(n));
		} else if (sscanf(line, " Hits: %lld", &n) == 1) {
			json_object_set_new(json, "hits", json_integer(n));
		} else if (sscanf(line, " Entries: %lld", &n) == 1) {
			json_object_set_new(json, "entries", json_integer(n));
		} else if (sscanf(line, " Dropped: %lld", &n) == 1) {
			json_object_set_new(json, "dropped", json_integer(n));
		}
	}
	fclose(f);
	json_object_set_new(json, "reasons", reasons);
	return json;
}

/* NULL if nobody looked at the ledger over time, which is the rule. */
static json_t *load_timeline(const char *dir)
{
	FILE *f = log_file_open(dir, "timeline");
	json_t *json = f ? timeline_text_read(f) : NULL;

	if (f)
		fclose(f);
	return json;
}

/* What another observer said, and how much it wrote; null if there was none. */
static json_t *load_observer(const char *dir)
{
	json_t *log = log_file_shortened(log_file_text(dir, "observer.log"));
	char bytes[32];

	if (results_status(dir, "observer_bytes", bytes, sizeof(bytes)))
		return json_pack("{s:o, s:I}", "log", log, "bytes", atoll(bytes));
	return json_is_null(log) ? log : json_pack("{s:o}", "log", log);
}

/* Does L2's kernel keep its page tables apart? Null if there was no L2 to ask. */
static json_t *load_pti(const char *dir)
{
	char pti[8];

	return results_status(dir, "pti", pti, sizeof(pti)) ? json_string(pti) : json_null();
}

/* Of a boot: when L2's kernel began, ns since the VM did. NULL if that is not known. */
static json_t *load_kernel_begin(const char *dir)
{
	char ns[32];

	if (!results_status(dir, "kernel_ns", ns, sizeof(ns)) || atoll(ns) < 0)
		return NULL;
	return json_integer(atoll(ns));
}

/* Of the command, which was run in L2 or in L1. */
static json_t *load_output(const char *dir)
{
	json_t *text = log_file_text(dir, "l2/command.out");

	return log_file_shortened(json_is_null(text) ? log_file_text(dir, "command.out") : text);
}

static json_t *at_all_moments(const char *dir, json_t *(*load)(const char *, const char *))
{
	json_t *json = json_object();
	size_t i;

	for (i = 0; i < NR_MOMENTS; i++)
		json_object_set_new(json, moments[i], load(dir, moments[i]));
	return json;
}

static void set_if_any(json_t *object, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(object, key, value);
}

/* The cell's window is what all points add up to. */
static void add_points(json_t *measured, json_t *points, const char *command)
{
	json_object_set_new(measured, "window", points_sum(points, "window", command));
	json_object_set_new(measured, "startup", points_sum(points, "startup", command));
	json_object_set_new(measured, "points", points);
}

json_t *results_read(const char *logs, const struct workload *workload)
{
	json_t *measured = json_object(), *points = points_read(logs, workload->points);

	if (points) {
		add_points(measured, points, workload->command);
	} else {
		json_object_set_new(measured, "window", log_file_json(logs, "l2/window.json"));
		json_object_set_new(measured, "startup", log_file_json(logs, "l2/startup.json"));
	}
	json_object_set_new(measured, "kvm_stats", at_all_moments(logs, load_stats));
	json_object_set_new(measured, "host_ledger", at_all_moments(logs, load_ledgers));
	set_if_any(measured, "timeline", load_timeline(logs));
	set_if_any(measured, "kernel_ns", load_kernel_begin(logs));
	json_object_set_new(measured, "tracepoint", load_tracepoint(logs));
	json_object_set_new(measured, "observer", load_observer(logs));
	json_object_set_new(measured, "pti", load_pti(logs));
	json_object_set_new(measured, "output", load_output(logs));
	return measured;
}

static bool find_line(FILE *f, const char *key, char *value, size_t size)
{
	char line[1024], *at;

	while (fgets(line, sizeof(line), f)) {
		at = strchr(line, '=');
		if (!at || (size_t)(at - line) != strlen(key) || strncmp(line, key, at - line))
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(value, size, "%s", at + 1);
		return true;
	}
	return false;
}

bool results_status(const char *logs, const char *key, char *value, size_t size)
{
	/* L2's reason first: L1's may be a consequence. */
	static const char *const files[] = { "l2/status", "status" };
	bool found = false;
	size_t i;
	FILE *f;

	for (i = 0; i < sizeof(files) / sizeof(files[0]) && !found; i++) {
		f = log_file_open(logs, files[i]);
		if (!f)
			continue;
		found = find_line(f, key, value, size);
		fclose(f);
	}
	return found;
}
