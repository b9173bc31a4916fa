// SPDX-License-Identifier: GPL-2.0
/* LINK: benchmarks/exitbench/screen.c */
/* The terminal that an emulator draws on is found, and does not fill up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "screen.h"

static void hear(struct screen *s, const char *text)
{
	screen_listen(s, text, strlen(text));
}

/* As Bochs opens it. */
static int open_terminal(void)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK), slave;
	struct termios t;

	assert_true(fd >= 0);
	assert_int_equal(grantpt(fd) | unlockpt(fd), 0);
	slave = open(ptsname(fd), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	assert_int_equal(tcgetattr(slave, &t), 0);
	cfmakeraw(&t);
	assert_int_equal(tcsetattr(slave, TCSANOW, &t), 0);
	return fd;
}

/* Bytes that can be drawn before the terminal is full; at most a million. */
static size_t draw(int fd, const struct screen *s)
{
	static const char text[1000];
	size_t drawn = 0;
	ssize_t n;

	while (drawn < 1000000) {
		n = write(fd, text, sizeof(text));
		if (n < 0)
			break;
		drawn += n;
		if (s)
			screen_drain(s);
	}
	return drawn;
}

static void test_drawn_on(void **state)
{
	int fd = open_terminal(), nobody = open_terminal();
	struct screen s;
	char text[200];

	(void)state;
	screen_init(&s);
	hear(&s, "Bochs x86 Emulator 2.7\r\nBochs connected to scr");
	snprintf(text, sizeof(text), "een \"%s\"\r\n", ptsname(fd));
	hear(&s, text);
	assert_true(s.fd >= 0);
	assert_true(draw(nobody, NULL) < 1000000);
	assert_true(draw(fd, &s) >= 1000000);
	screen_close(&s);
	assert_int_equal(s.fd, -1);
}

static void test_nothing_said(void **state)
{
	char longer[1000];
	struct screen s;

	(void)state;
	screen_init(&s);
	memset(longer, 'x', sizeof(longer));
	screen_listen(&s, longer, sizeof(longer));
	hear(&s, "\nconnected to screen \"/nowhere\"\n");
	assert_int_equal(s.fd, -1);
	screen_drain(&s);
	screen_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drawn_on),
		cmocka_unit_test(test_nothing_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
