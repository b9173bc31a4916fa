/* SPDX-License-Identifier: GPL-2.0 */
/* Messages for the user, on stderr. */
#ifndef EXITREPORT_MESSAGE_H
#define EXITREPORT_MESSAGE_H

/**
 * message - say what failed, on what, and what to do
 * @format: without the program's name and without a newline
 */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
