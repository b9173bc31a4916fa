// SPDX-License-Identifier: GPL-2.0
/* exitreport compare: nested against shadow paging, or one run against another. */
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "runs/comparison-text.h"
#include "compare-modes.h"
#include "select/pair.h"
#include "runs/difference-json.h"
#include "runs/difference-table.h"
#include "util/memory.h"

static const char doc[] =
	"With one run, print both paging modes of each WORKLOAD, or of all, side by side: first exits, "
	"cycles in KVM and CPU time without starting the program, as in the report; then exits and "
	"cycles of the whole window by reason, and cycles by account. A "
	"reason appears or disappears if it has no exits in the other mode. With several seeds, "
	"medians and intervals of whole windows come first.\n"
	"\n"
	"With two, of any kernels, machines or settings: what differs between them, then A, B, "
	"the change and its interval, metric by metric, and whether the repeats are enough to "
	"call it a difference. On another platform only what can be compared is.\n"
	"\n"
	"Cells with an observer are left out: its cycles are in theirs.\v"
	"Exit status with two runs: 0 whatever differs, 1 if a cell of one has no partner in the "
	"other, one was not measured, or there is nothing to compare, or if something is above --fail-above. That is for exits "
	"and for cycles in KVM, of the guest, busy and all; with --metric for what it names. With "
	"one seed on a platform whose runs differ it is the noise, too, that is compared; with "
	"three a side, seeds agree by chance alone in one metric of ten.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitreport compare data/reference\n"
	"  exitreport compare data/reference boot fio-randread\n"
	"  exitreport compare data/reference --csv > compare.csv\n"
	"  exitreport compare before after\n"
	"  exitreport compare before after --workload 'fio-*' --metric 'reason:*'\n"
	"  exitreport compare before after --metric kernel --fail-above 2\n"
	"  exitreport compare before after --json | jq .differences\n";

/**
 * struct options - of the command
 * @workload: pattern, NULL for all
 * @metric: likewise
 * @has_limit: @fail_above is valid
 * @fail_above: percent, from 0
 */
struct options {
	bool csv;
	bool json;
	const char *workload;
	const char *metric;
	bool has_limit;
	double fail_above;
};

static int compare_one_run(const char *folder, char *const workloads[], const struct options *o)
{
	if (o->json || o->workload || o->metric || o->has_limit) {
		warnx("--json, --workload, --metric and --fail-above compare two runs, and there "
		      "is only %s; name another, or see \"exitreport tables\"", folder);
		return EXIT_UNUSABLE;
	}
	return compare_modes(folder, workloads, o->csv) ? EXIT_FAILED : EXIT_OK;
}

static int compare_runs(const struct run *a, const struct run *b,
			const struct options *o)
{
	static const char *const sides[] = { "a", "b" };
	struct comparison c;
	int status;

	pairs_tell_observed(a);
	pairs_tell_observed(b);
	if (comparison_make(&c, a, b, o->workload, o->metric, o->has_limit ? o->fail_above : -1))
		return EXIT_FAILED;
	if (o->json)
		difference_json(&c, stdout);
	else if (o->csv)
		difference_csv(&c.differences, sides, stdout);
	else
		comparison_print(&c, stdout);
	/* Nothing but numbers on standard output. */
	if (o->json || o->csv) {
		comparison_print_lacks(&c, stderr);
		comparison_print_verdict(&c, stderr);
	}
	status = comparison_is_whole(&c) && !comparison_count_worse(&c) ? EXIT_OK : EXIT_FAILED;
	comparison_free(&c);
	return status;
}

enum {
	KEY_JSON = COMMAND_KEY,
	KEY_WORKLOAD,
	KEY_METRIC,
	KEY_FAIL_ABOVE,
};

static const struct argp_option options[] = {
	COMMAND_CSV,
	{ "json", KEY_JSON, NULL, 0, "print JSON (two runs)", 0 },
	{ "workload", KEY_WORKLOAD, "PATTERN", 0,
	  "only workloads like \"fio-*\", settings included (two runs)", 0 },
	{ "metric", KEY_METRIC, "PATTERN", 0,
	  "only metrics like exits, kernel, \"kind:*\", \"*EPT*\" (two runs)", 0 },
	{ "fail-above", KEY_FAIL_ABOVE, "PERCENT", 0,
	  "fail if B has more than A by above PERCENT (two runs)", 0 },
	{ 0 },
};

static double percentage(const struct argp_state *state, const char *text)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !isfinite(value) || value < 0)
		argp_error(state, "--fail-above wants a number of percent from 0, not \"%s\"",
			   text);
	return value;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'c':
		o->csv = true;
		return 0;
	case KEY_JSON:
		o->json = true;
		return 0;
	case KEY_WORKLOAD:
		o->workload = arg;
		return 0;
	case KEY_METRIC:
		o->metric = arg;
		return 0;
	case KEY_FAIL_ABOVE:
		o->has_limit = true;
		o->fail_above = percentage(state, arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Does a word name a run, rather than a workload of the one before it? */
static bool names_run(const char *word)
{
	char *records = memory_printf("%s/records", word);
	bool is_run = strchr(word, '/') || !access(records, F_OK);

	free(records);
	return is_run;
}

static int run_compare(char *words[], const void *options)
{
	int status = EXIT_FAILED;
	struct run run, other;

	if (!words[1] || words[2] || !names_run(words[1]))
		return compare_one_run(words[0], words + 1, options);
	if (run_load(&run, words[0]))
		return status;
	if (run_load(&other, words[1]))
		goto out;
	status = compare_runs(&run, &other, options);
	run_free(&other);
out:
	run_free(&run);
	return status;
}

const struct command command_compare = {
	.name = "compare",
	.summary = "nested against shadow paging, or one run against another",
	.usage = "RUN [WORKLOAD...]\nRUN RUN_B",
	.doc = doc,
	.min = 1,
	.options = options,
	.options_size = sizeof(struct options),
	.parse = parse,
	.run = run_compare,
};
