// SPDX-License-Identifier: GPL-2.0
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/mode.h"
#include "util/memory.h"

struct record *record_new(void)
{
	struct record *r = memory_zalloc(sizeof(*r));
	const struct record_workload none = {
		"", "", "", "", "", "", "", "", "", "", "", { NULL, NULL, 0 },
	};

	r->id = "";
	r->platform = "";
	r->parameter = "";
	r->workload = "";
	r->variant = "";
	r->status = "";
	r->error = "";
	r->file = none;
	r->host.started = "";
	r->kernel_ns = -1;
	r->observer_bytes = -1;
	return r;
}

const char *record_keep(struct record *r, char *text)
{
	if (!text)
		return NULL;
	r->kept = memory_grow(r->kept, r->nr_kept, sizeof(*r->kept));
	r->kept[r->nr_kept++] = text;
	return text;
}

void record_set_status(struct record *r, const char *status)
{
	r->status = status;
	r->ok = !strcmp(status, RECORD_OK);
	r->unmeasured = !strcmp(status, RECORD_UNMEASURED);
}

struct record_point *record_add_points(struct record *r, size_t nr)
{
	struct record_point *added;

	if (!nr)
		return NULL;
	r->points = memory_resize(r->points, r->nr_points + nr, sizeof(*r->points));
	added = &r->points[r->nr_points];
	memset(added, 0, nr * sizeof(*added));
	r->nr_points += nr;
	return added;
}

/* Words that struct window can free. */
static char **copy_words(char *const words[])
{
	char **copy = NULL;
	size_t nr = 0;

	for (; words[nr]; nr++) {
		copy = memory_grow(copy, nr, sizeof(*copy));
		copy[nr] = memory_printf("%s", words[nr]);
	}
	return memory_grow(copy, nr, sizeof(*copy));
}

static bool sum_windows(struct window *sum, const struct record *r, bool startup,
			char *const command[])
{
	const struct record_point *p;
	size_t i;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < r->nr_points; i++) {
		p = &r->points[i];
		if (startup ? p->has_startup && !window_add(sum, &p->startup) :
			      p->has_window && !window_add(sum, &p->window))
			continue;
		window_free(sum);
		return false;
	}
	sum->command = copy_words(command);
	return r->nr_points;
}

void record_sum_points(struct record *r, char *const command[])
{
	r->has_window = sum_windows(&r->window, r, false, command);
	r->has_startup = sum_windows(&r->startup, r, true, command);
}

static void free_points(struct record *r)
{
	size_t i;

	for (i = 0; i < r->nr_points; i++) {
		window_free(&r->points[i].window);
		window_free(&r->points[i].startup);
	}
	free(r->points);
}

void record_free(struct record *r)
{
	size_t i;

	window_free(&r->window);
	window_free(&r->startup);
	free_points(r);
	for (i = 0; i < L1_TIMES; i++)
		l1_free(&r->l1[i]);
	if (r->timeline)
		timeline_free(r->timeline);
	if (r->tracepoint)
		tracepoint_free(r->tracepoint);
	free(r->timeline);
	free(r->tracepoint);
	checks_free(r->checks);
	rules_free(&r->file.rules);
	json_decref(r->settings);
	json_decref(r->identity);
	json_decref(r->end);
	json_decref(r->cpu);
	json_decref(r->kvm_parameters);
	json_decref(r->laws_then);
	json_decref(r->json);
	for (i = 0; i < r->nr_kept; i++)
		free(r->kept[i]);
	free(r->kept);
	free(r->path);
	free(r->name);
	free(r);
}

const struct checks *record_check(struct record *r)
{
	if (!r->checks)
		r->checks = checks_of(r);
	return r->checks;
}

static struct ledger work_of(const struct window *window, bool has_startup,
			     const struct window *startup)
{
	struct ledger work = window->net;

	if (has_startup)
		ledger_subtract(&work, &startup->net);
	return work;
}

struct ledger record_point_work(const struct record_point *p)
{
	return work_of(&p->window, p->has_startup, &p->startup);
}

struct ledger record_work(const struct record *r)
{
	return work_of(&r->window, r->has_startup, &r->startup);
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

const char *record_nested_name(unsigned int vendor)
{
	return vendor == KVM_EXITMETER_VENDOR_SVM ? "NPT" : "EPT";
}
