// SPDX-License-Identifier: GPL-2.0
/* exitreport model: what the exits would cost on hardware. */
#include <err.h>
#include <stdlib.h>

#include "calibrate.h"
#include "command.h"
#include "util/memory.h"
#include "model-table.h"

static const char doc[] =
	"Print what the exits of a run on an emulated CPU would cost on hardware: how often they "
	"happened and how many instructions KVM took for them, as measured, without starting the "
	"programs up, times ranges of what a CPU charges for each. Modelled numbers are marked. Ranges are over the "
	"seeds, too. Not modelled: the time "
	"that nested paging's longer page walks cost the guest; the break-even says how large it "
	"would have to be for shadow paging to win. Without --costs: the vmx.costs or "
	"svm.costs that comes with exitreport, by the platform's vendor.\v"
	"EXAMPLES:\n"
	"  exitreport model data/reference\n"
	"  exitreport model data/reference --costs my.costs --csv > model.csv\n"
	"  exitreport model RUN --calibration host.ept1.exit-cost.s1.json\n";

struct options {
	bool csv;
	const char *costs;
	const char *calibration;
};

/* A model of the platforms one after the other. */
struct modelling {
	const struct run *run;
	const struct options *options;
	struct table *csv;
	size_t nr;
};

static unsigned int vendor_of(const struct run *run, const char *platform)
{
	struct pairs pairs;
	unsigned int vendor;

	pairs_of_run(&pairs, run, platform);
	vendor = pairs.pair[0].vendor;
	pairs_free(&pairs);
	return vendor;
}

static int load_costs(struct hw_costs *costs, const struct modelling *m, unsigned int vendor)
{
	int err = m->options->costs ? hw_costs_load(costs, m->options->costs) :
				      hw_costs_load_default(costs, vendor);

	if (err || costs->vendor != vendor || !m->options->calibration)
		return err;
	return calibrate(costs, m->options->calibration, m->run);
}

static void print(const char *platform, const struct pairs *pairs, const struct hw_costs *costs)
{
	printf("%s, MODELLED for %s\n\n", platform, costs->summary);
	model_print(TABLE_TEXT, pairs, pairs, costs, stdout);
	printf("\n");
	model_print_costs(TABLE_TEXT, costs, stdout);
	printf("\n");
}

static int model_platform(struct modelling *m, const char *platform)
{
	unsigned int vendor = vendor_of(m->run, platform);
	struct hw_costs *costs;
	struct pairs pairs;
	int err;

	if (!model_has_platform(platform)) {
		warnx("%s: left out: cycles of %s are a CPU's own, and need no model",
			m->run->folder, platform);
		return 0;
	}
	costs = memory_zalloc(sizeof(*costs));
	err = load_costs(costs, m, vendor);
	if (!err && costs->vendor != vendor) {
		warnx("%s: left out: platform %s, whose vendor is not that of %s",
			m->run->folder, platform, m->options->costs);
	} else if (!err) {
		pairs_of_run(&pairs, m->run, platform);
		if (m->csv)
			model_csv_add(m->csv, &pairs, costs);
		else
			print(platform, &pairs, costs);
		pairs_free(&pairs);
		m->nr++;
	}
	free(costs);
	return err;
}

static int model_run(const struct run *run, const struct options *options)
{
	struct modelling m = { .run = run, .options = options };
	const char **platforms;
	size_t nr = platforms_of_run(run, &platforms), i;
	int err = 0;

	if (options->csv)
		m.csv = model_csv_begin();
	for (i = 0; i < nr && !err; i++)
		err = model_platform(&m, platforms[i]);
	if (!err && !m.nr) {
		warnx("%s: no platform to model", run->folder);
		err = -1;
	}
	if (options->csv)
		table_end(m.csv, err ? NULL : stdout);
	free(platforms);
	return err;
}

enum {
	KEY_COSTS = COMMAND_KEY,
	KEY_CALIBRATION,
};

static const struct argp_option options[] = {
	COMMAND_CSV,
	{ "costs", KEY_COSTS, "FILE", 0,
	  "what hardware charges (vmx.costs or svm.costs, by vendor)", 0 },
	{ "calibration", KEY_CALIBRATION, "RECORD", 0,
	  "of the workload exit-cost on hardware: replaces what FILE says of switches and "
	  "instructions", 0 },
	{ 0 },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'c':
		o->csv = true;
		return 0;
	case KEY_COSTS:
		o->costs = arg;
		return 0;
	case KEY_CALIBRATION:
		o->calibration = arg;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int run_model(char *words[], const void *options)
{
	struct run run;
	int err;

	if (run_load(&run, words[0]))
		return EXIT_FAILED;
	pairs_tell_observed(&run);
	err = model_run(&run, options);
	run_free(&run);
	return err ? EXIT_FAILED : EXIT_OK;
}

const struct command command_model = {
	.name = "model",
	.summary = "what the exits would cost on hardware",
	.usage = "RUN",
	.doc = doc,
	.min = 1,
	.max = 1,
	.options = options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_model,
};
