/* SPDX-License-Identifier: GPL-2.0 */
/* What others' measurements lead one to expect, as checks of a run. */
#ifndef EXITREPORT_EXPECT_H
#define EXITREPORT_EXPECT_H

#include "select/pair.h"

enum outcome {
	OUTCOME_HOLDS,
	OUTCOME_BROKEN,
	OUTCOME_NOT_MEASURED,	/* nothing in the run to tell by */
	OUTCOME_NOT_VISIBLE,	/* the platform can't show it */
};

/* For readers. */
extern const char *const outcome_texts[];

/**
 * struct expectation_result - an expectation and what came of it
 * @text: what was expected
 * @source: where that comes from
 * @observed: what the run has, in numbers
 */
struct expectation_result {
	char text[192];
	const char *source;
	enum outcome outcome;
	char observed[320];
};

/**
 * struct expect_input - what expectations are checked against
 * @pairs: of one platform, at least one
 */
struct expect_input {
	const struct pairs *pairs;
};

/* How many there are. */
size_t expect_count(void);

/**
 * expect_check - check one of them
 * @result: receives the outcome
 * @index: from 0, below expect_count()
 */
void expect_check(struct expectation_result *result, size_t index, const struct expect_input *in);

#endif
