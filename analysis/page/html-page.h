/* SPDX-License-Identifier: GPL-2.0 */
/* A report as one page of HTML that needs no other file and no network. */
#ifndef EXITREPORT_HTML_PAGE_H
#define EXITREPORT_HTML_PAGE_H

#include <stdio.h>

/**
 * html_page - write a report as a page
 * @f: the page
 * @markdown: the report, in GitHub's flavour
 * @size: of it, bytes
 * @folder: that the page is in: paths in the report begin there
 *
 * SVGs that the report shows are put into the page; whatever else it may refer to is
 * linked, not loaded.  HTML in the report is shown as text.  The page is well-formed XML,
 * too, so that any XML parser can check it.
 *
 * Return: 0, or -1 with a message; then the page is of no use.
 */
int html_page(FILE *f, const char *markdown, size_t size, const char *folder);

#endif
