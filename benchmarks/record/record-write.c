// SPDX-License-Identifier: GPL-2.0
/* The writer of records. */
#include "record.h"

#include "ledger/mode.h"
#include "ledger/window/window-json.h"
#include "util/json-file.h"

json_t *record_cell_to_json(const struct record *r)
{
	json_t *json;

	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:s}", "id", r->id,
			 "platform", r->platform,
			 "paging", paging_name(r->shadow ? KVM_EXITMETER_PAGING_SHADOW :
							   KVM_EXITMETER_PAGING_TDP),
			 "parameter", r->parameter, "workload", r->workload,
			 "seed", (json_int_t)r->seed, "memory", (json_int_t)r->memory,
			 "vcpus", (json_int_t)r->vcpus, "variant", r->variant);
	if (r->settings)
		json_object_set(json, "settings", r->settings);
	return json;
}

json_t *record_workload_to_json(const struct record *r)
{
	const struct record_workload *w = &r->file;
	json_t *json;

	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "summary", w->summary,
			 "group", w->group, "measure", w->measure, "scratch", w->scratch,
			 "prepare", w->prepare, "startup", w->startup, "command", w->command,
			 "operations", w->operations);
	if (*w->system)
		json_object_set_new(json, "system", json_string(w->system));
	if (*w->network)
		json_object_set_new(json, "network", json_string(w->network));
	if (*w->points)
		json_object_set_new(json, "points", json_string(w->points));
	return json;
}

static json_t *window_or_null(bool there, const struct window *w)
{
	return there ? window_to_json(w, w->command) : json_null();
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *point_to_json(const struct record_point *p)
{
	json_t *operations = json_null();

	if (p->what)
		operations = json_pack("{s:I, s:s}", "number", (json_int_t)p->operations,
				       "what", p->what);
	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "point", p->name, "operations", operations,
			 "window", window_or_null(p->has_window, &p->window),
			 "startup", window_or_null(p->has_startup, &p->startup),
			 "output", text_or_null(p->output));
}

static json_t *observer_to_json(const struct record *r)
{
	json_t *json;

	if (!r->observed)
		return json_null();
	json = json_pack("{s:o}", "log", text_or_null(r->observer_log));
	if (r->observer_bytes >= 0)
		json_object_set_new(json, "bytes", json_integer(r->observer_bytes));
	return json;
}

static void add_l1(json_t *json, const struct record *r)
{
	json_t *ledgers = json_object(), *statistics = json_object();
	size_t i;

	for (i = 0; i < L1_TIMES; i++) {
		json_object_set_new(ledgers, l1_times[i], l1_ledgers_to_json(&r->l1[i].ledgers));
		json_object_set_new(statistics, l1_times[i],
				    l1_statistics_to_json(&r->l1[i].statistics));
	}
	json_object_set_new(json, "kvm_stats", statistics);
	json_object_set_new(json, "l1_ledgers", ledgers);
}

json_t *record_measured_to_json(const struct record *r)
{
	json_t *json = json_object(), *points = json_array();
	size_t i;

	json_object_set_new(json, "window", window_or_null(r->has_window, &r->window));
	json_object_set_new(json, "startup", window_or_null(r->has_startup, &r->startup));
	for (i = 0; i < r->nr_points; i++)
		json_array_append_new(points, point_to_json(&r->points[i]));
	if (i)
		json_object_set(json, "points", points);
	json_decref(points);
	add_l1(json, r);
	if (r->timeline)
		json_object_set_new(json, "timeline", timeline_to_json(r->timeline));
	if (r->kernel_ns >= 0)
		json_object_set_new(json, "kernel_ns", json_integer(r->kernel_ns));
	json_object_set_new(json, "tracepoint", r->tracepoint ?
			    tracepoint_to_json(r->tracepoint) : json_null());
	json_object_set_new(json, "observer", observer_to_json(r));
	json_object_set_new(json, "pti", text_or_null(r->pti));
	if (r->cpu)
		json_object_set(json, "cpu", r->cpu);
	if (r->kvm_parameters)
		json_object_set(json, "kvm_parameters", r->kvm_parameters);
	json_object_set_new(json, "output", text_or_null(r->output));
	return json;
}

static json_t *host_to_json(const struct record_host *h)
{
	json_t *json = json_pack("{s:s, s:f, s:I, s:I}", "started", h->started,
				 "seconds", h->seconds, "jobs", (json_int_t)h->jobs,
				 "boots", (json_int_t)h->boots);

	if (h->node)
		json_object_set_new(json, "node", json_string(h->node));
	if (h->log)
		json_object_set_new(json, "log", json_string(h->log));
	return json;
}

json_t *record_to_json(const struct record *r)
{
	json_t *workload = record_workload_to_json(r);
	json_t *json = json_pack("{s:s, s:o, s:o, s:s}", "schema", RECORD_SCHEMA,
				 "cell", record_cell_to_json(r),
				 "workload", workload, "status", r->status);

	rules_to_json(&r->file.rules, workload);

	if (*r->error)
		json_object_set_new(json, "error", json_string(r->error));
	json_object_set(json, "identity", r->identity);
	json_object_set_new(json, "measured", record_measured_to_json(r));
	json_object_set_new(json, "host", host_to_json(&r->host));
	if (r->end)
		json_object_set(json, "end", r->end);
	return json;
}

int record_write(const struct record *r, const char *path)
{
	json_t *json = record_to_json(r);
	int err = json_file_write(path, json);

	json_decref(json);
	return err;
}
