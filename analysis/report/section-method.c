// SPDX-License-Identifier: GPL-2.0
/* How the report's question is answered, and what may be wrong with the answer. */
#include "ledger/account.h"
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
