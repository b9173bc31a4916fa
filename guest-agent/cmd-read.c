// SPDX-License-Identifier: GPL-2.0
/* exitmeter read: the classic leaves, total and reason by reason. */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "meter/meter.h"
#include "options.h"
#include "ledger/rank.h"
#include "ledger/reasons.h"

static const char doc[] =
	"Show exits and cycles since the vCPUs' creation, in total and for each reason, from "
	"the classic leaves 0x4ffffffc to 0x4fffffff. Cycles are those of the kernel account, "
	"of the host's TSC.\v"
	"The exercise that these leaves come from has had three editions, which differ in what "
	"is where; the host's parameter kvm.exitmeter_edition says which one a VM sees. "
	"--edition is for those who need a certain one: it is an error if the VM has another.\n"
	"\n"
	"The values are live, and each reason that is read costs an exit (CPUID) by itself, so "
	"the counts can add up to more than the total that was read before them. "
	"'exitmeter stat' has not this flaw.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter read\n"
	"  exitmeter read --edition=2\n"
	"  exitmeter read --json | jq '.rows[0]'\n"
	"\n"
	"Exit status: 0 ok, 2 bad usage, no meter, or another edition.";

struct arguments {
	bool json;
	unsigned int edition;	/* 0: the one that the VM has */
};

static const struct argp_option options[] = {
	{ "edition", 'e', "N", 0, "1, 2 or 3: what the leaves must mean", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->json;
		return 0;
	case 'e':
		if (strlen(arg) != 1 || *arg < '1' || *arg > '0' + KVM_EXITMETER_EDITIONS)
			argp_error(state, "--edition=%s is not 1, 2 or 3", arg);
		args->edition = *arg - '0';
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int64_t classic_count(const struct abi_regs *r)
{
	return (uint64_t)r->edx << 32 | r->eax;
}

static int64_t classic_cycles(const struct abi_regs *r)
{
	return (uint64_t)r->ebx << 32 | r->ecx;
}

/* Exits and cycles from the leaves that have them, from one if it has both. */
static bool read_both(uint32_t exits, uint32_t cycles, uint32_t reason, int64_t *count,
		      int64_t *kernel)
{
	struct abi_regs r = abi_classic(exits, reason);

	/* Not defined by the manual; a count's high half never is that. */
	if (r.edx == KVM_EXITMETER_UNDEFINED)
		return false;
	*count = classic_count(&r);
	if (cycles != exits)
		r = abi_classic(cycles, reason);
	*kernel = classic_cycles(&r);
	return true;
}

/* Fills in the counts and kernel cycles, all that the classic leaves show. */
static void read_classic(struct ledger *l, const struct abi_info *info)
{
	const struct abi_edition *at = abi_edition(info->edition);
	unsigned int i;

	read_both(at->exits, at->cycles, 0, &l->exits, &l->kernel);
	l->nr_reasons = info->nr_reasons;
	l->nr_rows = info->nr_reasons;
	for (i = 0; i < l->nr_reasons; i++)
		read_both(at->reason_exits, at->reason_cycles, i, &l->rows[i].count,
			  &l->rows[i].kernel);
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

/* Has the VM the edition that was asked for, and is it known here? */
static bool check_edition(const struct abi_info *info, unsigned int wanted)
{
	if (wanted && info->edition != wanted) {
		fprintf(stderr,
			"exitmeter: this VM's classic leaves are edition %u, not %u; on the "
			"host, write %u to /sys/module/kvm/parameters/exitmeter_edition and start "
			"the VM anew\n",
			info->edition, wanted, wanted);
		return false;
	}
	if (!abi_edition(info->edition)) {
		fprintf(stderr, "exitmeter: this VM's classic leaves are edition %u, unknown to "
			"this program; use the exitmeter that was built with the host's KVM "
			"patches\n", info->edition);
		return false;
	}
	return true;
}

int cmd_read(int argc, char **argv)
{
	static const struct argp_child children[] = { { .argp = &options_json }, { 0 } };
	static const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .children = children,
	};
	struct arguments args = { 0 };
	static struct ledger l;
	struct meter m;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	if (!meter_require(&m) || !check_edition(&m.info, args.edition))
		return STATUS_UNUSABLE;
	read_classic(&l, &m.info);
	if (args.json)
		return options_print_json(to_json(&l, m.info.vendor));
	print(&l, m.info.vendor);
	return STATUS_OK;
}
