// SPDX-License-Identifier: GPL-2.0
/* The report's last section: what else there is, and how to have it anew. */
#include <stdio.h>

#include "parts/document.h"
#include "parts/prose.h"
#include "parts/report.h"

static bool has_appendix(const struct report *r)
{
	enum document d;
	size_t i;

	for (i = 0; i < r->nr_platforms; i++)
		for (d = DOCUMENT_REPORT + 1; d < DOCUMENT_NR; d++)
			if (r->files[i][d])
				return true;
	return false;
}

/* "Title", or of several platforms "Title: bochs-vmx, bochs-svm", each a link. */
static void list_document(const struct report *r, enum document d)
{
	bool several = documents[d].scope == TOPIC_EACH_PLATFORM && r->nr_platforms > 1;
	struct report about;
	size_t nr = 0, i;

	for (i = 0; i < r->nr_platforms; i++) {
		if (!r->files[i][d])
			continue;
		about = report_view(r, i);
		if (nr++)
			fputs(", ", r->f);
		else if (several)
			fprintf(r->f, "- %s: ", documents[d].title);
		else
			fputs("- ", r->f);
		report_link(&about, d, several ? about.platform : documents[d].title);
	}
	if (nr)
		fprintf(r->f, ". %s\n", documents[d].adds);
}

static int write_appendices(const struct report *r)
{
	const struct prose_value values[] = { { "run", r->run->folder }, { NULL, NULL } };
	enum document d;

	if (!has_appendix(r))
		return 0;
	fprintf(r->f, "## Where is the rest, and how does one reproduce it?\n\n");
	for (d = DOCUMENT_REPORT + 1; d < DOCUMENT_NR; d++)
		list_document(r, d);
	fputc('\n', r->f);
	return prose_print(r->f, "analysis/report/reproduce.md", values);
}

const struct topic_section section_appendices = {
	DOCUMENT_REPORT, 140, TOPIC_ONCE, NULL, write_appendices,
};
