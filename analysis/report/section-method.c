// SPDX-License-Identifier: GPL-2.0
/* The report's question, how it is answered, and what may be wrong with the answer. */
#include "ledger/account.h"
#include "output/format.h"
#include "record/laws.h"
#include "parts/report.h"

static int write_question(const struct report *r)
{
	fprintf(r->f, "# VM exits with nested and with shadow paging\n\n"
		"Generated from the records by `exitreport report`; do not edit.\n\n"
		"## Question and answer\n\n"
		"Where do a virtual machine's exits and cycles go, and how does that change when "
		"the CPU's nested paging (EPT on Intel, NPT on AMD) is turned off and KVM keeps "
		"shadow page tables instead?\n\n");
	return 0;
}

const struct topic_section section_question = { PART_QUESTION, 10, NULL, write_question };

static int write_method(const struct report *r)
{
	size_t i;

	fprintf(r->f, "## Method\n\n"
		"- **The ledger.** A patched KVM charges each cycle of a vCPU's life to exactly one "
		"account, and counts each exit, by its reason; the accounts add up to the vCPU's age "
		"to the cycle. Nothing is sampled.\n"
		"- **The window.** The guest latches the ledger before and after a workload, and "
		"reads both copies only then. A window costs one exit, whose cost is taken off.\n"
		"- **The cell.** Workload, paging mode, settings and seed. Each boots a machine of "
		"its own, so that nothing of another is left in it, and gives one record.\n"
		"- **The proof of the mode.** A cell counts as ept=0 or ept=1 (npt=0, npt=1) if the "
		"meter says so, and if none of the reasons came that the mode rules out.\n"
		"- **The numbers.** Each is computed from the records by a command that this report "
		"or its folder names; commands are in README.md.\n\n"
		"Every cycle of a window is charged to one account:\n\n");
	for (i = 0; i < ACCOUNT_NR; i++)
		fprintf(r->f, "- %s\n", accounts[i].text);
	fprintf(r->f, "\nBusy cycles are the window less blocked. Changes are always from nested "
		"to shadow paging: \u00d72 is twice as many with shadow paging; a reason appears "
		"or disappears if one of the modes has no exits of it.\n\n");
	return 0;
}

const struct topic_section section_method = { PART_METHOD, 30, NULL, write_method };

struct tally {
	size_t checked;
	size_t broken;
};

static void count_law(void *context, const struct record *record,
		      const struct law_result *result)
{
	struct tally *tally = context;

	(void)record;
	tally->checked++;
	tally->broken += result->difference != 0;
}

static struct tally count_laws(const struct run *run)
{
	struct tally tally = { 0, 0 };
	size_t i;

	for (i = 0; i < run->nr_records; i++)
		if (record_is_good(run->records[i]))
			laws_check(run->records[i], count_law, &tally);
	return tally;
}

static int write_threats(const struct report *r)
{
	struct tally tally = count_laws(r->run);

	fprintf(r->f, "## Threats to validity\n\n"
		"- **Are the counts right?** %s laws were recomputed from the records' raw "
		"ledgers, %s do not hold.", format_int(tally.checked).text,
		format_int(tally.broken).text);
	if (report_companion(r, "verify"))
		fprintf(r->f, " In other cells KVM's own tracepoint counted along: "
			"[below](#checked-against-kvms-own-tracepoint).");
	if (report_companion(r, "kernel-tests"))
		fprintf(r->f, " Errors planted in the patch are noticed: "
			"[below](#the-kernels-own-tests).");
	fprintf(r->f, "\n- **Does measuring change what is measured?** An exit takes some "
		"instructions more with the meter on, the same in both modes");
	if (report_companion(r, "overhead"))
		fprintf(r->f, ": [how many](#what-measuring-costs)");
	fprintf(r->f, ".\n"
		"- **Is it the paging mode that makes the difference?** Both modes of a cell have "
		"the same image, kernel, settings and seed. The guest's own cycles show how far it "
		"did the same work; some of the exits follow from others, as a slower guest gets "
		"more timer interrupts.\n"
		"- **Does starting the program weigh more than its work?** Starting up is measured "
		"by itself and shown with each workload.\n"
		"- **Do these workloads stand for others?** They are short, so that a cell takes half "
		"a minute, and the guest is small. Ratios depend on how often a workload does what "
		"shadow paging makes expensive; read them workload by workload, and measure your "
		"own.\n"
		"- **Does an emulated machine stand for a real one?** For counts of exits and "
		"instructions yes, for time no. What each platform can't show:\n\n");
	return 0;
}

const struct topic_section section_threats = { PART_METHOD, 50, NULL, write_threats };
