// SPDX-License-Identifier: GPL-2.0
#include "window.h"

#include <stdlib.h>

void window_free(struct window *w)
{
	char **word;

	for (word = w->command; word && *word; word++)
		free(*word);
	free(w->command);
	free(w->vcpus);
	details_free(w->details);
	w->command = NULL;
	w->details = NULL;
	w->vcpus = NULL;
	w->nr_vcpus = 0;
}

static int begin_sum(struct window *sum, const struct window *w)
{
	sum->info = w->info;
	sum->from_zero = w->from_zero;
	sum->vcpus = calloc(w->nr_vcpus, sizeof(*sum->vcpus));
	if (w->nr_vcpus && !sum->vcpus)
		return -1;
	sum->nr_vcpus = w->nr_vcpus;
	return 0;
}

int window_add(struct window *sum, const struct window *w)
{
	unsigned int i;

	if (!sum->info.nr_reasons && begin_sum(sum, w))
		return -1;
	if (sum->nr_vcpus != w->nr_vcpus || sum->info.vendor != w->info.vendor ||
	    sum->info.nr_reasons != w->info.nr_reasons)
		return -1;
	sum->flags |= w->flags;
	if (!sum->status)
		sum->status = w->status;
	ledger_add(&sum->empty, &w->empty);
	ledger_add(&sum->begin, &w->begin);
	ledger_add(&sum->end, &w->end);
	ledger_add(&sum->net, &w->net);
	for (i = 0; i < w->nr_vcpus; i++) {
		ledger_add(&sum->vcpus[i], &w->vcpus[i]);
		if (!ledger_in_range(&sum->vcpus[i]))
			return -1;
	}
	return ledger_in_range(&sum->empty) && ledger_in_range(&sum->begin) &&
	       ledger_in_range(&sum->end) && ledger_in_range(&sum->net) ? 0 : -1;
}
