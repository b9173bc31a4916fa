/* SPDX-License-Identifier: GPL-2.0 */
/* CSV as RFC 4180 has it; exitmeter's is nothing else, whatever separates the columns. */
#ifndef EXITMETER_CSV_END_H
#define EXITMETER_CSV_END_H

/* Of each line, the last one included. */
#define CSV_END	"\r\n"

#endif
