// SPDX-License-Identifier: GPL-2.0
/* The report's section about several seeds. */
#include <math.h>
#include <stdlib.h>

#include "difference-table.h"
#include "output/format.h"
#include "statistics/permutation.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "parts/prose.h"

static bool is_whole_sum(const struct difference *c)
{
	return difference_is_sum(c) && match_is_whole(c->match);
}

/* The fewest seeds of metrics with intervals; 0 if there are none. */
static size_t fewest_seeds(const struct differences *c)
{
	const struct effect *e;
	size_t fewest = 0, i, k;

	for (i = 0; i < c->nr; i++) {
		e = &c->difference[i].effect;
		for (k = 0; k < 2; k++)
			if (e->has_interval[k] && (!fewest || e->nr[k] < fewest))
				fewest = e->nr[k];
	}
	return fewest;
}

static size_t count_sums(const struct differences *c)
{
	size_t nr = 0, i;

	for (i = 0; i < c->nr; i++)
		nr += is_whole_sum(&c->difference[i]);
	return nr;
}

/**
 * count_basis - sums whose call rests on something
 * @chance: receives how often chance alone would do it, of the likeliest of them
 */
static size_t count_basis(const struct differences *c, enum effect_basis basis, double *chance)
{
	const struct effect *e;
	size_t nr = 0, i;

	*chance = 0;
	for (i = 0; i < c->nr; i++) {
		e = &c->difference[i].effect;
		if (!is_whole_sum(&c->difference[i]) || e->basis != basis)
			continue;
		nr++;
		*chance = fmax(*chance, e->chance);
	}
	return nr;
}

static void say_noisy(const struct report *r, const struct differences *c)
{
	size_t seeds = fewest_seeds(c), agree;
	double least = permutation_paired_least(seeds), chance;

	fprintf(r->f, "Medians over the seeds, their 95 %% bootstrap intervals in brackets. "
		"**What %zu seeds can show:** such an interval holds the true median in at most %s of "
		"all cases. The exact test over %zu pairs gives p = %s at the least%s.",
		seeds, format_percent(1 - least, 1).text, seeds, format_p(least).text,
		least > EFFECT_LEVEL ? ", so it can't call anything significant" : "");
	agree = count_basis(c, BASIS_AGREE, &chance);
	if (agree)
		fprintf(r->f, " That %zu of the %zu metrics below differ rests on this alone, that "
			"all seeds agree; where there is no difference, chance makes them agree in "
			"up to %s of all cases.", agree, count_sums(c),
			format_percent(chance, 1).text);
	fprintf(r->f, "\n\n");
}

/* The widest range of a median, relative to it. */
static void say_widest(const struct report *r, const struct differences *c)
{
	const struct difference *widest = NULL;
	double width, most = 0;
	bool shadow = false;
	size_t i, k;

	for (i = 0; i < c->nr; i++) {
		for (k = 0; k < 2 && difference_is_sum(&c->difference[i]); k++) {
			const struct effect *e = &c->difference[i].effect;

			width = e->median[k] > 0 ?
				(e->range[k].high - e->range[k].low) / e->median[k] : 0;
			if (width <= most)
				continue;
			most = width;
			widest = &c->difference[i];
			shadow = k;
		}
	}
	if (widest)
		fprintf(r->f, "Furthest apart, relative to the median: %s of %s with %s, %s.",
			widest->label, widest->match->name, report_mode(r, shadow),
			format_percent(most, 1).text);
}

static void say_exact(const struct report *r, const struct differences *c)
{
	double chance;

	fprintf(r->f, "Equal runs are equal on this platform: seeds are different beginnings of "
		"the guest, not samples of noise. So there are no intervals and no tests: in "
		"brackets is the range from seed to seed. %zu of %zu metrics are "
		"equal in all seeds. ", count_basis(c, BASIS_EXACT_EQUAL, &chance), count_sums(c));
	say_widest(r, c);
	fprintf(r->f, "\n\n");
}

static void print_section(const struct report *r, const struct differences *c)
{
	const char *const sides[] = { report_mode(r, false), report_mode(r, true) };

	fprintf(r->f, "## Repeats%s\n\nWhole windows, the start of the program included; elsewhere "
		"it is subtracted. ", r->suffix);
	if (platform_facts(r->platform)->is_exact)
		say_exact(r, c);
	else
		say_noisy(r, c);
	difference_table(TABLE_MARKDOWN, c, r->platform, difference_is_sum, sides, r->f);
	fprintf(r->f, "\nExits by kind and by reason are in `tables/statistics.csv`; how all this "
		"is computed is in the appendix \"Statistical methods\".\n\n");
}

static int write_repeats(const struct report *r)
{
	struct differences differences;
	struct matches matches;

	matches_of_modes(&matches, r->run, r->platform);
	differences_of_matches(&differences, &matches, NULL, true);
	if (differences_have_seeds(&differences, NULL))
		print_section(r, &differences);
	differences_free(&differences);
	matches_free(&matches);
	return 0;
}

const struct topic_section section_repeats = {
	DOCUMENT_REPEATS, 10, TOPIC_EACH_PLATFORM, NULL, write_repeats
};

static void print_power(const struct report *r)
{
	static const size_t seeds[] = { 2, 3, 4, 5, 6, 8, 10 };
	static const char *const columns[] = {
		"seeds a side", "interval holds the median in", "least p, same seeds",
		"least p, other seeds", NULL,
	};
	struct table *t = table_new(TABLE_MARKDOWN, columns);
	size_t i;

	for (i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
		double paired = permutation_paired_least(seeds[i]);
		double ranks = permutation_ranks_least(seeds[i], seeds[i]);

		table_int(t, seeds[i]);
		table_text(t, "%s", format_percent(1 - paired, 1).text);
		table_text(t, "%s", format_p(paired).text);
		table_text(t, "%s", format_p(ranks).text);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
}

static int write_repeats_method(const struct report *r)
{
	const struct format coverage = format_short(100 * BOOTSTRAP_COVERAGE);
	const struct format chance = format_short(100 * EFFECT_CHANCE);
	const struct format resamples = format_int(BOOTSTRAP_RESAMPLES);
	const struct format ways = format_int(PERMUTATION_WAYS);
	const struct format level = format_p(EFFECT_LEVEL);
	const struct prose_value values[] = {
		{ "coverage", coverage.text }, { "resamples", resamples.text },
		{ "ways", ways.text }, { "chance", chance.text }, { "level", level.text },
		{ NULL, NULL },
	};

	if (prose_print(r->f, "analysis/runs/repeats.md", values))
		return -1;
	print_power(r);
	return 0;
}

const struct topic_section section_repeats_method = {
	DOCUMENT_STATISTICS, 10, TOPIC_ONCE, NULL, write_repeats_method
};
