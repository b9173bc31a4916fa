// SPDX-License-Identifier: GPL-2.0
/*
 * What a window costs, shown by one inside of another: the outer one has the inner one's two latches and
 * its own last one in it, and nothing else; the inner one has its own last one.
 */
#include <inttypes.h>
#include <stdio.h>

#include <exitmeter.h>

enum { OUTER_BEGIN, INNER_BEGIN, INNER_END, OUTER_END };

static int read_window(struct exitmeter *meter, unsigned int begin, unsigned int end,
		       struct exitmeter_ledger *window)
{
	struct exitmeter_ledger *first = exitmeter_ledger_new();
	int err = exitmeter_read(meter, begin, EXITMETER_VM, first);

	if (!err)
		err = exitmeter_read(meter, end, EXITMETER_VM, window);
	if (!err)
		err = exitmeter_delta(window, first);
	exitmeter_ledger_free(first);
	return err;
}

int main(void)
{
	struct exitmeter_ledger *outer = exitmeter_ledger_new(), *inner = exitmeter_ledger_new();
	struct exitmeter *meter;
	int err = exitmeter_open(&meter);
	unsigned int slot;

	/* Twice, for the first time meets what is not in memory yet. */
	for (slot = 0; slot < 2 * EXITMETER_SLOTS && !err; slot++)
		err = exitmeter_latch(meter, slot % EXITMETER_SLOTS);
	if (!err)
		err = read_window(meter, OUTER_BEGIN, OUTER_END, outer);
	if (!err)
		err = read_window(meter, INNER_BEGIN, INNER_END, inner);
	if (err)
		fprintf(stderr, "nested-windows: %s\n", exitmeter_strerror(err));
	else
		printf("inner %" PRId64 " outer %" PRId64 "\n",
		       exitmeter_total(inner, EXITMETER_EXITS),
		       exitmeter_total(outer, EXITMETER_EXITS));
	exitmeter_close(meter);
	exitmeter_ledger_free(outer);
	exitmeter_ledger_free(inner);
	return err ? 1 : 0;
}
