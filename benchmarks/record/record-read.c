// SPDX-License-Identifier: GPL-2.0
/* The reader of records. */
#include "record.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger/mode.h"
#include "ledger/window/window-json.h"
#include "record/facts/settings.h"
#include "util/memory.h"
#include "util/name.h"
#include "util/text.h"

/**
 * struct reader
 * @error: receives the first thing that is wrong
 * @lenient: the cell failed: what is damaged is left out
 */
struct reader {
	struct record *r;
	json_t *measured;
	char *error;
	size_t size;
	bool lenient;
};

static int __attribute__((format(printf, 2, 3))) refuse(const struct reader *in,
							  const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(in->error, in->size, format, args);
	va_end(args);
	return -1;
}

/* --- the cell ---------------------------------------------------------------------- */

/* What stands in a record does nothing to a terminal. */
static void make_printable(char *text)
{
	for (; *text; text++)
		if (isspace((unsigned char)*text))
			*text = ' ';
		else if (iscntrl((unsigned char)*text))
			*text = '?';
}

static const char *printable(const struct reader *in, const char *text)
{
	char *copy = memory_printf("%s", text);

	make_printable(copy);
	return record_keep(in->r, copy);
}

static int check_settings(const struct reader *in)
{
	const char *name;
	json_t *value;

	if (in->r->settings && !json_is_object(in->r->settings))
		return refuse(in, "cell.settings is not an object");
	json_object_foreach(in->r->settings, name, value) {
		if (!json_is_string(value))
			return refuse(in, "cell.settings has a value that is not a string");
		if (!name_is_good(json_string_value(value)))
			return refuse(in, "cell.settings has a value that none can have");
	}
	return 0;
}

static int read_cell(struct reader *in)
{
	struct record *r = in->r;
	struct record_workload *w = &r->file;
	json_error_t error;
	const char *paging;
	int mode;

	if (json_unpack_ex(r->json, &error, 0,
			   "{s:{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:I, s?s, s?O}, "
			   "s:{s?s, s?s, s?s, s?s, s?s, s?s, s?s, s?s, s?s, s?s, s?s}, s:s, s?s, s?O, s:O, s?o}",
			   "cell", "id", &r->id, "platform", &r->platform, "paging", &paging,
			   "parameter", &r->parameter, "workload", &r->workload,
			   "seed", &r->seed, "memory", &r->memory, "vcpus", &r->vcpus,
			   "variant", &r->variant, "settings", &r->settings,
			   "workload", "summary", &w->summary, "group", &w->group,
			   "measure", &w->measure, "system", &w->system, "scratch", &w->scratch,
			   "network", &w->network,
			   "prepare", &w->prepare, "startup", &w->startup,
			   "command", &w->command, "operations", &w->operations,
			   "points", &w->points, "status", &r->status, "error", &r->error,
			   "end", &r->end,
			   "identity", &r->identity, "measured", &in->measured))
		return refuse(in, "%s", error.text);
	mode = paging_of_name(paging);
	if (mode < 0)
		return refuse(in, "cell.paging is neither \"tdp\" nor \"shadow\"");
	r->shadow = mode == KVM_EXITMETER_PAGING_SHADOW;
	if (r->seed < 0 || r->seed > INT_MAX || r->memory < 0 || r->memory > INT_MAX ||
	    r->vcpus < 0 || r->vcpus > KVM_EXITMETER_MAX_VCPUS)
		return refuse(in, "cell: a number is too large");
	if (check_settings(in))
		return -1;
	r->name = memory_printf("%s%s%s", r->workload, *r->variant ? "." : "", r->variant);
	r->error = printable(in, r->error);
	w->summary = printable(in, w->summary);
	w->operations = printable(in, w->operations);
	record_set_status(r, printable(in, r->status));
	return 0;
}

/* In version 1 there are none. */
static int read_rules(const struct reader *in)
{
	char error[240];

	if (!rules_from_json(&in->r->file.rules, json_object_get(in->r->json, "workload"), error,
			     sizeof(error)))
		return 0;
	return refuse(in, "%s", error);
}

static int read_host(const struct reader *in)
{
	struct record_host *h = &in->r->host;
	json_t *host = json_object_get(in->r->json, "host");
	json_error_t error;

	if (host && json_unpack_ex(host, &error, 0, "{s?s, s?F, s?I, s?I, s?s, s?s}", "started",
				   &h->started, "seconds", &h->seconds, "jobs", &h->jobs,
				   "boots", &h->boots, "node", &h->node, "log", &h->log))
		return refuse(in, "host: %s", error.text);
	return 0;
}

/* --- what is there twice ------------------------------------------------------------- */

static int compare_mode(const struct reader *in)
{
	const struct record *r = in->r;
	unsigned int vendor, paging, wanted;

	if (!mode_of_parameter(r->parameter, &vendor, &paging))
		return 0;
	wanted = r->shadow ? KVM_EXITMETER_PAGING_SHADOW : KVM_EXITMETER_PAGING_TDP;
	if (paging != wanted)
		return refuse(in, "cell.parameter is \"%s\", but cell.paging \"%s\"", r->parameter,
			      r->shadow ? "shadow" : "tdp");
	if (r->has_window && r->window.info.vendor != vendor)
		return refuse(in, "cell.parameter is \"%s\", but the window's meter is one of %s",
			      r->parameter, vendor_name(r->window.info.vendor));
	return 0;
}

static int compare_id(const struct reader *in)
{
	const struct record *r = in->r;
	int name = strcspn(r->parameter, "=");
	char *id = memory_printf("%s.%.*s%s.%s.s%" PRId64 "%s%s", r->platform, name, r->parameter,
				 r->parameter + name + !!r->parameter[name], r->workload, r->seed,
				 *r->variant ? "." : "", r->variant);
	int err = 0;

	if (strcmp(id, r->id))
		err = refuse(in, "cell.id is \"%.100s\", but the cell \"%.100s\"", r->id, id);
	else if (!name_is_cell(id))
		err = refuse(in, "cell.id is \"%.100s\", a name that none may have", id);
	free(id);
	return err;
}

static int compare_number(const struct reader *in, const char *name, int64_t number)
{
	const char *value = record_setting(in->r, name);

	if (!*value || atoll(value) == number)
		return 0;
	return refuse(in, "cell.%s is %" PRId64 ", but cell.settings.%s \"%.20s\"", name, number,
		      name, value);
}

/* Is one of the settings what a word says, NAME-VALUE? */
static bool has_setting(const struct record *r, const char *word, size_t length)
{
	const char *name;
	json_t *value;
	size_t n, v;

	json_object_foreach(r->settings, name, value) {
		n = strlen(name);
		v = json_string_length(value);
		if (n + 1 + v == length && !strncmp(word, name, n) && word[n] == '-' &&
		    !strncmp(word + n + 1, json_string_value(value), v))
			return true;
	}
	return false;
}

/* Is a word of the variant NAME-VALUE? */
static bool variant_names(const char *variant, const char *name, const char *value)
{
	char *wanted = memory_printf(".%s-%s.", name, value);
	char *all = memory_printf(".%s.", variant);
	bool names = strstr(all, wanted);

	free(wanted);
	free(all);
	return names;
}

static int compare_settings(const struct reader *in)
{
	const struct record *r = in->r;
	const struct setting *s;
	const char *name, *value;
	json_t *json;

	json_object_foreach(r->settings, name, json) {
		s = setting_find(name);
		value = json_string_value(json);
		/* Which CPU is a platform's default is its own matter; there is a law for it. */
		if (!s || s == &settings[SETTING_cpu] || !strcmp(value, s->initial))
			continue;
		if (!variant_names(r->variant, name, value))
			return refuse(in, "cell.settings.%s is \"%.40s\", but cell.variant has not "
				      "\"%s-%.40s\"", name, value, name, value);
	}
	return 0;
}

static int compare_variant(const struct reader *in)
{
	const struct record *r = in->r;
	const char *at = r->variant;
	size_t length;

	for (; r->settings && *at; at += length + (at[length] == '.')) {
		length = strcspn(at, ".");
		if (!has_setting(r, at, length))
			return refuse(in, "cell.variant has \"%.*s\", but cell.settings not",
				      (int)length, at);
	}
	return compare_settings(in);
}

static int compare_points(const struct reader *in)
{
	const struct record *r = in->r;
	const char *at = r->file.points;
	size_t i, length;

	for (i = 0; *at && i < r->nr_points; i++) {
		length = strcspn(at, " ");
		if (strlen(r->points[i].name) != length ||
		    strncmp(r->points[i].name, at, length))
			break;
		at += length;
		at += strspn(at, " ");
	}
	if (!*r->file.points || (!*at && i == r->nr_points))
		return 0;
	return refuse(in, "measured.points are not those of workload.points, \"%.100s\"",
		      r->file.points);
}

static int compare_measure(const struct reader *in)
{
	const struct record *r = in->r;
	/* That of a boot begins with the counters; in a distribution nobody could begin another. */
	bool from_zero = !strcmp(r->file.measure, "boot") || !strcmp(r->file.measure, "login");

	if (!*r->file.measure || !r->has_window || from_zero == r->window.from_zero)
		return 0;
	return refuse(in, "workload.measure is \"%.20s\", but window.from_zero is %s",
		      r->file.measure, from_zero ? "false" : "true");
}

static uint32_t features_of(const char *detail)
{
	if (!strcmp(detail, SETTING_DETAIL_BOTH))
		return DETAIL_FEATURES;
	if (!strcmp(detail, SETTING_DETAIL_KEYS))
		return KVM_EXITMETER_FEATURE_KEYS;
	return strcmp(detail, SETTING_DETAIL_HISTOGRAM) ? 0 : KVM_EXITMETER_FEATURE_HISTOGRAM;
}

/* What the settings say, and what the meter says of itself. */
static int compare_meter(const struct reader *in)
{
	const struct record *r = in->r;
	const struct abi_info *info = &r->window.info;
	const char *detail = record_setting(r, "detail"), *spare = record_setting(r, "spare");

	if (!r->has_window)
		return 0;
	if (*spare == '0' && (int64_t)info->nr_vcpus != r->vcpus)
		return refuse(in, "cell.vcpus is %" PRId64 ", but the window's meter has %u",
			      r->vcpus, info->nr_vcpus);
	if (*detail && (info->features & DETAIL_FEATURES) != features_of(detail))
		return refuse(in, "cell.settings.detail is \"%.20s\", but the window's meter keeps "
			      "other details", detail);
	return 0;
}

/* A word that L1 or L2 said, which must be one of two; "" is one that it did not say. */
static int compare_word(const struct reader *in, const char *what, const char *is,
			const char *wanted, const char *other)
{
	if (!is || strcmp(is, other))
		return 0;
	return refuse(in, "%s is \"%s\", but the cell wants \"%s\"", what, is, wanted);
}

static const char *word_of(json_t *words, const char *name)
{
	return json_string_value(json_object_get(words, name));
}

/* What the cell wanted, and what L1 and L2 found. */
static int compare_found(const struct reader *in)
{
	const struct record *r = in->r;
	const char *pti = record_setting(r, "pti");
	bool is_svm = r->vendor == KVM_EXITMETER_VENDOR_SVM;

	if (*pti && strcmp(pti, SETTING_AUTO) &&
	    compare_word(in, "measured.pti", r->pti, pti,
			 strcmp(pti, SETTING_ON) ? SETTING_ON : SETTING_OFF))
		return -1;
	if (compare_word(in, "measured.kvm_parameters", word_of(r->kvm_parameters,
			 is_svm ? "kvm_amd.npt" : "kvm_intel.ept"),
			 r->shadow ? "N" : "Y", r->shadow ? "Y" : "N"))
		return -1;
	return compare_word(in, "measured.cpu.vendor", word_of(r->cpu, "vendor"),
			    is_svm ? "AuthenticAMD" : "GenuineIntel",
			    is_svm ? "GenuineIntel" : "AuthenticAMD");
}

static int compare(const struct reader *in)
{
	if (compare_mode(in) || compare_id(in) || compare_variant(in) ||
	    compare_number(in, "memory", in->r->memory) ||
	    compare_number(in, "vcpus", in->r->vcpus))
		return -1;
	if (in->lenient)
		return 0;
	return compare_points(in) || compare_measure(in) || compare_meter(in) ||
	       compare_found(in) ? -1 : 0;
}

/* --- what was measured ----------------------------------------------------------------- */

/* Return: 0 also if there is none, which @there tells. */
static int read_window(const struct reader *in, struct window *w, bool *there,
		       const json_t *json, const char *what)
{
	char error[160];

	*there = json_is_object(json) && !window_from_json(w, json, error, sizeof(error));
	if (*there || !json_is_object(json) || in->lenient)
		return 0;
	return refuse(in, "%s: %s", what, error);
}

static const char *keep_string(const struct reader *in, const json_t *json)
{
	const char *text = json_string_value(json);

	return text ? record_keep(in->r, memory_printf("%s", text)) : NULL;
}

static int read_point(const struct reader *in, struct record_point *p, const json_t *json,
		      size_t number)
{
	json_t *operations = json_object_get(json, "operations");
	json_t *count = json_object_get(operations, "number");
	char what[32];

	snprintf(what, sizeof(what), "points[%zu]", number);
	p->name = keep_string(in, json_object_get(json, "point"));
	p->what = keep_string(in, json_object_get(operations, "what"));
	p->output = keep_string(in, json_object_get(json, "output"));
	p->operations = json_integer_value(count);
	if (!p->name || !name_is_good(p->name))
		return refuse(in, "%s: \"point\" is no name that one may have", what);
	if (p->what)
		p->what = printable(in, p->what);
	if (!value_in_range(p->operations) || p->operations < 0 || !p->what)
		p->operations = 0;
	if (!in->lenient && !p->operations)
		return refuse(in, "a point has no operations");
	if (read_window(in, &p->window, &p->has_window, json_object_get(json, "window"), what) ||
	    read_window(in, &p->startup, &p->has_startup, json_object_get(json, "startup"), what))
		return -1;
	if (!in->lenient && !p->has_window)
		return refuse(in, "%s: no window", what);
	return 0;
}

static int read_points(const struct reader *in)
{
	json_t *points = json_object_get(in->measured, "points"), *point;
	/* All at once: a point has two windows, which are not to be moved for each that follows. */
	struct record_point *p = record_add_points(in->r, json_array_size(points));
	size_t i;

	json_array_foreach(points, i, point)
		if (read_point(in, &p[i], point, i))
			return -1;
	return 0;
}

/* In version 1 it was called "host_ledger". */
static json_t *l1_ledgers(const struct reader *in)
{
	return json_object_get(in->measured, in->r->version == 1 ? "host_ledger" : "l1_ledgers");
}

static int read_l1(const struct reader *in, enum l1_time when)
{
	json_t *stats = json_object_get(in->measured, "kvm_stats");
	json_t *ledgers = json_object_get(l1_ledgers(in), l1_times[when]);
	struct l1 *l1 = &in->r->l1[when];
	char error[160];

	if (l1_ledgers_from_json(&l1->ledgers, ledgers, in->r->vendor, error, sizeof(error)) ||
	    l1_statistics_from_json(&l1->statistics, json_object_get(stats, l1_times[when]), error,
				    sizeof(error))) {
		if (!in->lenient)
			return refuse(in, "what L1 read, \"%s\": %s", l1_times[when], error);
		l1_free(l1);
	}
	return 0;
}

static int read_timeline(const struct reader *in)
{
	json_t *json = json_object_get(in->measured, "timeline");
	struct record *r = in->r;
	char error[160];

	if (!json_is_object(json))
		return 0;
	r->timeline = memory_zalloc(sizeof(*r->timeline));
	if (!timeline_from_json(r->timeline, json, error, sizeof(error)))
		return 0;
	free(r->timeline);
	r->timeline = NULL;
	return in->lenient ? 0 : refuse(in, "timeline: %s", error);
}

static int read_tracepoint(const struct reader *in)
{
	json_t *json = json_object_get(in->measured, "tracepoint");
	struct record *r = in->r;
	char error[160];

	if (!json || json_is_null(json))
		return 0;
	r->tracepoint = memory_zalloc(sizeof(*r->tracepoint));
	if (!tracepoint_from_json(r->tracepoint, json, r->vendor, error, sizeof(error)))
		return 0;
	tracepoint_free(r->tracepoint);
	free(r->tracepoint);
	r->tracepoint = NULL;
	return in->lenient ? 0 : refuse(in, "tracepoint: %s", error);
}

static int read_number(const struct reader *in, const json_t *json, const char *what, int64_t *to)
{
	if (!json)
		return 0;
	*to = json_integer_value(json);
	if (json_is_integer(json) && *to >= 0 && value_in_range(*to))
		return 0;
	*to = -1;
	return in->lenient ? 0 : refuse(in, "%s is no number that can be", what);
}

/* An object of strings; NULL if it is not there. */
static int read_words(const struct reader *in, const char *name, json_t **to)
{
	json_t *json = json_object_get(in->measured, name), *value;
	const char *key;

	if (!json)
		return 0;
	if (!json_is_object(json))
		return refuse(in, "measured.%s is not an object", name);
	json_object_foreach(json, key, value)
		if (!json_is_string(value))
			return refuse(in, "measured.%s has a value that is not a string", name);
	*to = json_incref(json);
	return 0;
}

static int read_rest(const struct reader *in)
{
	json_t *observer = json_object_get(in->measured, "observer");
	struct record *r = in->r;

	r->observed = json_is_object(observer);
	r->observer_log = keep_string(in, json_object_get(observer, "log"));
	r->pti = keep_string(in, json_object_get(in->measured, "pti"));
	r->output = keep_string(in, json_object_get(in->measured, "output"));
	if (r->version == 1)
		r->laws_then = json_incref(json_object_get(in->measured, "laws"));
	return read_words(in, "cpu", &r->cpu) ||
	       read_words(in, "kvm_parameters", &r->kvm_parameters) ||
	       read_number(in, json_object_get(observer, "bytes"), "observer.bytes",
			   &r->observer_bytes) ||
	       read_number(in, json_object_get(in->measured, "kernel_ns"), "kernel_ns",
			   &r->kernel_ns) ? -1 : 0;
}

static int read_measured(const struct reader *in)
{
	struct record *r = in->r;
	unsigned int paging;
	size_t i;

	mode_of_parameter(r->parameter, &r->vendor, &paging);
	if (read_window(in, &r->window, &r->has_window, json_object_get(in->measured, "window"),
			"window") ||
	    read_window(in, &r->startup, &r->has_startup,
			json_object_get(in->measured, "startup"), "startup") ||
	    read_points(in))
		return -1;
	if (r->ok && !r->has_window)
		return refuse(in, "status is \"ok\" without a measured.window");
	if (r->has_window)
		r->vendor = r->window.info.vendor;
	for (i = 0; i < L1_TIMES; i++)
		if (read_l1(in, i))
			return -1;
	return read_timeline(in) || read_tracepoint(in) || read_rest(in) ? -1 : 0;
}

/* --- the whole --------------------------------------------------------------------------- */

static int read_schema(const struct reader *in)
{
	const char *schema = json_string_value(json_object_get(in->r->json, "schema"));

	if (schema && !strcmp(schema, RECORD_SCHEMA))
		in->r->version = 2;
	else if (schema && !strcmp(schema, RECORD_SCHEMA_1))
		in->r->version = 1;
	else
		return refuse(in, "schema is \"%.60s\", wanted \"" RECORD_SCHEMA "\" or \""
			      RECORD_SCHEMA_1 "\"", schema ? schema : "");
	return 0;
}

struct record *record_from_json(json_t *json, char *error, size_t size)
{
	struct record *r = record_new();
	struct reader in = { .r = r, .error = error, .size = size };

	r->json = json;
	if (read_schema(&in) || read_cell(&in) || read_rules(&in) || read_host(&in))
		goto fail;
	in.lenient = !record_is_good(r);
	if (read_measured(&in) || compare(&in))
		goto fail;
	/* Most of it, and all of it has been read. */
	json_object_del(r->json, "measured");
	return r;
fail:
	record_free(r);
	return NULL;
}

/* Texts with a NUL byte, which records of version 1 can have, as text_escape() has them. */
static void escape_strings(json_t *json)
{
	const char *key;
	json_t *value;
	char *text;
	size_t i;

	json_object_foreach(json, key, value)
		escape_strings(value);
	json_array_foreach(json, i, value)
		escape_strings(value);
	if (json_is_string(json) &&
	    strlen(json_string_value(json)) != json_string_length(json)) {
		text = text_escape(json_string_value(json), json_string_length(json));
		json_string_set(json, text);
		free(text);
	}
}

static size_t next_bytes(void *buffer, size_t size, void *file)
{
	return fread(buffer, 1, size, file);
}

/* json_load_file() locks the file for each character: 5 % of the time of a run's tables. */
static json_t *load_json(const char *path, char **why)
{
	FILE *f = fopen(path, "re");
	json_error_t error;
	json_t *json;

	if (!f) {
		*why = memory_printf("%s", strerror(errno));
		return NULL;
	}
	json = json_load_callback(next_bytes, f, JSON_REJECT_DUPLICATES, &error);
	if (!json && json_error_code(&error) == json_error_null_character) {
		rewind(f);
		json = json_load_callback(next_bytes, f, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
					  &error);
		escape_strings(json);
	}
	if (!json)
		*why = memory_printf("line %d: not valid JSON: %s; the file is cut off or damaged, "
				     "run the cell again", error.line, error.text);
	fclose(f);
	if (*why)
		make_printable(*why);
	return json;
}

/* The file's name and the cell's id must be the same: records get copied. */
static bool has_own_name(const struct record *r)
{
	const char *base = strrchr(r->path, '/');
	size_t len = strlen(r->id);

	base = base ? base + 1 : r->path;
	return !strncmp(base, r->id, len) && !strcmp(base + len, ".json");
}

struct record *record_read(const char *path, char **why)
{
	json_t *json;
	struct record *r;
	char error[400] = "", *text;

	*why = NULL;
	json = load_json(path, why);
	if (!json)
		return NULL;
	r = record_from_json(json, error, sizeof(error));
	if (!r) {
		/* It may cite a part of a character. */
		make_printable(error);
		text = text_escape(error, strlen(error));
		*why = memory_printf("not a usable record: %s; run the cell again", text);
		free(text);
		return NULL;
	}
	r->path = memory_printf("%s", path);
	if (has_own_name(r))
		return r;
	*why = memory_printf("holds the cell %s; rename the file", r->id);
	record_free(r);
	return NULL;
}

struct record *record_load(const char *path)
{
	char *why;
	struct record *r = record_read(path, &why);

	if (!r)
		warnx("%s: %s", path, why);
	free(why);
	return r;
}
