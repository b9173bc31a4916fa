// SPDX-License-Identifier: GPL-2.0
#include "terminal.h"

#include <curses.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>

/* Made by the Makefile from the terminfo of the machine that builds. */
static const struct {
	const char *name;
	const char *entry;
} built_in[] = {
#include <terminfo-entries.h>
};

static SCREEN *screen;

/*
 * Messages would spoil the screen, and be gone with it: they are kept meanwhile.
 * Descriptors of the real standard error and of what was written.
 */
static int real_stderr = -1, kept = -1;

static void keep_messages(void)
{
	kept = memfd_create("messages", MFD_CLOEXEC);
	real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (kept >= 0 && real_stderr >= 0)
		dup2(kept, STDERR_FILENO);
}

static void give_messages(void)
{
	char text[4096];
	ssize_t n = 0;

	if (kept >= 0 && real_stderr >= 0) {
		dup2(real_stderr, STDERR_FILENO);
		n = pread(kept, text, sizeof(text), 0);
	}
	if (n > 0)
		fwrite(text, 1, n, stderr);
	close(kept);
	close(real_stderr);
}

/* Is there a description in the system? */
static bool is_known(const char *term)
{
	int err;

	if (setupterm(term, STDOUT_FILENO, &err))
		return false;
	del_curterm(cur_term);
	return true;
}

static void use_built_in(const char *term)
{
	size_t i;

	for (i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (!strcmp(built_in[i].name, term))
			setenv("TERMINFO", built_in[i].entry, 1);
}

int terminal_open(void)
{
	const char *term = getenv("TERM");

	if (!term || !*term)
		term = "vt100";
	if (!is_known(term))
		use_built_in(term);
	screen = newterm(term, stdout, stdin);
	if (!screen) {
		fprintf(stderr, "exitmeter: terminal \"%s\" is unknown here; try TERM=vt100\n",
			term);
		return -1;
	}
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	curs_set(0);
	/* A key of its own, not the begin of an arrow's: tell after 50 ms. */
	set_escdelay(50);
	keep_messages();
	return 0;
}

void terminal_close(void)
{
	/* What comes next, on terminals that have no second screen, is there. */
	mvaddstr(LINES - 1, 0, "");
	clrtoeol();
	refresh();
	endwin();
	delscreen(screen);
	give_messages();
}
