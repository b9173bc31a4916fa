/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal of exitmeter top, also where there is no terminfo. */
#ifndef EXITMETER_TERMINAL_H
#define EXITMETER_TERMINAL_H

/**
 * terminal_open - put standard output into the state for curses
 *
 * Takes the terminal's description from the system, or, for the common terminals, from
 * this program: a guest's image may have none. Without TERM it is a vt100.
 *
 * Return: 0, or -1 with a message on stderr.
 */
int terminal_open(void);

/* terminal_close - as it was */
void terminal_close(void);

#endif
