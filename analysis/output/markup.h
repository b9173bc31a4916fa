/* SPDX-License-Identifier: GPL-2.0 */
/* Text in XML and HTML. */
#ifndef EXITREPORT_MARKUP_H
#define EXITREPORT_MARKUP_H

#include <stdio.h>

/* markup_put - write text so that none of it is markup; fit for attributes in "", too */
void markup_put(FILE *f, const char *text);

#endif
