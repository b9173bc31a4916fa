// SPDX-License-Identifier: GPL-2.0
#include "hw-costs.h"

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/resource.h"
#include "util/memory.h"

/* A cost of more is a slip of the pen. */
#define MAX_SWITCH	1e6
#define MAX_CPI		1e3
#define MAX_WALKS	1e4
#define MAX_CLOCK	1e2

/* Keys beside those of the kinds, and the end. */
#define MORE_KEYS	13

#define CLASS_KEY_SIZE	32

/**
 * struct file - one while it is read
 * @keys: of config_read()
 * @kind_keys: names of the keys "switch-KIND"
 * @kinds: values of these
 */
struct file {
	const char *path;
	struct config_key keys[CLASS_LISTED + MORE_KEYS];
	char vendor[CONFIG_VALUE_SIZE];
	char world_switch[CONFIG_VALUE_SIZE];
	char cpi[CONFIG_VALUE_SIZE];
	char guest_cpi[CONFIG_VALUE_SIZE];
	char walks[CONFIG_VALUE_SIZE];
	char clock[CONFIG_VALUE_SIZE];
	char kind_keys[CLASS_LISTED][CLASS_KEY_SIZE];
	char kinds[CLASS_LISTED][CONFIG_VALUE_SIZE];
};

static void set_keys(struct file *f, struct hw_costs *costs)
{
	const struct config_key keys[] = {
		{ "vendor", f->vendor, 1, 0 },
		{ "summary", costs->summary, 1, 0 },
		{ "switch", f->world_switch, 1, 0 },
		{ "switch-source", costs->world_switch.source, 1, 0 },
		{ "cpi", f->cpi, 1, 0 },
		{ "cpi-source", costs->cpi.source, 1, 0 },
		{ "guest-cpi", f->guest_cpi, 1, 0 },
		{ "guest-cpi-source", costs->guest_cpi.source, 1, 0 },
		{ "walks", f->walks, 1, 0 },
		{ "walks-source", costs->walks.source, 1, 0 },
		{ "clock", f->clock, 1, 0 },
		{ "clock-source", costs->clock.source, 1, 0 },
	};
	struct config_key *end = f->keys + sizeof(keys) / sizeof(keys[0]);
	enum exit_class kind;

	memcpy(f->keys, keys, sizeof(keys));
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		if (exit_class_texts[kind].is_sum)
			continue;
		snprintf(f->kind_keys[kind], CLASS_KEY_SIZE, "switch-%s",
			 exit_class_texts[kind].key);
		*end++ = (struct config_key) { f->kind_keys[kind], f->kinds[kind], 0, 0 };
	}
	end->name = NULL;
}

static int complain(const struct file *f, const char *key, const char *what)
{
	warnx("%s: %s: %s", config_place(f->path, f->keys, key).text, key, what);
	return -1;
}

/* strtod() would take signs, hexadecimals and "nan". */
static bool read_number(double *to, const char **at)
{
	char *end;

	while (isblank((unsigned char)**at))
		(*at)++;
	if (!isdigit((unsigned char)**at) || strspn(*at, "0123456789.") != strcspn(*at, " \t"))
		return false;
	*to = strtod(*at, &end);
	*at = end;
	return !*end || isblank((unsigned char)*end);
}

static int read_range(const struct file *f, const char *key, const char *value, double max,
		      struct range *to)
{
	const char *at = value;

	if (!read_number(&to->low, &at) || !read_number(&to->high, &at) || *at)
		return complain(f, key, "wanted are two numbers, the lowest and the highest");
	if (to->low > to->high)
		return complain(f, key, "the first number is above the second");
	if (to->high > max)
		return complain(f, key, "the second number is too large to be");
	return 0;
}

/* What is divided by. */
static int read_divisor(const struct file *f, const char *key, const char *value, double max,
			struct range *to)
{
	if (read_range(f, key, value, max, to))
		return -1;
	return to->low > 0 ? 0 : complain(f, key, "the first number must be above 0");
}

static int read_vendor(const struct file *f, unsigned int *vendor)
{
	*vendor = !strcmp(f->vendor, "VMX") ? KVM_EXITMETER_VENDOR_VMX :
		  !strcmp(f->vendor, "SVM") ? KVM_EXITMETER_VENDOR_SVM : 0;
	return *vendor ? 0 : complain(f, "vendor", "neither VMX nor SVM");
}

static int read_kinds(const struct file *f, struct hw_costs *costs)
{
	enum exit_class kind;

	hw_costs_set_switch(costs, costs->world_switch.range);
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		costs->has_own[kind] = *f->kinds[kind];
		if (costs->has_own[kind] &&
		    read_range(f, f->kind_keys[kind], f->kinds[kind], MAX_SWITCH,
			       &costs->of_kind[kind]))
			return -1;
	}
	return 0;
}

/* A number that nobody vouches for is of no use. */
static int check_sources(const struct file *f)
{
	const struct config_key *key;

	for (key = f->keys; key->name; key++)
		if (key->required && !*key->value)
			return complain(f, key->name, "is empty");
	return 0;
}

static int read_values(const struct file *f, struct hw_costs *costs)
{
	if (check_sources(f) || read_vendor(f, &costs->vendor) ||
	    read_range(f, "switch", f->world_switch, MAX_SWITCH, &costs->world_switch.range) ||
	    read_divisor(f, "cpi", f->cpi, MAX_CPI, &costs->cpi.range) ||
	    read_divisor(f, "guest-cpi", f->guest_cpi, MAX_CPI, &costs->guest_cpi.range) ||
	    read_range(f, "walks", f->walks, MAX_WALKS, &costs->walks.range) ||
	    read_divisor(f, "clock", f->clock, MAX_CLOCK, &costs->clock.range))
		return -1;
	return read_kinds(f, costs);
}

/* @text: of the file; NULL to read it */
static int load(struct hw_costs *costs, const char *path, char *text)
{
	struct file *f = memory_zalloc(sizeof(*f));
	int err;

	memset(costs, 0, sizeof(*costs));
	f->path = path;
	set_keys(f, costs);
	err = text ? config_parse(path, text, f->keys) : config_read(path, f->keys);
	if (!err)
		err = read_values(f, costs);
	free(f);
	return err;
}

int hw_costs_load(struct hw_costs *costs, const char *path)
{
	return load(costs, path, NULL);
}

int hw_costs_load_default(struct hw_costs *costs, unsigned int vendor)
{
	const char *name = vendor == KVM_EXITMETER_VENDOR_SVM ? "analysis/hardware/svm.costs" :
								"analysis/hardware/vmx.costs";
	char *text = resource_read(name);
	int err = text ? load(costs, name, text) : -1;

	free(text);
	return err;
}

void hw_costs_set_switch(struct hw_costs *costs, struct range range)
{
	enum exit_class kind;

	costs->world_switch.range = range;
	for (kind = 0; kind < CLASS_LISTED; kind++) {
		costs->has_own[kind] = false;
		costs->of_kind[kind] = range;
	}
}
