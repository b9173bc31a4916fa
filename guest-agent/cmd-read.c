// SPDX-License-Identifier: GPL-2.0
/* exitmeter read: the two classic leaves, total and reason by reason. */
#include <inttypes.h>
#include <stdio.h>

#include "commands.h"
#include "meter/meter.h"
#include "options.h"
#include "ledger/rank.h"
#include "ledger/reasons.h"

static const char doc[] =
	"Show exits and cycles since the vCPUs' creation, in total and for each reason, from "
	"the classic leaves 0x4fffffff and 0x4ffffffe. Cycles are those of the kernel account, "
	"of the host's TSC.\v"
	"The values are live, and each reason that is read costs an exit (CPUID) by itself, so "
	"the counts can add up to more than the total that was read before them. "
	"'exitmeter stat' has not this flaw.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter read\n"
	"  exitmeter read --json | jq '.rows[0]'\n"
	"\n"
	"Exit status: 0 ok, 2 bad usage or no meter.";

static int64_t classic_count(const struct abi_regs *r)
{
	return (uint64_t)r->edx << 32 | r->eax;
}

static int64_t classic_cycles(const struct abi_regs *r)
{
	return (uint64_t)r->ebx << 32 | r->ecx;
}

/* Fills in the counts and kernel cycles, all that the classic leaves show. */
static void read_classic(struct ledger *l, const struct abi_info *info)
{
	struct abi_regs r = abi_classic(KVM_EXITMETER_LEAF_TOTAL, 0);
	unsigned int i;

	l->exits = classic_count(&r);
	l->kernel = classic_cycles(&r);
	l->nr_reasons = info->nr_reasons;
	l->nr_rows = info->nr_reasons;
	for (i = 0; i < l->nr_reasons; i++) {
		r = abi_classic(KVM_EXITMETER_LEAF_REASON, i);
		/* Not defined by the manual; a count's high half never is that. */
		if (r.edx == KVM_EXITMETER_UNDEFINED)
			continue;
		l->rows[i].count = classic_count(&r);
		l->rows[i].kernel = classic_cycles(&r);
	}
}

static double share(const struct ledger *l, unsigned int row)
{
	return l->exits ? (double)l->rows[row].count / l->exits : 0;
}

static void print(const struct ledger *l, unsigned int vendor)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char buf[REASON_NAME_SIZE];
	size_t n = rank_rows(l, order), i;

	printf("total exits   %" PRId64 "\n", l->exits);
	printf("total cycles  %" PRId64 "\n\n", l->kernel);
	printf("%14s %18s %6s  %-20s %s\n", "count", "cycles", "reason", "name",
	       "share of exits");
	for (i = 0; i < n; i++)
		printf("%14" PRId64 " %18" PRId64 " %6u  %-20s %6.2f %%\n",
		       l->rows[order[i]].count, l->rows[order[i]].kernel, order[i],
		       reason_name(vendor, order[i], buf), 100 * share(l, order[i]));
}

static json_t *to_json(const struct ledger *l, unsigned int vendor)
{
	unsigned int order[LEDGER_MAX_ROWS];
	char buf[REASON_NAME_SIZE];
	size_t n = rank_rows(l, order), i;
	json_t *rows = json_array();

	for (i = 0; i < n; i++)
		json_array_append_new(rows, json_pack("{s:i, s:s, s:I, s:I, s:f}",
			"reason", (int)order[i], "name", reason_name(vendor, order[i], buf),
			"count", (json_int_t)l->rows[order[i]].count,
			"cycles", (json_int_t)l->rows[order[i]].kernel,
			"share", share(l, order[i])));
	return json_pack("{s:s, s:I, s:I, s:o}", "vendor", meter_vendor_name(vendor),
			 "exits", (json_int_t)l->exits, "cycles", (json_int_t)l->kernel,
			 "rows", rows);
}

int cmd_read(int argc, char **argv)
{
	bool json = options_parse_json(argc, argv, doc);
	static struct ledger l;
	struct meter m;

	if (!meter_require(&m))
		return STATUS_UNUSABLE;
	read_classic(&l, &m.info);
	if (json)
		return options_print_json(to_json(&l, m.info.vendor));
	print(&l, m.info.vendor);
	return STATUS_OK;
}
