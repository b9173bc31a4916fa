// SPDX-License-Identifier: GPL-2.0
#include "frequency-text.h"

#include "output/format.h"
#include "util/memory.h"

#include <stdio.h>
#include <stdlib.h>

/* So many have their names in a sentence. */
#define NAMES	12

/* What they are sorted by: exits of one window, but of several the mean of shares. */
static struct format size_text(const struct frequency *f, const struct reason_share *one)
{
	struct format out;

	if (f->nr_workloads == 1)
		return format_int(one->count);
	if (one->share >= 0.01)
		return format_percent(one->share, 1);
	snprintf(out.text, sizeof(out.text), "%.*f %%", one->share >= 0.001 ? 2 : 4,
		 100 * one->share);
	return out;
}

char *frequency_least_text(const struct frequency *f, size_t from, unsigned int vendor)
{
	size_t least = frequency_least(f, FREQUENCY_LEAST), first = least > from ? least : from, i;
	char *text = memory_printf("%s", ""), *one;

	for (i = f->nr; i > first; i--) {
		one = memory_printf("%s (%s)", row_label(vendor, f->reason[i - 1].row).text,
				    size_text(f, &f->reason[i - 1]).text);
		memory_append(&text, ", ", one);
		free(one);
	}
	return text;
}

char *reasons_text(const bool *chosen, unsigned int nr, unsigned int vendor)
{
	char *text = memory_printf("%s", ""), *one;
	unsigned int i, end, chosen_nr = 0;
	bool names;

	for (i = 0; i < nr; i++)
		chosen_nr += chosen[i];
	names = vendor && chosen_nr <= NAMES;
	for (i = 0; i < nr; i++) {
		if (!chosen[i])
			continue;
		for (end = i; !names && end + 1 < nr && chosen[end + 1]; end++)
			;
		if (names)
			one = memory_printf("%s", row_label(vendor, i).text);
		else if (end > i)
			one = memory_printf("%u to %u", i, end);
		else
			one = memory_printf("%u", i);
		memory_append(&text, ", ", one);
		free(one);
		i = end;
	}
	return text;
}
