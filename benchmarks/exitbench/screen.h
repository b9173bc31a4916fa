/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The screen of an emulator that draws on a terminal of its own, as Bochs with a debugger
 * does. Nobody looks at it, but it must be read: once the terminal is full, the emulator
 * waits.
 */
#ifndef EXITBENCH_SCREEN_H
#define EXITBENCH_SCREEN_H

#include <stddef.h>

/**
 * struct screen
 * @fd: that terminal; -1 until the emulator has said which one it is
 * @line: what the emulator says, since the last end of a line
 * @length: of it
 */
struct screen {
	int fd;
	char line[128];
	size_t length;
};

/* Nothing is known yet. */
void screen_init(struct screen *s);

/* screen_listen - look for the terminal's name in what the emulator says */
void screen_listen(struct screen *s, const char *text, size_t size);

/* screen_drain - throw away what was drawn since the last time; never waits */
void screen_drain(const struct screen *s);

void screen_close(struct screen *s);

#endif
