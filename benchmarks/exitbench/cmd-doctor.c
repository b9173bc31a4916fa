// SPDX-License-Identifier: GPL-2.0
#include <argp.h>
#include <jansson.h>
#include <stdio.h>

#include "cmd.h"
#include "util/place.h"
#include "exitbench/platform/fact.h"
#include "exitbench/platform/platform.h"
#include "record/facts/platform-facts.h"
#include "exitbench/fleet/slurm-feature.h"

#define DOCTOR_SCHEMA	"exitmeter-doctor/1"
#define DEFAULT_IMAGE	"build/image"
#define DEFAULT_RUN	"data"
#define WIDTH		20

enum { KEY_JSON = 256, KEY_MODULES, KEY_FEATURES };

static const char doc[] =
	"Look at this machine, and tell which platforms work on it; what the others lack, and "
	"what to do about it. Changes nothing.\v"
	"Platforms that work come first, the best of them at the top: it is what "
	"'platforms = auto' of a matrix means. If the environment variable " MACHINE_ROOT
	" names a folder, the /proc, /sys, /dev and /usr below it are looked at instead.\n"
	"Exit status: 0 at least one platform works, 1 none does, 2 wrong use.\n\n"
	"EXAMPLES\n"
	"  exitbench doctor\n"
	"  exitbench doctor --json | jq -r .best\n"
	"  exitbench doctor --features   for scontrol's AvailableFeatures=\n";

static const struct argp_option options[] = {
	{ "json", KEY_JSON, NULL, 0, "for programs", 0 },
	{ "features", KEY_FEATURES, NULL, 0,
	  "as features of a node of Slurm's, for 'exitbench submit'", 0 },
	{ "image", 'i', "DIR", 0, "folder of the image (" DEFAULT_IMAGE ")", 0 },
	{ "output", 'o', "RUN", 0, "folder of runs (" DEFAULT_RUN ")", 0 },
	{ "modules", KEY_MODULES, "DIR", 0,
	  "the meter's modules for platform host (those of 'make modules' for this kernel)", 0 },
	{ 0 },
};

struct arguments {
	struct fact_places places;
	bool json;
	bool features;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_JSON:
		a->json = true;
		return 0;
	case KEY_FEATURES:
		a->features = true;
		return 0;
	case 'i':
		a->places.image = arg;
		return 0;
	case 'o':
		a->places.run = arg;
		return 0;
	case KEY_MODULES:
		machine_set_modules(arg);
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "too many arguments, beginning with \"%s\"", arg);
	}
	return ARGP_ERR_UNKNOWN;
}

static void print_platform(const struct platform *p, const struct lack *l)
{
	if (l)
		printf("  %-*s no: %s; %s\n", WIDTH, p->name, l->why, l->remedy);
	else
		printf("  %-*s works: %s\n", WIDTH, p->name, platform_facts(p->name)->summary);
}

static json_t *platform_json(const struct platform *p, const struct lack *l)
{
	json_t *json = json_pack("{s:s, s:s, s:b}", "name", p->name, "summary",
				 platform_facts(p->name)->summary, "works", !l);

	if (l) {
		json_object_set_new(json, "why", json_string(l->why));
		json_object_set_new(json, "remedy", json_string(l->remedy));
	}
	return json;
}

/* Calls @show for each platform, those that work first; returns the best. */
static const struct platform *each_platform(void (*show)(const struct platform *p,
							 const struct lack *l, void *data),
					    void *data)
{
	const struct platform *const *p, *best = NULL;
	struct lack l;
	int works;

	for (works = 1; works >= 0; works--) {
		for (p = platforms; *p; p++) {
			if (platform_works(*p, &l) != works)
				continue;
			show(*p, works ? NULL : &l, data);
			if (works && !best)
				best = *p;
		}
	}
	return best;
}

static void show_text(const struct platform *p, const struct lack *l, void *data)
{
	(void)data;
	print_platform(p, l);
}

static void show_json(const struct platform *p, const struct lack *l, void *data)
{
	json_array_append_new(data, platform_json(p, l));
}

static const struct platform *examine_text(const struct machine *m,
					     const struct fact_places *places)
{
	const struct platform *best;
	char text[512];
	size_t i;

	puts("this machine:");
	for (i = 0; facts[i].name; i++) {
		facts[i].tell(m, places, text, sizeof(text));
		printf("  %-*s %s\n", WIDTH, facts[i].name, text);
	}
	puts("\nplatforms:");
	best = each_platform(show_text, NULL);
	printf("\n" PLATFORM_AUTO " is %s\n", best ? best->name : "none: no platform works here");
	return best;
}

static const struct platform *examine_json(const struct machine *m,
					     const struct fact_places *places)
{
	json_t *json = json_object(), *machine = json_object(), *list = json_array();
	const struct platform *best = each_platform(show_json, list);
	char text[512];
	size_t i;

	for (i = 0; facts[i].name; i++) {
		facts[i].tell(m, places, text, sizeof(text));
		json_object_set_new(machine, facts[i].name, json_string(text));
	}
	json_object_set_new(json, "schema", json_string(DOCTOR_SCHEMA));
	json_object_set_new(json, "machine", machine);
	json_object_set_new(json, "platforms", list);
	json_object_set_new(json, "best", best ? json_string(best->name) : json_null());
	json_dumpf(json, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(json);
	return best;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct argp argp = { options, parse, NULL, doc, NULL, NULL, NULL };
	char image[PATH_MAX];
	struct arguments a = { .places = { place_find(DEFAULT_IMAGE, image), DEFAULT_RUN } };
	const struct platform *best;

	argp_err_exit_status = EXIT_UNUSABLE;
	argv[0] = "exitbench doctor";
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (a.features) {
		slurm_feature_print(stdout);
		return fflush(stdout) ? EXIT_UNUSABLE : 0;
	}
	best = (a.json ? examine_json : examine_text)(machine_this(), &a.places);
	return best ? 0 : EXIT_CELLS_FAILED;
}
