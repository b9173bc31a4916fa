// SPDX-License-Identifier: GPL-2.0
/* The report's sections about what was checked. */
#include <stdlib.h>
#include <string.h>

#include "literature/expect.h"
#include "util/memory.h"
#include "record/facts/platform-facts.h"
#include "parts/report.h"
#include "output/table.h"

/* What came of one law in all records. */
struct law {
	const char *name;
	const char *text;
	size_t checked;
	size_t broken;
};

struct laws {
	struct law *law;
	size_t nr;
	struct table *broken;
};

static void count(struct laws *laws, const struct record *r, const struct check *c)
{
	size_t i;

	for (i = 0; i < laws->nr; i++)
		if (!strcmp(laws->law[i].name, c->name))
			break;
	if (i == laws->nr) {
		laws->law = memory_grow(laws->law, laws->nr++, sizeof(*laws->law));
		laws->law[i].name = c->name;
		laws->law[i].text = c->text;
	}
	laws->law[i].checked++;
	if (!check_difference(c))
		return;
	laws->law[i].broken++;
	table_text(laws->broken, "%s", r->id);
	table_text(laws->broken, "%s", c->name);
	table_text(laws->broken, "%s", c->where);
	table_int(laws->broken, check_difference(c));
	table_text(laws->broken, "%s", c->detail);
}

static void count_record(struct laws *laws, const struct record *r)
{
	size_t i;

	for (i = 0; r && i < r->checks->nr; i++)
		count(laws, r, &r->checks->check[i]);
}

static int write_laws(const struct report *r)
{
	static const char *const columns[] = { "<law", "<says", "checked", "broken", NULL };
	static const char *const broken_columns[] = {
		"<cell", "<law", "<where", "difference", "<detail", NULL,
	};
	struct laws laws = { .broken = table_new(TABLE_MARKDOWN, broken_columns) };
	size_t i, broken = 0;
	struct table *t;

	for (i = 0; i < r->run->nr_records; i++)
		count_record(&laws, r->run->records[i]);
	for (i = 0; i < r->run->nr_invalid; i++)
		count_record(&laws, r->run->invalid[i].record);
	fprintf(r->f, "## Laws checked\n\nRecomputed from the raw ledgers of every record, exact "
		"to the last exit and cycle; `exitreport check` does the same.\n\n");
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < laws.nr; i++) {
		table_text(t, "%s", laws.law[i].name);
		table_text(t, "%s", laws.law[i].text);
		table_int(t, laws.law[i].checked);
		table_int(t, laws.law[i].broken);
		broken += laws.law[i].broken;
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	if (broken)
		fprintf(r->f, "**Broken: these records are in no table and no chart.**\n\n");
	table_end(laws.broken, broken ? r->f : NULL);
	if (broken)
		fputc('\n', r->f);
	free(laws.law);
	return 0;
}

const struct topic_section section_laws = {
	DOCUMENT_CHECKS, 20, TOPIC_ONCE, NULL, write_laws,
};

static int write_expectations(const struct report *r)
{
	static const char *const columns[] = {
		"<expectation", "<from", "<outcome", "<observed", NULL,
	};
	const struct expect_input in = { &r->pairs };
	struct expectation_result result;
	struct table *t;
	size_t i;

	fprintf(r->f, "## Controls%s\n\nWhat must not differ, what can't be there, and directions: "
		"they can only fail if something is wrong with the measurement.\n\n", r->suffix);
	t = table_new(TABLE_MARKDOWN, columns);
	for (i = 0; i < expect_count(); i++) {
		expect_check(&result, i, &in);
		table_text(t, "%s", result.text);
		table_text(t, "%s", result.source);
		table_text(t, "%s", outcome_texts[result.outcome]);
		table_text(t, "%s", result.observed);
	}
	table_end(t, r->f);
	fputc('\n', r->f);
	return 0;
}

const struct topic_section section_expectations = {
	DOCUMENT_CHECKS, 30, TOPIC_EACH_PLATFORM, NULL, write_expectations,
};

static int write_limits(const struct report *r)
{
	const struct platform_facts *platform = platform_facts(r->platform);
	size_t i;

	fprintf(r->f, "## What %s can't show\n\n", r->platform);
	for (i = 0; platform->limits[i]; i++)
		fprintf(r->f, "- %s\n", platform->limits[i]);
	fputc('\n', r->f);
	return 0;
}

const struct topic_section section_platform_limits = {
	DOCUMENT_CHECKS, 80, TOPIC_EACH_PLATFORM, NULL, write_limits,
};
