/* SPDX-License-Identifier: GPL-2.0 */
/* Documents as pages of HTML, made of their Markdown by pandoc and page.lua. */
#ifndef EXITREPORT_PAGE_H
#define EXITREPORT_PAGE_H

#include <stddef.h>

/**
 * struct page - a document that is to be a page
 * @file: its name in the folder
 * @markdown: the document; begins with its title, "# TITLE"
 * @size: bytes of it
 */
struct page {
	char *file;
	char *markdown;
	size_t size;
};

/**
 * pages_write - write pages that lead to each other
 * @folder: that they are to be in; links of the documents start from there, and the charts are
 *	read from there
 * @pages: in the order of the contents, which each page has
 * @nr: how many
 *
 * The pages need no other files and no network.
 *
 * Return: 0, or -1 with a message if a chart can't be read or there is no pandoc; the pages are
 * then as they were.
 */
int pages_write(const char *folder, const struct page *pages, size_t nr);

#endif
