/* SPDX-License-Identifier: GPL-2.0 */
/* A report as one page of HTML, made of its Markdown by pandoc and page.lua. */
#ifndef EXITREPORT_PAGE_H
#define EXITREPORT_PAGE_H

#include <stddef.h>
#include <stdio.h>

/**
 * page_write - write the page
 * @f: to write to; a file, for it is pandoc that writes
 * @markdown: the report
 * @size: bytes of it
 * @folder: that its links start from; the charts are read from there
 *
 * The page needs no other file and no network.  Return: 0, or -1 with a message if a chart
 * can't be read or there is no pandoc.
 */
int page_write(FILE *f, const char *markdown, size_t size, const char *folder);

#endif
