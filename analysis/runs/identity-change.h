/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between what the two sides of matches were made of and measured with. */
#ifndef EXITREPORT_IDENTITY_CHANGE_H
#define EXITREPORT_IDENTITY_CHANGE_H

#include "match.h"

/**
 * struct identity_part - one thing that differs
 * @platforms: on which it does; "tcg-svm, bochs-vmx"
 * @part: kernel, image ...; "setting pti"
 * @value: of both sides; several values of a side stand behind each other
 */
struct identity_part {
	char *platforms;
	char *part;
	char *value[2];
};

struct identity {
	struct identity_part *part;
	size_t nr;
};

/* identity_compare - all that differs in the matches that are whole, for identity_free() */
void identity_compare(struct identity *id, const struct matches *m);

void identity_free(struct identity *id);

#endif
