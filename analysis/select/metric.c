// SPDX-License-Identifier: GPL-2.0
#include "metric.h"

#include "ledger/class.h"
#include "util/memory.h"
#include "ledger/row.h"

int64_t metric_exits(const struct ledger *l)
{
	return l->exits;
}

int64_t metric_kernel(const struct ledger *l)
{
	return l->kernel;
}

int64_t metric_guest(const struct ledger *l)
{
	return l->guest;
}

int64_t metric_wall(const struct ledger *l)
{
	return l->wall;
}

int64_t metric_busy(const struct ledger *l)
{
	return l->guest + l->kernel + l->user;
}

static const struct sum {
	const char *key;
	const char *label;
	bool is_cycles;
	int64_t (*value)(const struct ledger *l);
} sums[METRIC_SUM_NR] = {
	{ "exits", "exits", false, metric_exits },
	{ "kernel", "kernel cycles", true, metric_kernel },
	{ "guest", "guest cycles", true, metric_guest },
	{ "busy", "busy cycles", true, metric_busy },
	{ "wall", "window", true, metric_wall },
};

bool metric_is_cycles(const struct metric *f)
{
	return f->class == METRIC_SUM && sums[f->index].is_cycles;
}

int64_t metric_value(const struct metric *f, unsigned int vendor, const struct ledger *l)
{
	switch (f->class) {
	case METRIC_SUM:
		return sums[f->index].value(l);
	case METRIC_KIND:
		return class_count(f->index, vendor, l);
	default:
		return l->rows[f->index].count;
	}
}

/* Keys are one word each. */
static char *kind_key(enum exit_class kind)
{
	char *key = memory_printf("kind:%s", exit_class_texts[kind].name), *c;

	for (c = key; *c; c++)
		if (*c == ' ')
			*c = '-';
	return key;
}

char *metric_key(const struct metric *f, unsigned int vendor)
{
	switch (f->class) {
	case METRIC_SUM:
		return memory_printf("%s", sums[f->index].key);
	case METRIC_KIND:
		return kind_key(f->index);
	default:
		return memory_printf("reason:%s", row_key(vendor, f->index).text);
	}
}

char *metric_label(const struct metric *f, unsigned int vendor)
{
	switch (f->class) {
	case METRIC_SUM:
		return memory_printf("%s", sums[f->index].label);
	case METRIC_KIND:
		return memory_printf("%s", exit_class_texts[f->index].name);
	default:
		return memory_printf("%s", row_label(vendor, f->index).text);
	}
}
