// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/mode.h"
#include "ledger/window-json.h"
#include "memory.h"
#include "message.h"
#include "record-read.h"

int record_malformed(const struct record *r, const char *what)
{
	message("%s: not a usable record: %s; run the cell again", r->path, what);
	return -1;
}

int record_read_window(const struct record *r, struct window *w, const json_t *json,
		       const char *what)
{
	char error[160], text[256];

	if (!window_from_json(w, json, error, sizeof(error)))
		return 0;
	snprintf(text, sizeof(text), "%s: %s", what, error);
	return record_malformed(r, text);
}

static json_t *load_json(const char *path)
{
	json_error_t error;
	json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (json)
		return json;
	if (error.line < 0)
		message("%s: %s", path, error.text);
	else
		message("%s:%d: not valid JSON: %s; the file is cut off or damaged, "
			"run the cell again", path, error.line, error.text);
	return NULL;
}

static int read_schema(const struct record *r)
{
	const char *schema = json_string_value(json_object_get(r->json, "schema"));

	if (schema && !strcmp(schema, RECORD_SCHEMA))
		return 0;
	message("%s: schema is \"%s\", wanted \"" RECORD_SCHEMA "\"; "
		"use the exitreport that belongs to the record", r->path, schema ? schema : "");
	return -1;
}

/* The file's name and the cell's id must be the same: records get copied. */
static int check_name(const struct record *r)
{
	const char *base = strrchr(r->path, '/');
	size_t len = strlen(r->id);

	base = base ? base + 1 : r->path;
	if (!strncmp(base, r->id, len) && !strcmp(base + len, ".json"))
		return 0;
	message("%s: holds the cell %s; rename the file", r->path, r->id);
	return -1;
}

static int check_settings(const struct record *r)
{
	const char *name;
	json_t *value;

	if (r->settings && !json_is_object(r->settings))
		return record_malformed(r, "cell.settings is not an object");
	json_object_foreach(r->settings, name, value)
		if (!json_is_string(value))
			return record_malformed(r, "cell.settings has a value that is not a "
						"string");
	return 0;
}

static int read_cell(struct record *r)
{
	json_error_t error;
	const char *paging;
	int mode;

	r->summary = "";
	r->group = "";
	r->measure = "";
	r->command = "";
	r->operations = "";
	r->error = "";
	r->variant = "";
	if (json_unpack_ex(r->json, &error, 0,
			   "{s:{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s?s, s?o}, "
			   "s:{s?s, s?s, s?s, s?s, s?s}, s:s, s?s, s:o, s?o}",
			   "cell", "id", &r->id, "platform", &r->platform, "paging", &paging,
			   "parameter", &r->parameter, "workload", &r->workload,
			   "seed", &r->seed, "memory", &r->memory, "vcpus", &r->vcpus,
			   "variant", &r->variant, "settings", &r->settings,
			   "workload", "summary", &r->summary, "group", &r->group,
			   "measure", &r->measure, "command", &r->command,
			   "operations", &r->operations,
			   "status", &r->status, "error", &r->error,
			   "identity", &r->identity, "measured", &r->measured))
		return record_malformed(r, error.text);
	mode = paging_of_name(paging);
	if (mode < 0)
		return record_malformed(r, "cell.paging is neither \"tdp\" nor \"shadow\"");
	r->shadow = mode == KVM_EXITMETER_PAGING_SHADOW;
	if (check_settings(r))
		return -1;
	r->name = memory_printf("%s%s%s", r->workload, *r->variant ? "." : "", r->variant);
	return check_name(r);
}

static int read_measured(struct record *r)
{
	json_t *startup = json_object_get(r->measured, "startup");
	unsigned int paging;

	mode_of_parameter(r->parameter, &r->vendor, &paging);
	r->unmeasured = !strcmp(r->status, "unmeasured");
	r->ok = !strcmp(r->status, "ok");
	if (!r->ok)
		return 0;
	if (!json_is_object(json_object_get(r->measured, "window")))
		return record_malformed(r, "status is \"ok\" without a measured.window");
	if (record_read_window(r, &r->window, json_object_get(r->measured, "window"), "window"))
		return -1;
	r->vendor = r->window.info.vendor;
	r->has_startup = json_is_object(startup);
	if (r->has_startup && record_read_window(r, &r->startup, startup, "startup"))
		return -1;
	return record_read_points(r);
}

struct record *record_load(const char *path)
{
	struct record *r = memory_zalloc(sizeof(*r));

	r->path = memory_printf("%s", path);
	r->json = load_json(path);
	if (r->json && !read_schema(r) && !read_cell(r) && !read_measured(r))
		return r;
	record_free(r);
	return NULL;
}

void record_free(struct record *r)
{
	json_decref(r->json);
	window_free(&r->window);
	window_free(&r->startup);
	record_free_points(r);
	free(r->path);
	free(r->name);
	free(r);
}

const char *record_setting(const struct record *r, const char *name)
{
	const char *value = json_string_value(json_object_get(r->settings, name));

	return value ? value : "";
}

const char *record_observer(const struct record *r)
{
	const char *observer = record_setting(r, "observer");
	const char *timeline = record_setting(r, "timeline");

	if (*observer && strcmp(observer, "none"))
		return observer;
	return *timeline && strcmp(timeline, "off") ? "timeline" : NULL;
}

const char *record_mode_name(unsigned int vendor, bool shadow)
{
	return mode_parameter(vendor, shadow ? KVM_EXITMETER_PAGING_SHADOW :
					       KVM_EXITMETER_PAGING_TDP);
}
