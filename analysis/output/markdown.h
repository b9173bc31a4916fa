/* SPDX-License-Identifier: GPL-2.0 */
/* Text in Markdown. */
#ifndef EXITREPORT_MARKDOWN_H
#define EXITREPORT_MARKDOWN_H

/**
 * markdown_escaped - text that shows as it is
 * @text: of a record; a line's end becomes a blank
 *
 * Nothing in it is markup, a link or HTML then.  For the middle of a line: what is
 * markup only at its beginning is left.
 *
 * Return: to be freed.
 */
char *markdown_escaped(const char *text);

#endif
