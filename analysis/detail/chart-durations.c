// SPDX-License-Identifier: GPL-2.0
#include "chart-durations.h"

#include <inttypes.h>
#include <stdlib.h>

#include "parts/charts.h"
#include "durations.h"
#include "util/memory.h"
#include "util/outfile.h"
#include "ledger/row.h"
#include "select/cell-facts.h"

/* Those that any exit is in, and how many are in the fullest. */
struct buckets {
	unsigned int first;
	unsigned int last;
	int64_t most;
};

static int64_t value(const struct duration *d, size_t mode, unsigned int bucket)
{
	int64_t n = d->buckets[mode] ? d->buckets[mode][bucket] : 0;

	return n > 0 ? n : 0;
}

static void find_buckets(struct buckets *e, const struct duration *durations, size_t nr)
{
	unsigned int b;
	size_t i, mode;

	*e = (struct buckets) { KVM_EXITMETER_BUCKETS - 1, 1, 1 };
	for (i = 0; i < nr; i++) {
		for (mode = 0; mode < 2; mode++) {
			for (b = 1; b < KVM_EXITMETER_BUCKETS; b++) {
				if (!value(&durations[i], mode, b))
					continue;
				e->first = b < e->first ? b : e->first;
				e->last = b > e->last ? b : e->last;
				if (value(&durations[i], mode, b) > e->most)
					e->most = value(&durations[i], mode, b);
			}
		}
	}
}

/* What is nothing is left out: its logarithm is none. */
static void write_count(FILE *f, int64_t n)
{
	if (n)
		fprintf(f, "\t%" PRId64, n);
	else
		fprintf(f, "\tNaN");
}

static int write_data(const char *chart, const struct duration *durations, size_t nr,
		      const struct buckets *e)
{
	struct outfile out;
	unsigned int b;
	size_t i;
	int err;

	err = gnuplot_open_data(&out, chart);
	if (err)
		return err;
	fprintf(out.file, "# exits that took from 2^(bucket - 1) to 2^bucket - 1 cycles in KVM\n"
		"# panel, bucket, with nested paging, with shadow paging\n");
	for (i = 0; i < nr; i++) {
		for (b = e->first; b <= e->last; b++) {
			fprintf(out.file, "%zu\t%u", i, b);
			write_count(out.file, value(&durations[i], 0, b));
			write_count(out.file, value(&durations[i], 1, b));
			fputc('\n', out.file);
		}
	}
	return outfile_close(&out);
}

static char *panel_titles(const struct duration *durations, size_t nr, unsigned int vendor)
{
	char *titles = memory_printf("%s", ""), *longer;
	size_t i;

	for (i = 0; i < nr; i++) {
		longer = memory_printf("%s%s%s", titles, i ? "\t" : "",
				       row_label(vendor, durations[i].row).text);
		free(titles);
		titles = longer;
	}
	return titles;
}

static int draw_pair(struct gnuplot *g, const char *folder, const struct pair *p)
{
	struct duration durations[DURATIONS_MAX];
	size_t nr = durations_of_pair(durations, p);
	char *chart, *heading, *titles;
	struct buckets e;
	int err;

	if (!nr)
		return 0;
	chart = charts_path(folder, p->platform, CHART_DURATIONS, p->name);
	heading = memory_printf("How long exits take in KVM: %s, %s", pair_any(p)->workload,
				p->platform);
	titles = panel_titles(durations, nr, p->vendor);
	find_buckets(&e, durations, nr);
	err = write_data(chart, durations, nr, &e);
	if (!err) {
		gnuplot_text(g, "heading", heading);
		gnuplot_text(g, "titles", titles);
		gnuplot_text(g, "tdp_name", record_mode_name(p->vendor, false));
		gnuplot_text(g, "shadow_name", record_mode_name(p->vendor, true));
		gnuplot_number(g, "nr_panels", nr);
		gnuplot_number(g, "first", e.first);
		gnuplot_number(g, "last", e.last);
		gnuplot_number(g, "most", e.most);
		gnuplot_draw(g, "analysis/detail/durations.gp", chart, heading);
	}
	free(chart);
	free(heading);
	free(titles);
	return err;
}

/* Of a boot: it has all reasons, and few of them enough exits elsewhere. */
static int draw(const struct charts *c)
{
	size_t i;
	int err = 0;

	for (i = 0; i < c->pairs->nr && !err; i++)
		if (record_is_boot(pair_any(&c->pairs->pair[i])))
			err = draw_pair(c->gnuplot, c->folder, &c->pairs->pair[i]);
	return err;
}

const struct topic_chart chart_durations = { TOPIC_EACH_PLATFORM, draw };
