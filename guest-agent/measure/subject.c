// SPDX-License-Identifier: GPL-2.0
#include "subject.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/clock.h"

static const int handled[] = { SIGCHLD, SIGINT, SIGQUIT, SIGTERM, SIGHUP };

static sigset_t ours, before;

void subject_prepare(void)
{
	struct sigaction now;
	size_t i;

	sigemptyset(&ours);
	/* Whoever ignores it would never be told that the command has ended. */
	signal(SIGCHLD, SIG_DFL);
	/* A signal that is blocked arrives even if it is ignored: leave those alone. */
	for (i = 0; i < sizeof(handled) / sizeof(handled[0]); i++)
		if (!sigaction(handled[i], NULL, &now) && now.sa_handler != SIG_IGN)
			sigaddset(&ours, handled[i]);
	sigprocmask(SIG_BLOCK, &ours, &before);
}

void subject_restore(void)
{
	const struct timespec now = { 0 };

	/* What came after the end must not end what is left to do. */
	while (sigtimedwait(&ours, NULL, &now) > 0)
		;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static pid_t start(char *const *argv)
{
	pid_t pid = fork();

	if (pid < 0) {
		pid = -errno;
		fprintf(stderr, "exitmeter: start %s: %s\n", argv[0], strerror(-pid));
		return pid;
	}
	if (pid)
		return pid;
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &before, NULL);
	execvp(argv[0], argv);
	fprintf(stderr, "exitmeter: %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/* The next signal, or 0 when it is time. */
static int wait_until(long long when, siginfo_t *info)
{
	struct timespec left;
	long long ns;
	int sig;

	for (;;) {
		ns = when - clock_ns(CLOCK_MONOTONIC);
		if (when && ns <= 0)
			return 0;
		left.tv_sec = ns / NS_PER_S;
		left.tv_nsec = ns % NS_PER_S;
		sig = when ? sigtimedwait(&ours, info, &left) : sigwaitinfo(&ours, info);
		if (sig > 0)
			return sig;
	}
}

/* Return: whether the waiting is over. */
static bool take_signal(struct subject *c, pid_t pid, int sig, const siginfo_t *info)
{
	if (sig == SIGCHLD)
		return pid > 0 && waitpid(pid, &c->status, WNOHANG) == pid;
	if (!c->signal)
		c->signal = sig;
	if (!c->argv)
		return true;
	/* The terminal sends to all of its foreground, the command included. */
	if (sig == SIGTERM || sig == SIGHUP || info->si_code <= 0)
		kill(pid, sig);
	return false;
}

int subject_inside(void *data)
{
	struct subject *c = data;
	const long long begin = c->interval_ms || c->seconds ? clock_ns(CLOCK_MONOTONIC) : 0;
	const long long interval = c->interval_ms * 1000000ll;
	const long long end = c->argv || c->seconds <= 0 ? 0 :
			      begin + (long long)(c->seconds * NS_PER_S);
	long long next = interval ? begin + interval : 0, when;
	pid_t pid = c->argv ? start(c->argv) : 0;
	siginfo_t info;
	int sig, err = 0;

	if (pid < 0)
		return pid;
	for (;;) {
		when = next && (!end || next < end) ? next : end;
		sig = wait_until(when, &info);
		if (sig && take_signal(c, pid, sig, &info))
			return err;
		if (sig)
			continue;
		if (when == end)
			return err;
		err = c->tick(c->data);
		if (err && !c->argv)
			return err;
		if (err)
			next = 0;
		/* Keep the beat; beats that were missed are not made up for. */
		while (next && next <= clock_ns(CLOCK_MONOTONIC))
			next += interval;
	}
}

int subject_status_of(int wait_status)
{
	return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

int subject_exit_status(const struct subject *c)
{
	if (c->signal == SIGTERM || c->signal == SIGHUP)
		return 128 + c->signal;
	return subject_status_of(c->status);
}

bool subject_stopped(const struct subject *c)
{
	return c->signal || (WIFSIGNALED(c->status) && (WTERMSIG(c->status) == SIGINT ||
							 WTERMSIG(c->status) == SIGQUIT));
}
