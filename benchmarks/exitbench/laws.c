// SPDX-License-Identifier: GPL-2.0
#include "laws.h"

#include <stdio.h>
#include <string.h>

#include "ledger/detail-json.h"
#include "ledger/ledger.h"
#include "record/timeline.h"
#include "ledger/ledger-json.h"
#include "ledger/mode.h"

static void add(json_t *laws, const char *name, const char *where, const char *text,
		int64_t difference)
{
	json_array_append_new(laws, json_pack("{s:s, s:s, s:s, s:I, s:b}", "name", name,
			      "where", where, "text", text,
			      "difference", (json_int_t)difference, "holds", !difference));
}

static void check_ledger(json_t *laws, const char *where, const struct ledger *l,
			 unsigned int running)
{
	size_t i;

	for (i = 0; i < ledger_nr_laws; i++)
		add(laws, ledger_laws[i].name, where, ledger_laws[i].text,
		    ledger_law_off(&ledger_laws[i], l, running));
}

static void check_detail(json_t *laws, const char *where, const struct ledger *l,
			 const json_t *json, unsigned int vendor)
{
	char error[128];
	struct detail d;
	size_t i;

	if (detail_from_json(&d, json, l->nr_reasons, error, sizeof(error)))
		add(laws, "readable", where, error, 1);
	for (i = 0; i < detail_nr_laws; i++)
		if (d.features & detail_laws[i].feature)
			add(laws, detail_laws[i].name, where, detail_laws[i].text,
			    detail_laws[i].off(&d, l, vendor));
	detail_free(&d);
}

static void prove_mode(json_t *laws, const char *where, const struct ledger *l,
		       const char *vendor, unsigned int paging)
{
	const struct ledger_mode_proof *proof;
	int64_t sum = 0;
	size_t i;

	proof = ledger_mode_proof(vendor_of_name(vendor), paging);
	for (i = 0; i < proof->nr; i++)
		sum += l->rows[proof->reasons[i]].count;
	add(laws, "mode", where, proof->text, sum);
}

/* A window that is the sum of several has as many copies of a vCPU that runs. */
static void check_window(json_t *laws, const struct cell *cell, const json_t *window,
			 const char *name, unsigned int nr_windows)
{
	const json_t *meter = json_object_get(window, "meter");
	const char *vendor = json_string_value(json_object_get(meter, "vendor"));
	const char *paging = json_string_value(json_object_get(meter, "paging"));
	const char *wanted = cell->paging == KVM_EXITMETER_PAGING_TDP ? "tdp" : "shadow";
	unsigned int nr_reasons = json_integer_value(json_object_get(meter, "reasons"));
	json_int_t vcpus = json_integer_value(json_object_get(meter, "vcpus"));
	static const char *const latches[] = { "begin", "end" };
	const json_t *latch;
	char error[128], where[128];
	struct ledger l;
	size_t i;

	if (!vendor || !paging || nr_reasons > LEDGER_MAX_ROWS - KVM_EXITMETER_ROW_NR)
		return;
	add(laws, "meter", name, "the meter tells the mode that was asked for",
	    strcmp(paging, wanted) != 0);
	/* A vCPU that is left out is zeros, for which all the other laws hold. */
	add(laws, "latch", name, "both latches copied all vCPUs undisturbed",
	    json_integer_value(json_object_get(window, "latch_flags")));
	for (i = 0; i < sizeof(latches) / sizeof(latches[0]); i++) {
		snprintf(where, sizeof(where), "%s %s", name, latches[i]);
		latch = json_object_get(window, latches[i]);
		if (ledger_from_json(&l, latch, nr_reasons, error, sizeof(error))) {
			add(laws, "readable", where, error, 1);
			continue;
		}
		check_ledger(laws, where, &l, (vcpus > 0 ? vcpus - 1 : 0) * nr_windows);
		check_detail(laws, where, &l, latch, vendor_of_name(vendor));
		prove_mode(laws, where, &l, vendor, cell->paging);
	}
}

/* What L1 reads while the VM stands still must agree with KVM's statistics. */
static void check_host(json_t *laws, const json_t *measured, unsigned int nr_reasons)
{
	const json_t *vcpus = json_object_get(json_object_get(measured, "host_ledger"), "end");
	const json_t *stats = json_object_get(json_object_get(measured, "kvm_stats"), "end");
	json_int_t all = 0;
	char error[128], where[48];
	struct ledger l;
	json_t *vcpu;
	size_t i;

	json_array_foreach((json_t *)vcpus, i, vcpu) {
		snprintf(where, sizeof(where), "host end vcpu %zu", i);
		if (ledger_from_parts(&l, json_object_get(vcpu, "sums"),
				      json_object_get(vcpu, "rows"), nr_reasons, error,
				      sizeof(error)))
			add(laws, "readable", where, error, 1);
		else
			check_ledger(laws, where, &l, 0);
		all += l.exits + l.vmfail + l.emulation;
	}
	if (json_array_size(vcpus))
		add(laws, "debugfs", "host end",
		    "exits + vmfail + emulation = debugfs' statistic \"exits\" of the VM",
		    all - json_integer_value(json_object_get(stats, "exits")));
}

static void check_points(json_t *laws, const struct cell *cell, const json_t *points)
{
	json_t *point;
	char name[96];
	size_t i;

	json_array_foreach((json_t *)points, i, point) {
		snprintf(name, sizeof(name), "point %.64s",
			 json_string_value(json_object_get(point, "point")));
		check_window(laws, cell, json_object_get(point, "window"), name, 1);
	}
}

/* What was seen over time must come to what there was in the end. */
static void check_timeline(json_t *laws, const json_t *measured)
{
	const json_t *json = json_object_get(measured, "timeline");
	const json_t *vcpus = json_object_get(json_object_get(measured, "host_ledger"), "end");
	struct timeline t;
	char error[128];

	if (!json)
		return;
	if (timeline_from_json(&t, json, error, sizeof(error))) {
		add(laws, "readable", "timeline", error, 1);
		return;
	}
	add(laws, "samples", "timeline", TIMELINE_TIME_LAW, timeline_time_off(&t));
	add(laws, "timeline", "timeline", TIMELINE_SUM_LAW,
	    timeline_sum_off(&t, json_array_get(vcpus, 0)));
	timeline_free(&t);
}

json_t *laws_check(const struct cell *cell, const json_t *measured)
{
	const json_t *points = json_object_get(measured, "points");
	const json_t *window = json_object_get(measured, "window");
	const json_t *meter = json_object_get(window, "meter");
	json_t *laws = json_array();

	if (!json_is_object(window))
		return laws;
	check_window(laws, cell, window, "window", points ? json_array_size(points) : 1);
	check_points(laws, cell, points);
	check_host(laws, measured, json_integer_value(json_object_get(meter, "reasons")));
	check_timeline(laws, measured);
	return laws;
}

bool laws_broken(const json_t *laws, char *text, size_t size)
{
	json_t *law;
	size_t i;

	if (!json_array_size(laws)) {
		snprintf(text, size, "no law could be checked");
		return true;
	}
	json_array_foreach((json_t *)laws, i, law) {
		if (json_is_true(json_object_get(law, "holds")))
			continue;
		snprintf(text, size, "law \"%s\" broken at %s: %s (off by %lld)",
			 json_string_value(json_object_get(law, "name")),
			 json_string_value(json_object_get(law, "where")),
			 json_string_value(json_object_get(law, "text")),
			 json_integer_value(json_object_get(law, "difference")));
		return true;
	}
	return false;
}
