// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell/wait-status.h"
#include "complaint.h"
#include "laws.h"
#include "platform.h"
#include "points.h"
#include "results.h"
#include "stall.h"
#include "ledger/window-json.h"

static json_t *settings_json(const struct cell *c)
{
	json_t *json = json_object();
	int i;

	for (i = 0; i < SETTING_NR; i++)
		json_object_set_new(json, settings[i].name, json_string(c->settings[i]));
	return json;
}

static json_t *cell_json(const struct cell *c)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:o}",
			 "id", c->id,
			 "platform", c->platform->name,
			 "paging", c->paging == KVM_EXITMETER_PAGING_TDP ? "tdp" : "shadow",
			 "parameter", platform_vendor(c->platform)->parameter[c->paging],
			 "workload", c->workload->name,
			 "seed", (json_int_t)c->seed,
			 "memory", (json_int_t)atol(c->settings[SETTING_memory]),
			 "vcpus", (json_int_t)atol(c->settings[SETTING_vcpus]),
			 "variant", c->variant,
			 "settings", settings_json(c));
}

static json_t *workload_json(const struct workload *w)
{
	json_t *json;

	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
			 "summary", w->summary,
			 "group", w->group,
			 "measure", w->measure,
			 "scratch", w->scratch,
			 "prepare", w->prepare,
			 "startup", w->startup,
			 "command", w->command,
			 "operations", w->operations);
	if (*w->points)
		json_object_set_new(json, "points", json_string(w->points));
	return json;
}

static json_t *host_json(const struct record_host *h)
{
	char started[32];

	strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", gmtime(&h->started));
	return json_pack("{s:s, s:f, s:i, s:i}", "started", started,
			 "seconds", (int)(h->seconds * 10 + 0.5) / 10.0, "jobs", h->jobs,
			 "boots", h->boots);
}

static bool is_unmeasured(const struct cell *cell)
{
	return !strcmp(cell->workload->measure, JOB_MEASURE_NONE) ||
	       !strcmp(cell->workload->measure, JOB_MEASURE_L1);
}

/* NULL if the command ended well; else a sentence about how it did. */
static const char *command_error(int status, char *text, size_t size)
{
	char how[128];

	if (!status)
		return NULL;
	snprintf(text, size, "the command %s; see \"output\"",
		 wait_status_text(status, how, sizeof(how)));
	return text;
}

/* What is wrong with a cell that seemed to end well; NULL if nothing is. */
static const char *find_error(const struct cell *cell, const json_t *measured, const char *logs,
			      char *text, size_t size)
{
	const json_t *window = json_object_get(measured, "window");
	char status[32];

	/* L1 and L2 write down themselves why they gave up. */
	if (results_status(logs, "error", text, size))
		return text;
	if (is_unmeasured(cell)) {
		if (!results_status(logs, "command", status, sizeof(status)))
			return "the command's end did not come out of the machine; see the logs";
		return command_error(atoi(status), text, size);
	}
	if (!json_is_object(window))
		return "no window came out of L2; see the logs";
	if (command_error(json_integer_value(json_object_get(window, "status")), text, size))
		return text;
	if (points_error(json_object_get(measured, "points"), text, size))
		return text;
	if (complaint_find(logs, text, size))
		return text;
	if (platform_spoils_cells(cell->platform) &&
	    stall_find(logs, atol(cell->settings[SETTING_vcpus]), text, size))
		return text;
	return laws_broken(json_object_get(measured, "laws"), text, size) ? text : NULL;
}

json_t *record_build(const struct cell *cell, json_t *identity, const char *logs,
		     const struct record_host *host, const char *error, bool timeout)
{
	json_t *record = json_object(), *measured = results_read(logs, cell->workload);
	const char *status;
	char text[1024];

	json_object_set_new(measured, "laws", laws_check(cell, measured));
	if (!error)
		error = find_error(cell, measured, logs, text, sizeof(text));

	json_object_set_new(record, "schema", json_string(RECORD_SCHEMA));
	json_object_set_new(record, "cell", cell_json(cell));
	json_object_set_new(record, "workload", workload_json(cell->workload));
	if (error)
		status = timeout ? RECORD_TIMEOUT : RECORD_FAILED;
	else
		status = is_unmeasured(cell) ? RECORD_UNMEASURED : RECORD_OK;
	json_object_set_new(record, "status", json_string(status));
	if (error)
		json_object_set_new(record, "error", json_string(error));
	json_object_set(record, "identity", identity);
	json_object_set_new(record, "measured", measured);
	json_object_set_new(record, "host", host_json(host));
	return record;
}

const char *record_status(const json_t *record)
{
	const char *schema = json_string_value(json_object_get(record, "schema"));
	const char *status = json_string_value(json_object_get(record, "status"));

	return schema && status && !strcmp(schema, RECORD_SCHEMA) ? status : "";
}

bool record_is_good(const json_t *record)
{
	const char *status = record_status(record);

	return !strcmp(status, RECORD_OK) || !strcmp(status, RECORD_UNMEASURED);
}

bool record_is_kept(const char *path, const struct cell *cell, json_t *identity)
{
	json_t *record = json_load_file(path, 0, NULL);
	json_t *this_cell = cell_json(cell), *workload = workload_json(cell->workload);
	bool kept = record && record_is_good(record) &&
		    json_equal(json_object_get(record, "identity"), identity) &&
		    json_equal(json_object_get(record, "cell"), this_cell) &&
		    json_equal(json_object_get(record, "workload"), workload);

	json_decref(this_cell);
	json_decref(workload);
	json_decref(record);
	return kept;
}
