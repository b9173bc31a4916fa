// SPDX-License-Identifier: GPL-2.0
/* How the report's question is answered, and what may be wrong with the answer. */
#include "ledger/account.h"
#include "output/format.h"
#include "parts/report.h"
#include "parts/prose.h"

static int write_method(const struct report *r)
{
	size_t i;

	if (prose_print(r->f, "analysis/report/method.md", NULL))
		return -1;
	for (i = 0; i < ACCOUNT_NR; i++)
		fprintf(r->f, "- %s\n", accounts[i].text);
	fputc('\n', r->f);
	return prose_print(r->f, "analysis/report/changes.md", NULL);
}

const struct topic_section section_method = { DOCUMENT_CHECKS, 15, TOPIC_ONCE, NULL, write_method };

struct tally {
	size_t checked;
	size_t broken;
};

static struct tally count_laws(const struct run *run)
{
	struct tally tally = { 0, 0 };
	size_t i;

	for (i = 0; i < run->nr_records; i++) {
		tally.checked += run->records[i]->checks->nr;
		tally.broken += run->records[i]->checks->failed;
	}
	return tally;
}

static int write_threats(const struct report *r)
{
	struct tally tally = count_laws(r->run);
	const struct format checked = format_int(tally.checked);
	const struct format broken = format_int(tally.broken);
	const struct prose_value values[] = {
		{ "checked", checked.text }, { "broken", broken.text },
		{ "verify", report_companion(r, "verify") ? "" : NULL },
		{ "kernel-tests", report_companion(r, "kernel-tests") ? "" : NULL },
		{ "overhead", report_companion(r, "overhead") ? "" : NULL },
		{ NULL, NULL },
	};

	return prose_print(r->f, "analysis/report/threats.md", values);
}

const struct topic_section section_threats = { DOCUMENT_REPORT, 131, TOPIC_ONCE, NULL, write_threats };
