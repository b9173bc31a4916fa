// SPDX-License-Identifier: GPL-2.0
/* Commands and times that a window is around, and the signals that come meanwhile. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "measure/subject.h"

static struct subject s;

static int setup(void **state)
{
	(void)state;
	memset(&s, 0, sizeof(s));
	/* A shell that runs the tests in the background has some of them ignored. */
	signal(SIGHUP, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	return 0;
}

static int run(const char *script)
{
	char *argv[] = { "/bin/sh", "-c", (char *)script, NULL };
	int err;

	s.argv = script ? argv : NULL;
	subject_prepare();
	err = subject_inside(&s);
	subject_restore();
	return err;
}

/* Another process sends it in a while. */
static void send_soon(int sig)
{
	pid_t us = getpid();

	if (fork())
		return;
	usleep(200000);
	kill(us, sig);
	_exit(0);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void test_status(void **state)
{
	(void)state;
	assert_int_equal(run("exit 3"), 0);
	assert_int_equal(subject_exit_status(&s), 3);
	assert_false(subject_stopped(&s));
	assert_int_equal(run("kill -9 $$"), 0);
	assert_int_equal(subject_exit_status(&s), 128 + SIGKILL);
	s.argv = (char *[]) { "/no/such/program", NULL };
	subject_prepare();
	assert_int_equal(subject_inside(&s), 0);
	subject_restore();
	assert_int_equal(subject_exit_status(&s), 127);
}

static void test_passed_on(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		setup(NULL);
		send_soon(signals[i]);
		assert_int_equal(run("exec sleep 10"), 0);
		assert_true(WIFSIGNALED(s.status));
		assert_int_equal(WTERMSIG(s.status), signals[i]);
		assert_int_equal(subject_exit_status(&s), 128 + signals[i]);
		assert_true(subject_stopped(&s));
	}
}

/* One that was sent by a program, that is: the terminal sends it to the command itself. */
static void test_interrupt(void **state)
{
	(void)state;
	send_soon(SIGINT);
	assert_int_equal(run("trap 'exit 4' INT; while :; do sleep 0.1; done"), 0);
	assert_int_equal(subject_exit_status(&s), 4);
	assert_true(subject_stopped(&s));
}

static void test_command_that_goes_on(void **state)
{
	(void)state;
	send_soon(SIGTERM);
	assert_int_equal(run("trap 'echo' TERM; sleep 0.3; sleep 0.2; exit 5"), 0);
	assert_true(WIFEXITED(s.status));
	assert_int_equal(WEXITSTATUS(s.status), 5);
	assert_int_equal(subject_exit_status(&s), 128 + SIGTERM);
}

static void test_ignored_stays_ignored(void **state)
{
	(void)state;
	signal(SIGHUP, SIG_IGN);
	send_soon(SIGHUP);
	/* The command, too, has it from this program. */
	assert_int_equal(run("kill -HUP $$; sleep 0.4; exit 6"), 0);
	assert_int_equal(subject_exit_status(&s), 6);
	assert_int_equal(s.signal, 0);
}

static void test_time(void **state)
{
	double begin = now();

	(void)state;
	s.seconds = 0.2;
	assert_int_equal(run(NULL), 0);
	assert_true(now() - begin >= 0.2);
	assert_int_equal(subject_exit_status(&s), 0);
	s.seconds = 0;
	send_soon(SIGINT);
	assert_int_equal(run(NULL), 0);
	assert_int_equal(s.signal, SIGINT);
	assert_int_equal(subject_exit_status(&s), 0);
}

static int ticks;

static int tick(void *data)
{
	ticks++;
	return ticks == 3 ? *(int *)data : 0;
}

static void test_ticks(void **state)
{
	int enough = 1, bad = -EIO;

	(void)state;
	s.interval_ms = 20;
	s.tick = tick;
	s.data = &enough;
	ticks = 0;
	assert_int_equal(run(NULL), 1);
	assert_int_equal(ticks, 3);
	/* The command ends first. */
	ticks = 0;
	s.data = &bad;
	assert_int_equal(run("sleep 0.3; exit 7"), -EIO);
	assert_int_equal(ticks, 3);
	assert_int_equal(subject_exit_status(&s), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_status, setup),
		cmocka_unit_test_setup(test_passed_on, setup),
		cmocka_unit_test_setup(test_interrupt, setup),
		cmocka_unit_test_setup(test_command_that_goes_on, setup),
		cmocka_unit_test_setup(test_ignored_stays_ignored, setup),
		cmocka_unit_test_setup(test_time, setup),
		cmocka_unit_test_setup(test_ticks, setup),
	};

	/* What the code under test complains about is wanted here. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
